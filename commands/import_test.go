package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

func TestParseImport(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]importArgs{
		"":                                     {},
		"summer-glow":                          {campaign: "summer-glow"},
		" Summer Glow ":                        {campaign: "Summer Glow"},
		`"Summer Glow"`:                        {campaign: "Summer Glow"},
		"summer-glow\n@maya MAYA20":            {"summer-glow", "@maya MAYA20"},
		"summer-glow @maya MAYA20\n@leo LEO20": {"summer-glow", "@maya MAYA20\n@leo LEO20"},
		"\n@maya MAYA20":                       {"", "@maya MAYA20"},
		"@maya MAYA20":                         {"", "@maya MAYA20"},
		"summer-glow\n\nhandle,code\nmaya,X1":  {"summer-glow", "handle,code\nmaya,X1"},
		"https://www.instagram.com/maya":       {"", "https://www.instagram.com/maya"},
	} {
		if got, err := parseImport(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for text, problem := range map[string]string{
		`""`:      "The name of the campaign is empty.",
		`"Summer`: "There is a quote without its partner.",
		"x\n" + strings.Repeat("@maya M1\n", 400): "These lines have 3599 characters, and up to 3000 can be pasted.",
	} {
		if _, err := parseImport(text); err == nil || !strings.HasPrefix(err.Error(), problem) {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

// importForm opens the form Import.
func (w *world) importForm(p *slacksim.Person, line string) *slacksim.Form {
	w.t.Helper()
	p.Types(line)
	form := p.Form()
	if form.Title() != "Import" {
		w.t.Fatalf("%s opens %s", line, form.Text())
	}
	return form
}

// dry waits until a form is a dry run that says this.
func (w *world) dry(form *slacksim.Form, texts ...string) *slacksim.Form {
	w.t.Helper()
	form.Shows("Nothing is changed yet.")
	w.reads("dry run", form.Text(), texts...)
	return form
}

// A code that looks like a date may be what a spreadsheet made of one, or a code
// that somebody typed: who has it keeps it, and nobody gets it unseen.
func TestImportACodeThatLooksLikeADate(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.selected(summer, "@maya.glow", "TBD", "10-MAY")
	leo := w.selected(summer, "@leo", "TBD", "TBD")
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "handle,code\nmaya.glow,10-MAY\nleo,15-Mar\n").Submit()
	w.dry(form, "1 changed · 1 unchanged · 1 warning", "15-Mar looks like a date that a spreadsheet made of a code.")
	form.Check("Rows with a warning", "Save anyway").Submit()
	form.Shows("1 changed")
	w.holds(leo, store.Selected, "TBD", "15-Mar")
}

func TestImportPastedLines(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", launching("2026-06-12"))
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	leo := w.applicant(summer, "@leo")
	form := w.importForm(w.ana, "/influencer import")
	if form.Value("Campaign") != "Summer Glow" {
		t.Error(form.Text())
	}
	form.Submit()
	if got := form.Error("Paste lines"); got != "Paste lines here, or put in a file below." {
		t.Error(got)
	}
	before := w.writes()
	form.Fill("Paste lines", "@maya.glow MAYA20\n@leo LEO20\n@zoe ZO E\n@kim").Submit()
	w.dry(form, "Pasted lines for *Summer Glow*: 4 rows, read as a list of influencers.", "1 new · 2 changed · 1 error",
		"Row 1 · *@maya.glow*: coupon code `MAYA15` → `MAYA20`", "Row 2 · *@leo*: coupon code `LEO20`",
		"Row 3 · *@zoe*: Coupon code: A code can't contain a space. Try `ZOE`", "Row 4 · *@kim*: applied", "[Download]")
	if w.writes() != before {
		t.Error("the dry run changed something")
	}
	form.Submit()
	form.Shows("Pasted lines are imported into *Summer Glow*: 1 new, 2 changed, 1 left out because of an error.")
	m := w.ana.Sees("Pasted lines are imported into *Summer Glow*: 1 new, 2 changed, 1 left out because of an error.")
	w.holds(maya, store.Selected, "TBD", "MAYA20")
	w.holds(leo, store.Applied, "TBD", "LEO20")
	if m.Only != w.userID("ana") {
		t.Errorf("the answer is for %q", m.Only)
	}
	if n := w.count(`SELECT count(*) FROM application_history WHERE way = 'import' AND by = $1`, w.userID("ana")); n != 3 {
		t.Errorf("%d history rows", n)
	}
	form.CloseAll()
	m.Press("Undo")
	w.ana.Sees("Undone for 2 influencers in Summer Glow. *@kim* isn't in Summer Glow any more.")
	w.holds(maya, store.Selected, "TBD", "MAYA15")
	w.holds(leo, store.Applied, "TBD", "TBD")
}

// Lines that follow the command are read at once; the buttons lead to the same
// form.
func TestImportByMessageAndButton(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.campaign("Winter Warm")
	w.ana.Types("/influencer import summer-glow\n@maya.glow MAYA20\n@leo LEO20")
	w.dry(w.ana.Form(), "2 new", "*@leo*: applied, coupon code `LEO20`").Submit()
	w.ana.Sees("Pasted lines are imported into *Summer Glow*: 2 new.")
	w.holds(w.rowOf("@leo", summer), store.Applied, "TBD", "LEO20")

	form := w.importForm(w.ana, "/influencer import\n@maya.glow MAYA20")
	if form.Value("Campaign") != "" || form.Value("Paste lines") != "@maya.glow MAYA20" {
		t.Error(form.Text())
	}
	form.Submit()
	if form.Error("Campaign") == "" {
		t.Error("a form without a campaign was taken")
	}
	form.Choose("Campaign", "Winter Warm").Submit()
	w.dry(form, "*@maya.glow*: applied, coupon code `MAYA20`").Close()

	w.says(w.ana, "/campaign show summer-glow", "[Import]").Press("Import")
	if form := w.ana.Form(); form.Value("Campaign") != "Summer Glow" {
		t.Error(form.Text())
	}
	w.ana.Form().Close()
	w.says(w.ana, "/influencer", "[Import]").Press("Import")
	if form := w.ana.Form(); form.Title() != "Import" || form.Value("Campaign") != "" {
		t.Error(form.Text())
	}
	w.refuses(w.ana, "/influencer import sumer-glow", "There is no campaign sumer-glow.", "/influencer import summer-glow")
	w.archived(summer)
	w.refuses(w.ana, "/influencer import summer-glow", "Summer Glow is archived.")
}

func TestOnlyEditorsImport(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	w.campaign("Summer Glow")
	w.refuses(w.ben, "/influencer import", "only editors can change it")
	w.refuses(w.gus, "/influencer import", "not for guests")
}

const shopifyHeader = "Name,Value,Value Type,Type,Discount Class,Status,Start,End\n"

// shopify is Shopify's export of codes; each may have its start, its end, and
// its status after colons.
func shopify(codes ...string) []byte {
	var file strings.Builder
	file.WriteString(shopifyHeader)
	for _, c := range codes {
		parts := append(strings.Split(c, ":"), "", "", "")
		status := parts[3]
		if status == "" {
			status = "Active"
		}
		fmt.Fprintf(&file, "%s,15.0,percentage,Amount off order,order,%s,%s,%s\n", parts[0], status, parts[1], parts[2])
	}
	return []byte(file.String())
}

// A file of codes from the shop has no names: those that can hardly be anybody
// else's are proposed, and the rest wait for a person.
func TestANamelessFileIsPaired(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-12"))
	winter := w.campaign("Winter Warm", modes(store.NotNeeded, store.UniqueOurs))
	for _, who := range []string{"@maya.glow", "@leo.moves", "@kim", "@zoe", "@tom"} {
		w.selected(summer, who, "TBD", "TBD")
	}
	w.selected(summer, "@ben.runs", "TBD", "BEN15")
	w.selected(winter, "@ann", "TBD", "ANN15")
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", "codes from shopify.csv", shopify(
		"MAYA15", "LEOMOVES15", "BEN15", "ANN15", "GLOWUP", "STARDUST", "TOM15::2026-06-05", "ZOE15:2026-06-20:"))
	form.Submit()
	w.dry(form, "*codes from shopify.csv* for *Summer Glow*: 8 rows, read as Shopify's discount export.",
		"4 changed · 1 unchanged · 2 waiting for a person · 1 ignored · 2 warnings", "*@maya.glow*: coupon code `MAYA15`",
		"The shop takes `TOM15` until Fri 5 Jun 2026 only.", "The shop takes `ZOE15` from Sat 20 Jun 2026 on, and they go live on Fri 12 Jun 2026.",
		"@ann has `ANN15` in Winter Warm.", "Whose are these codes?", "[Give out in this order]")
	if form.Value("MAYA15") != "@maya.glow" || form.Value("GLOWUP") != "" {
		t.Error(form.Text())
	}
	if got := form.Options("GLOWUP", ""); fmt.Sprint(got) != "[@kim @leo.moves @maya.glow @tom @zoe]" {
		t.Errorf("offered %s", got)
	}
	form.Choose("GLOWUP", "@maya.glow").Submit()
	if got := form.Error("GLOWUP"); got != "They get MAYA15 already. Each has one code." {
		t.Errorf("one has two codes: %q", got)
	}
	form.Choose("GLOWUP", "@kim").Choose("LEOMOVES15").Submit()
	w.ana.Sees("*codes from shopify.csv* is imported into *Summer Glow*: 2 changed, 2 left out because of a warning, 2 still waiting for a person.")
	for who, code := range map[string]string{"@maya.glow": "MAYA15", "@kim": "GLOWUP", "@leo.moves": "TBD", "@tom": "TBD", "@zoe": "TBD", "@ben.runs": "BEN15"} {
		w.holds(w.rowOf(who, summer), store.Selected, "TBD", code)
	}
}

// Codes go to whoever is next only when somebody presses the button, and only
// with Apply.
func TestCodesAreGivenOutInOrder(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-12"))
	late, soon := w.selected(summer, "@anna", "TBD", "TBD"), w.selected(summer, "@tom", "TBD", "TBD")
	w.change("ana", soon, func(e *store.Edit) { e.GoesLive = "2026-06-05" })
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", "codes.csv", []byte("code\nX1\nX2\nX3\n")).Submit()
	w.dry(form, "3 waiting for a person", "read as a list of coupon codes").Submit()
	if got := form.Error("X1"); got != "Choose whose at least one of the codes is, or close the form." {
		t.Error(got)
	}
	form.Choose("X1", "@anna").Press("Give out in this order")
	form.Shows("1 code was given out in this order.")
	if form.Value("X1") != "@anna" || form.Value("X2") != "@tom" || form.Value("X3") != "" {
		t.Error(form.Text())
	}
	form.Choose("X1").Choose("X2").Press("Give out in this order")
	form.Shows("2 codes were given out in this order.")
	if form.Value("X1") != "@tom" || form.Value("X2") != "@anna" || form.Value("X3") != "" {
		t.Error(form.Text())
	}
	w.holds(late, store.Selected, "TBD", "TBD")
	form.Press("Give out in this order")
	form.Shows("Nobody is left in this campaign whose code is TBD.")
	form.Submit()
	w.ana.Sees("*codes.csv* is imported into *Summer Glow*: 2 changed, 1 still waiting for a person.")
	w.holds(soon, store.Selected, "TBD", "X1")
	w.holds(late, store.Selected, "TBD", "X2")
}

// What waits can be downloaded, completed and imported again.
func TestADownloadedFileIsImportedAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, kim := w.selected(summer, "@maya.glow", "TBD", "TBD"), w.selected(summer, "@kim", "TBD", "TBD")
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", "codes.csv", []byte("code\nMAYA15\nSTAR15\nSA VE\n")).Submit()
	w.dry(form, "1 changed · 1 waiting for a person · 1 error").Press("Download")
	w.ana.Sees("3 rows of an import, with what becomes of each: `import-codes-2026-06-01.csv` is in your direct messages")
	f := w.sent("ana")
	want := "\ufeffRow,Result,Reason,Handle,Name,Platform,Email,State,Affiliate link,Coupon code,Goes live,Note,Start,End\r\n" +
		"2,changed,,maya.glow,,,,,,MAYA15,,,,\r\n" +
		"3,waiting for a person,,,,,,,,STAR15,,,,\r\n" +
		"4,error,Coupon code: A code can't contain a space. Try SAVE,,,,,,,SA VE,,,,\r\n"
	if string(f.Content) != want {
		t.Errorf("the file is\n%s\nwant\n%s", f.Content, want)
	}
	form.CloseAll()
	form = w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", f.Name, []byte(strings.NewReplacer("person,,,", "person,,@kim,", "SA VE", "SAVE15").Replace(want))).Submit()
	w.dry(form, "2 changed · 1 waiting for a person", "*@kim*: coupon code `STAR15`").Submit()
	w.ana.Sees("2 changed, 1 still waiting for a person.")
	w.holds(maya, store.Selected, "TBD", "MAYA15")
	w.holds(kim, store.Selected, "TBD", "STAR15")
}

func TestImportAsksWhichColumnIsWhat(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", "list.csv", []byte("who;what;remarks?\n@maya.glow;MAYA15;nice\n@leo;LEO15;\n")).Submit()
	form.Shows("Which column is what?")
	who, what, remarks := "A · who: @maya.glow, @leo", "B · what: MAYA15, LEO15", "C · remarks?: nice"
	if form.Value(who) != "Handle" || form.Value(what) != "Coupon code" || form.Value(remarks) != "Note" || form.Value("First line") != "It names the columns" {
		t.Error(form.Text())
	}
	lacks(t, form.Text(), "D ·")
	form.Choose(who).Choose(what).Submit()
	if got := form.Error(who); got != "Choose which column names the influencers, as Handle, or has their coupon codes." {
		t.Error(got)
	}
	form.Choose(who, "Handle").Choose(what, "Handle").Submit()
	if got := form.Error(what); got != "Column A is chosen for Handle already." {
		t.Error(got)
	}
	form.Choose(what, "Coupon code").Choose(remarks, "Note").Submit()
	w.dry(form, "2 rows", "2 new", "*@maya.glow*: applied, coupon code `MAYA15`").Submit()
	w.ana.Sees("2 new.")
	if row := w.rowOf("@maya.glow", summer); row.Note != "nice" || row.Code.String() != "MAYA15" {
		t.Errorf("%+v", row.Application)
	}
}

// A paste of one line, or a file without a header, is told by what is in it; of
// one that can't be, only its own columns are asked about.
func TestImportTellsColumnsByWhatIsInThem(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.UniqueOurs, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	for text, want := range map[string]string{
		"maya.glow MAYA20":                            "*@maya.glow*: coupon code `MAYA20`",
		"maya.glow,MAYA20,https://shop.example/maya":  "*@maya.glow*: affiliate link `https://shop.example/maya`, coupon code `MAYA20`",
		"MAYA20\tmaya.glow":                           "*@maya.glow*: coupon code `MAYA20`",
		"https://www.instagram.com/maya.glow,MAYA20":  "*@maya.glow*: coupon code `MAYA20`",
		"MAYA20\nSTAR15":                              "*@maya.glow*: coupon code `MAYA20`",
		"MAYA20,https://shop.example/maya\nSTAR15,":   "*@maya.glow*: affiliate link `https://shop.example/maya`, coupon code `MAYA20`",
		"code,link\nMAYA20,https://shop.example/maya": "*@maya.glow*: affiliate link `https://shop.example/maya`, coupon code `MAYA20`",
	} {
		form := w.importForm(w.ana, "/influencer import summer-glow")
		form.Fill("Paste lines", text).Submit()
		w.dry(form, want, "1 changed").Close()
	}
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "https://shop.example/maya\nhttps://shop.example/leo").Submit()
	form.Shows("Nothing was read. There are links in it, and nothing that says whose they are. Try @maya.glow https://shop.example/maya")
	form.Fill("Paste lines", "Maya Rivers,MAYA20").Submit()
	form.Shows("Which column is what?")
	if names, codes := form.Value("A: Maya Rivers"), form.Value("B: MAYA20"); names != "" || codes != "Coupon code" {
		t.Error(form.Text())
	}
	lacks(t, form.Text(), "C:")
	form.Choose("A: Maya Rivers", "Name").Submit()
	w.dry(form, "*@maya.glow*: coupon code `MAYA20`", "1 changed").Submit()
	w.ana.Sees("1 changed.")
	w.holds(maya, store.Selected, "TBD", "MAYA20")
}
