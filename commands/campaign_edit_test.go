package commands

import (
	"maps"
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// request is a click by ana on a button with a value.
func (w *world) request(value string) *bot.Request {
	a := w.act()
	return &bot.Request{Kind: bot.KindClick, ID: a.Request, TeamID: w.team, UserID: a.User, Value: value, At: a.At}
}

// formOf is a campaign's form as somebody submits it.
func formOf(callback string, f campaignForm) *bot.Form {
	texts := map[string]string{}
	for _, field := range campaignFields {
		if f.shows(field) && field != termOwners {
			texts[field] = f.text[field]
		}
	}
	return bot.NewForm(callback, f.carried().encode(), texts, map[string][]string{termOwners: strings.Fields(f.text[termOwners])})
}

func TestEditCampaignStory(t *testing.T) {
	w := start(t)
	w.campaign("Summer Glow")
	w.ana.Types("/campaign edit summer")
	form := w.ana.Form()
	if form.Title() != "Edit campaign" || form.Value("Name") != "Summer Glow" {
		t.Fatalf("form:\n%s", form.Text())
	}
	form.Fill("Name", "Summer Shine").Fill("Commission", "10 % of sales").Submit()
	form.Closed()
	answer := w.ana.Sees("Saved Summer Shine. Changed: the name and the commission note.")
	w.reads("card", answer.Text(), "not calculated or paid here")
	w.says(w.ana, "/campaign show \"summer shine\"", "Summer Shine", "summer-glow")
	// Saved as it is, it stays as it is.
	before := w.writes()
	answer.Press("Edit")
	form = w.ana.Form()
	form.Submit()
	w.ana.Sees("Nothing changed in Summer Shine.")
	if w.writes() != before {
		t.Error("something was stored")
	}
}

func TestEditCampaignTwoPeopleAtOnce(t *testing.T) {
	w := start(t)
	c := w.campaign("Summer Glow", func(t *store.Terms) { t.Fee = "100 EUR" })
	w.ana.Types("/campaign edit summer-glow")
	anas := w.ana.Form()
	w.ben.Types("/campaign edit summer-glow")
	bens := w.ben.Form()
	bens.Fill("Fee per deliverable", "200 EUR").Choose("Coupon code", "Unique, from our affiliate program").Submit()
	bens.Closed()

	anas.Fill("Fee per deliverable", "300 EUR").Fill("Name", "Summer Shine")
	before := w.writes()
	anas.Submit()
	anas.Shows("@ben changed this meanwhile. It is 200 EUR now; Save replaces it.")
	anas.Shows("@ben changed this meanwhile. It is *Unique, from our affiliate program* now.")
	anas.ShowsNot("It is Summer Glow now") // which only ana changed
	if anas.Value("Coupon code") != "Unique, from our affiliate program" {
		t.Errorf("what only ben changed is not taken:\n%s", anas.Text())
	}
	if anas.Value("Fee per deliverable") != "300 EUR" || anas.Value("Name") != "Summer Shine" {
		t.Errorf("what was typed is gone:\n%s", anas.Text())
	}
	if w.writes() != before {
		t.Fatal("saved over what ben did")
	}
	anas.Choose("Affiliate link", "Not needed")
	anas.Shows("It is 200 EUR now; Save replaces it.") // it is still said
	anas.Submit()
	anas.Closed()
	now, err := w.store.Campaign(t.Context(), w.team, c.ID)
	must(t, err)
	if now.Fee != "300 EUR" || now.Name != "Summer Shine" || now.CodeMode != store.UniqueProgram {
		t.Errorf("stored %+v", now.Terms)
	}
}

func TestEditCampaignArchivedMeanwhile(t *testing.T) {
	w := start(t)
	c := w.campaign("Summer Glow")
	w.ana.Types("/campaign edit summer-glow")
	form := w.ana.Form()
	w.archived(c)
	form.Fill("Name", "Summer Shine").Submit()
	if got := form.Error("Name"); !strings.Contains(got, "/campaign reopen summer-glow") {
		t.Errorf("%q", got)
	}
	form.Close()
	w.refuses(w.ana, "/campaign edit summer-glow", "is archived", "/campaign reopen summer-glow")
}

func TestEditCampaignTwiceIsOnce(t *testing.T) {
	w := start(t)
	w.campaign("Summer Glow")
	w.ana.Types("/campaign edit summer-glow")
	form := w.ana.Form()
	form.Fill("Fee per deliverable", "200 EUR").Submit()
	form.Closed()
	before := w.writes()
	must(t, w.sim.Redeliver())
	w.says(w.ben, "/campaign show summer-glow", "200 EUR")
	if w.writes() != before {
		t.Error("saved twice")
	}
}

func TestEditCampaignModes(t *testing.T) {
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	for _, handle := range []string{"@maya.glow", "@noor", "@lea"} {
		w.selected(c, handle, "TBD", strings.ToUpper(strings.ReplaceAll(handle[1:], ".", ""))+"15")
	}
	edit := func(change func(*slacksim.Form)) *slacksim.Message {
		w.ana.Types("/campaign edit summer-glow")
		form := w.ana.Form()
		change(form)
		form.Submit()
		form.Closed()
		return w.ana.Sees("Summer Glow")
	}
	w.reads("newly needed", edit(func(f *slacksim.Form) { f.Choose("Affiliate link", "Unique, we make it") }).Text(),
		"3 selected influencers now need an affiliate link: TBD.", "3 TBD")
	w.reads("a later mode", edit(func(f *slacksim.Form) { f.Choose("Coupon code", "One shared by everyone") }).Text(),
		"later selections; the 3 selected keep their own", "One shared by everyone · *TBD*")
	w.reads("the shared code", edit(func(f *slacksim.Form) { f.Fill("Shared code", "GLOW15") }).Text(),
		"The shared coupon code was `TBD` and is `GLOW15` now.\n") // nobody selected shares it
	w.selected(c, "@kim", "TBD", "TBD")
	w.reads("back again", edit(func(f *slacksim.Form) { f.Choose("Coupon code", "Unique, we make it") }).Text(),
		"later selections; of the 4 selected 3 keep their own, 1 keeps the shared one.")
	// Kim shares the campaign's code still, so that it can still be set.
	w.reads("for who shares it still", edit(func(f *slacksim.Form) { f.Fill("Shared code", "GLOW20") }).Text(),
		"was `GLOW15` and is `GLOW20` now")
	if got := w.rowOf("@kim", c).SharesCode().String(); got != "GLOW20" {
		t.Errorf("kim shares %s", got)
	}
}

func TestEditCampaignSavedBeforeTheFormFollowed(t *testing.T) {
	w := start(t)
	c := w.campaign("Summer Glow")
	f := campaignFormOf(c)
	in := formOf(formEditCampaign, f)
	f.text[aCode.modeTerm()] = string(store.Shared)
	r := w.request("")
	r.Form = bot.NewForm(formEditCampaign, in.Meta, without(f.text, aCode.sharedTerm(), aLink.sharedTerm(), termOwners),
		map[string][]string{termOwners: c.Owners})
	before := w.writes()
	reply, err := w.app.saveCampaignEdit(t.Context(), r)
	must(t, err)
	if reply.Update == nil || w.writes() != before {
		t.Errorf("a field that nobody saw was saved: %+v", reply)
	}
}

func without(texts map[string]string, fields ...string) map[string]string {
	left := maps.Clone(texts)
	for _, field := range fields {
		delete(left, field)
	}
	return left
}

func TestCampaignInputHostile(t *testing.T) {
	good := func() campaignForm {
		f := newCampaignForm("Summer Glow", "U1", "C1")
		f.text[aCode.modeTerm()] = string(store.Shared)
		f.text[aLink.modeTerm()] = string(store.UniqueProgram)
		return f
	}
	if _, wrong := good().read(); len(wrong) > 0 {
		t.Fatalf("the good form: %v", wrong)
	}
	long := strings.Repeat("é", 10_000)
	for _, test := range []struct{ field, text, says string }{
		{termName, long, "10000"},
		{termName, "a\u2028b", "one line"},
		{aLink.modeTerm(), "free", "one of the four"},
		{aCode.modeTerm(), "", "one of the four"},
		{aCode.sharedTerm(), "", "TBD"},
		{aCode.sharedTerm(), strings.Repeat("A", 10_000), "10,000"},
		{termHowTo, strings.Repeat("é", 3001), "3001"},
		{termHowTo, "a\x00b", "control"},
		{termFee, long, "500 at most"},
		{termFee, "\xff", "damaged"},
		{termCommission, long, "500 at most"},
		{termOwners, "", "at least one"},
		{termOwners, "U1 <!channel>", "people of this workspace"},
		{termOwners, strings.Repeat("U1 ", 3) + "u2", "people of this workspace"},
		{fieldChannel, "D123", "public or private"},
		{fieldChannel, "C1><!channel", "public or private"},
		{termLaunches, "tomorrow", "Pick a day"},
		{termEnds, "1999-01-01", "Pick a day"},
		{termEnds, "2026-02-30", "Pick a day"},
	} {
		f := good()
		f.text[test.field] = test.text
		_, wrong := f.read()
		if len(wrong) != 1 || !strings.Contains(wrong[test.field], test.says) {
			t.Errorf("%s %.30q: %v, want %q", test.field, test.text, wrong, test.says)
		}
	}
	f := good()
	f.text[termOwners], f.text[termLaunches], f.text[termEnds] = "U1 U2 U1", "2026-06-10", "2026-06-10"
	terms, wrong := f.read()
	if len(wrong) > 0 || len(terms.Owners) != 2 {
		t.Errorf("owners %v, %v", terms.Owners, wrong)
	}
}

func TestCampaignMeta(t *testing.T) {
	m := campaignMeta{ID: 3, Version: 7, beganWith: begin(campaignFields, termTexts(store.Terms{Name: "a"})), Kept: map[string]string{
		termHowTo: strings.Repeat("<", 3000), aCode.sharedTerm(): "GLOW15",
	}}
	text := m.encode()
	if len(text) > maxMeta {
		t.Errorf("%d bytes", len(text))
	}
	back, err := readCampaignMeta(text)
	must(t, err)
	if back.Kept[aCode.sharedTerm()] != "GLOW15" || back.ID != 3 || back.Version != 7 {
		t.Errorf("%+v", back)
	}
	if !back.with(0, "a") || back.with(0, "b") || back.with(99, "a") || (beganWith{}).with(0, "a") {
		t.Error("marks")
	}
	for _, forged := range []string{"", "null and void", "[]", `{"c":-1,"v":2}`, `{"c":1}`, `{"v":1}`, `{"c":"1"}`} {
		if _, err := readCampaignMeta(forged); err == nil {
			t.Errorf("%q is taken", forged)
		}
	}
}
