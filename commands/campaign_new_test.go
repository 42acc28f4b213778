package commands

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

func TestParseNewCampaign(t *testing.T) {
	for _, test := range []struct {
		text, name, problem string
	}{
		{"", "", ""},
		{"   ", "", ""},
		{"Summer Glow", "Summer Glow", ""},
		{`"Summer Glow"`, "Summer Glow", ""},
		{"“Summer Glow”", "Summer Glow", ""},
		{`12" Records`, `12" Records`, ""},
		{"<!channel>", "<!channel>", ""},
		{"夏の輝き", "夏の輝き", ""},
		{strings.Repeat("é", 100), strings.Repeat("é", 100), ""},
		{`"Summer Glow" now`, "", "more here"},
		{`"Summer Glow`, "", ""},
		{strings.Repeat("x", 101), "", "101 characters"},
		{strings.Repeat("x", 10_000), "", "10000 characters"},
		{"Summer\nGlow", "", "one line"},
		{"Summer\x00Glow", "", "control character"},
		{"Summer\tGlow", "", "control character"},
		{"\u200b\u200d", "", "can't be seen"},
		{"\xff\xfe", "", "damaged"},
	} {
		name, err := parseNewCampaign(test.text)
		switch {
		case test.problem == "" && test.text == `"Summer Glow`: // the lone quote is a letter here: nothing else can be meant
			if err != nil || name != test.text {
				t.Errorf("%q: %q, %v", test.text, name, err)
			}
		case test.problem == "" && (err != nil || name != test.name):
			t.Errorf("%q: %q, %v, want %q", test.text, name, err, test.name)
		case test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)):
			t.Errorf("%q: %q, %v, want a problem with %q", test.text, name, err, test.problem)
		}
	}
}

func TestNewCampaignStory(t *testing.T) {
	w := start(t)
	w.ana.Types("/campaign new")
	form := w.ana.Form()
	if form.Title() != "New campaign" {
		t.Errorf("title %q", form.Title())
	}
	want := "Name, Affiliate link, Coupon code, Link pattern, Code pattern, Message to influencers, Fee per deliverable, Commission, Owners, Digest channel, Launch date, End date"
	if got := strings.Join(form.Labels(), ", "); got != want {
		t.Errorf("labels\n%s\nwant\n%s", got, want)
	}
	for label, value := range map[string]string{
		"Affiliate link": "Unique, we make it", "Coupon code": "Unique, we make it", "Owners": "ana", "Digest channel": "influencers",
	} {
		if got := form.Value(label); !strings.Contains(got, value) {
			t.Errorf("%s begins as %q, want %q", label, got, value)
		}
	}
	form.Fill("Name", "  Summer Glow ").Fill("Fee per deliverable", "250 EUR").Fill("Launch date", "2026-06-10").Fill("End date", "2026-07-10")
	form.Submit()
	form.Closed()
	answer := w.ana.Sees("Summer Glow is `summer-glow` in commands.")
	w.reads("answer", answer.Text(), "Saved.", "Unique, we make it", "Wed 10 Jun", "250 EUR", "[Edit]", "[Archive]",
		"Nobody applied or selected yet", "/influencer select @handle summer-glow")
	made, err := w.store.Campaigns(t.Context(), w.team)
	must(t, err)
	if len(made) != 1 || made[0].Name != "Summer Glow" || made[0].ChannelID != w.channelID("influencers") || made[0].Owners[0] != w.userID("ana") {
		t.Errorf("stored: %+v", made)
	}
}

func TestNewCampaignFollowsModes(t *testing.T) {
	w := start(t)
	w.ana.Types("/campaign new Summer Glow")
	form := w.ana.Form()
	form.Fill("Fee per deliverable", "250 EUR")
	form.Choose("Coupon code", "One shared by everyone")
	if !form.Has("Shared code") || form.Has("Shared link") || form.Value("Shared code") != "TBD" {
		t.Fatalf("after choosing a shared code:\n%s", form.Text())
	}
	form.Fill("Shared code", "GLOW15")
	form.Choose("Affiliate link", "Unique, from our affiliate program")
	form.Fill("How influencers get theirs", "Sign up at shop.example/partners")
	// What is typed stays, also in a field that goes and comes back.
	form.Choose("Coupon code", "Not needed")
	if form.Has("Shared code") {
		t.Error("the shared code is still asked for")
	}
	form.Choose("Coupon code", "One shared by everyone")
	for label, value := range map[string]string{
		"Name": "Summer Glow", "Shared code": "GLOW15", "How influencers get theirs": "Sign up at shop.example/partners", "Fee per deliverable": "250 EUR",
	} {
		if got := form.Value(label); got != value {
			t.Errorf("%s is %q, want %q", label, got, value)
		}
	}
	form.Submit()
	w.reads("answer", w.ana.Sees("in commands").Text(), "One shared by everyone · `GLOW15`", "Sign up at shop.example/partners")
}

func TestNewCampaignRefuses(t *testing.T) {
	w := start(t)
	w.campaign("Winter Glow")
	for _, test := range []struct {
		name string
		fill func(*slacksim.Form)
		at   string
		says string
	}{
		{"no end before launch", func(f *slacksim.Form) { f.Fill("Launch date", "2026-06-10").Fill("End date", "2026-06-09") }, "End date", "before the launch date"},
		{"a name that is there", func(f *slacksim.Form) { f.Fill("Name", "winter GLOW") }, "Name", "winter-glow"},
		{"a name that is a slug", func(f *slacksim.Form) { f.Fill("Name", "winter-glow") }, "Name", "has this name already"},
		{"a name of spaces", func(f *slacksim.Form) { f.Fill("Name", "   ") }, "Name", "Enter a name"},
		{"a long name", func(f *slacksim.Form) { f.Fill("Name", strings.Repeat("x", 2900)) }, "Name", "2900 characters"},
		{"a long fee", func(f *slacksim.Form) { f.Fill("Fee per deliverable", strings.Repeat("x", 501)) }, "Fee per deliverable", "500 at most"},
		{"a long commission", func(f *slacksim.Form) { f.Fill("Commission", strings.Repeat("x", 501)) }, "Commission", "500 at most"},
		{"a code with a space", func(f *slacksim.Form) {
			f.Choose("Coupon code", "One shared by everyone").Fill("Shared code", "GLOW 15")
		}, "Shared code", "GLOW15"},
		{"a link that is a code", func(f *slacksim.Form) {
			f.Choose("Affiliate link", "One shared by everyone").Fill("Shared link", "GLOW15")
		}, "Shared link", "looks like a code"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := w.writes()
			w.ana.Types("/campaign new Summer Glow")
			form := w.ana.Form()
			test.fill(form)
			form.Submit()
			if got := form.Error(test.at); !strings.Contains(got, test.says) {
				t.Errorf("%s: %q, want %q", test.at, got, test.says)
			}
			form.Close()
			if w.writes() != before {
				t.Error("something was stored")
			}
		})
	}
}

func TestNewCampaignNames(t *testing.T) {
	w := start(t)
	for _, test := range []struct{ name, slug string }{
		{"Glow", "glow"},
		{"Glow!", "glow-2"}, // another name with the same short form
		{"TBD", "campaign-tbd"},
		{"<!channel> & friends", "channel-friends"},
		{"夏", "campaign-1"}, // nothing of it can be typed plainly
	} {
		w.ana.Types("/campaign new")
		form := w.ana.Form()
		form.Fill("Name", test.name).Submit()
		form.Closed()
		w.ana.Sees("is `" + test.slug + "` in commands")
	}
	for _, call := range w.sim.Calls("response_url") {
		if strings.Contains(call.Request, "<!channel>") {
			t.Errorf("a name pings: %s", call.Request)
		}
	}
	w.says(w.ana, "/campaign list", "5 live campaigns", "<!channel> & friends")
}

func TestNewCampaignTwiceIsOnce(t *testing.T) {
	w := start(t)
	w.ana.Types("/campaign new Summer Glow")
	form := w.ana.Form()
	form.Submit()
	form.Closed()
	must(t, w.sim.Redeliver())
	w.says(w.ben, "/campaign list", "1 live campaign.")
	if n := w.count(`SELECT count(*) FROM campaigns`); n != 1 {
		t.Errorf("%d campaigns", n)
	}
}

func TestNewCampaignWarnsOfHeldCode(t *testing.T) {
	w := start(t)
	w.selected(w.campaign("Winter Glow"), "@maya.glow", "TBD", "GLOW15")
	w.ana.Types("/campaign new Summer Glow")
	form := w.ana.Form()
	form.Choose("Coupon code", "One shared by everyone").Fill("Shared code", "glow15")
	before := w.writes()
	form.Submit()
	form.Shows("*@maya.glow* has `glow15` in Winter Glow")
	if w.writes() != before {
		t.Fatal("saved in spite of the warning")
	}
	form.Submit()
	form.Shows("*@maya.glow* has `glow15` in Winter Glow")
	form.Check("In spite of the warning", "Save anyway").Submit()
	form.Closed()
	w.ana.Sees("Summer Glow is `summer-glow` in commands.")
}

func TestNewCampaignOnlyByEditors(t *testing.T) {
	w := start(t, onlyAnaEdits())
	w.refuses(w.ben, "/campaign new Summer Glow", "editors")
	w.ben.NoForm()
}

func TestDigestChannel(t *testing.T) {
	w := start(t)
	ana, ben := w.userID("ana"), w.userID("ben")
	w.sim.AddChannel(slacksim.Channel{Name: "open", Members: []string{ana}})
	w.sim.AddChannel(slacksim.Channel{Name: "secret", Private: true, Members: []string{ana, ben}})
	w.sim.AddChannel(slacksim.Channel{Name: "inside", Private: true, Members: []string{ana, w.sim.BotUserID()}})
	save := func(channel string) *slacksim.Form {
		w.ana.Types("/campaign new Glow of " + channel)
		form := w.ana.Form()
		form.Choose("Digest channel", "#"+channel).Submit()
		return form
	}
	save("open").Closed()
	if n := len(w.sim.Calls("conversations.join")); n != 1 {
		t.Errorf("joined %d channels, want 1", n)
	}
	save("inside").Closed()
	w.expectRefusals()
	before := w.writes()
	for channel, says := range map[string]string{"secret": "/invite @Codekeeper", "shared": "another organisation"} {
		form := save(channel)
		if got := form.Error("Digest channel"); !strings.Contains(got, says) {
			t.Errorf("%s: %q, want %q", channel, got, says)
		}
		form.Close()
	}
	gone, _ := w.sim.Channel("open")
	form := func() *slacksim.Form { // archived while the form is open
		w.ana.Types("/campaign new Late Glow")
		form := w.ana.Form()
		form.Choose("Digest channel", "#open")
		gone.Archived = true
		w.sim.SetChannel(gone)
		form.Submit()
		return form
	}()
	if got := form.Error("Digest channel"); !strings.Contains(got, "is archived") {
		t.Errorf("archived: %q", got)
	}
	form.Close()
	w.sim.FailWith("conversations.info", "internal_error", 1)
	form = save("inside")
	if got := form.Error("Name"); !strings.Contains(got, "name already") {
		t.Errorf("the name is taken: %q", got)
	}
	form.Fill("Name", "Third Glow").Submit()
	if got := form.Error("Digest channel"); !strings.Contains(got, "nothing was saved") {
		t.Errorf("slack fails: %q", got)
	}
	if w.writes() != before {
		t.Error("something was stored")
	}
	form.Submit()
	form.Closed()
	if got := w.count(`SELECT count(*) FROM campaigns WHERE channel_id = $1`, w.channelID("inside")); got != 2 {
		t.Errorf("%d campaigns there", got)
	}
}

func TestForgedCampaignForm(t *testing.T) {
	w := start(t)
	for name, meta := range map[string]string{
		"not JSON": "x", "an id of nobody": `{"c":9999,"v":1}`, "a negative id": `{"c":-1,"v":1}`, "no version": `{"c":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			w.ana.Types("/campaign new Summer Glow")
			form := w.ana.Form()
			form.Forge(meta).Submit()
			if w.count(`SELECT count(*) FROM campaigns`) != 0 {
				t.Error("something was stored")
			}
			w.ana.Form().CloseAll()
		})
	}
}

func TestCampaignOfAnotherTeam(t *testing.T) {
	w := start(t)
	other := w.act()
	other.Team = "T0OTHER"
	theirs, err := w.store.CreateCampaign(t.Context(), other, "their-glow", store.Terms{
		Name: "Their Glow", LinkMode: store.UniqueOurs, CodeMode: store.UniqueOurs, Owners: store.Owners{"U0OTHER"},
	})
	must(t, err)
	id := campaignID(theirs.After)
	for _, command := range w.app.Commands() {
		for _, click := range command.Clicks {
			if !strings.HasPrefix(click.ID, "campaign.") || click.ID == routeCampaignList {
				continue
			}
			r := w.request(id)
			r.Form = formOf(formEditCampaign, campaignFormOf(theirs.After))
			if reply, err := click.Run(t.Context(), r); err == nil {
				t.Errorf("%s answers %+v", click.ID, reply)
			}
		}
	}
	r := w.request("")
	r.Form = formOf(formEditCampaign, campaignFormOf(theirs.After))
	if reply, err := w.app.saveCampaignEdit(t.Context(), r); !errors.Is(err, errOldForm) {
		t.Errorf("saving answers %+v, %v", reply, err)
	}
	w.says(w.ana, "/campaign show their-glow", "There is no campaign yet")
	w.says(w.ana, "/campaign list", "There is no campaign yet")
}

func TestOwnersAreFullMembers(t *testing.T) {
	w := start(t)
	w.ana.Types("/campaign new Summer Glow")
	form := w.ana.Form()
	form.Choose("Owners", "ana", "gus")
	form.Submit()
	if got := form.Error("Owners"); !strings.Contains(got, "full members") || !strings.Contains(got, "take out gus") {
		t.Errorf("error under Owners: %q", got)
	}
	form.Choose("Owners", "ana", "ben")
	form.Submit()
	form.Closed()
	w.reads("answer", w.ana.Sees("in commands").Text(), "@ana", "@ben")
}

// Of several who save one new name at once one gets it, and the others are told
// who did, though none was there when they asked.
func TestOneNameAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	terms := w.campaign("Winter Warm").Terms
	together := func(name string, known []store.Campaign) (made, refused int) {
		answers := make(chan error)
		for range 4 {
			r := w.request("")
			r.Kind, r.ID = bot.KindSubmission, w.act().Request
			go func() {
				own := terms
				own.Name = name
				_, err := w.app.createCampaign(t.Context(), r, saving{campaigns: known, terms: own})
				answers <- err
			}()
		}
		for range 4 {
			err := <-answers
			wrong, ok := errors.AsType[bot.FieldErrors](err)
			switch {
			case err == nil:
				made++
			case ok && strings.Contains(wrong[termName], "has this name already"):
				refused++
			default:
				t.Error(err)
			}
		}
		return made, refused
	}
	if made, refused := together("Summer Glow", nil); made != 1 || refused != 3 {
		t.Errorf("%d made and %d refused", made, refused)
	}
	// The short form of an archived one, or of another name, is only not free.
	w.archived(w.campaign("Autumn Air"))
	if made, refused := together("Autumn Air", nil); made != 1 || refused != 3 {
		t.Errorf("after an archived one: %d made and %d refused", made, refused)
	}
	w.campaign("Spring-Fresh")
	if made, refused := together("Spring Fresh", nil); made != 1 || refused != 3 {
		t.Errorf("after one that is written otherwise: %d made and %d refused", made, refused)
	}
	all, err := w.store.Campaigns(t.Context(), w.team)
	must(t, err)
	if want := []string{"autumn-air", "autumn-air-2", "spring-fresh", "spring-fresh-2", "summer-glow", "winter-warm"}; !slices.Equal(slices.Sorted(slices.Values(slugs(all))), want) {
		t.Errorf("there are %v", slugs(all))
	}
}
