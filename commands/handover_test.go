package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

func TestParseHandover(t *testing.T) {
	for text, want := range map[string]handoverArgs{
		"":                                  {},
		"@ben":                              {colleague: word{text: "@ben"}},
		"@ben all":                          {colleague: word{text: "@ben"}},
		"@ben ALL until Friday":             {colleague: word{text: "@ben"}, until: "Friday"},
		"@ben summer-glow until 1 Dec":      {colleague: word{text: "@ben"}, campaign: "summer-glow", until: "1 Dec"},
		"@ben Summer Glow until 2026-12-01": {colleague: word{text: "@ben"}, campaign: "Summer Glow", until: "2026-12-01"},
		`@ben "Summer until" UNTIL today`:   {colleague: word{text: "@ben"}, campaign: "Summer until", until: "today"},
		`"Ben Example" until tomorrow`:      {colleague: word{text: "Ben Example", quoted: true}, until: "tomorrow"},
		"<@U1> summer":                      {colleague: word{text: "<@U1>"}, campaign: "summer"},
		"@ben\nsummer-glow\nuntil\n1 Dec":   {colleague: word{text: "@ben"}, campaign: "summer-glow", until: "1 Dec"},
	} {
		got, err := parseHandover(text)
		if err != nil || got != want {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"until Friday": "Name the colleague first.", "all": "Name the colleague first.", "@": "Name the colleague.",
		"@ben until": "A day is missing", "@ben summer until ": "A day is missing", `@ben "summer`: "quote without its partner", `"" x`: "Name the colleague first.",
	} {
		if _, err := parseHandover(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// away makes a workspace with more kinds of people.
func away(t *testing.T) *world {
	w := start(t)
	for _, u := range []slacksim.User{
		{Name: "cleo", RealName: "Cleo Example"},
		{Name: "kim.a", RealName: "Kim Adams"},
		{Name: "kim.b", RealName: "Kim Brown"},
		{Name: "gone", RealName: "Gone Example", Deleted: true},
		{Name: "robo", RealName: "Robo", Bot: true},
	} {
		u.TZ = "Europe/Berlin"
		w.sim.AddUser(u)
	}
	return w
}

func TestHandoverTable(t *testing.T) {
	t.Parallel()
	w := away(t)
	w.campaign("Summer Glow")
	w.campaign("Winter Warm", ownedBy(w.userID("ben")))
	w.archived(w.campaign("Old Times"))
	for text, want := range map[string]string{
		"@ana":                          "You can't hand over to yourself.",
		"@gus":                          "@gus is a guest, and can do nothing in Codekeeper.",
		"@olga":                         "@olga is of another organisation",
		"@robo":                         "@robo is an app",
		"@codekeeper":                   "@codekeeper is an app",
		"@gone":                         "@gone left this workspace",
		"@nobody":                       "Nobody in this workspace is called nobody.",
		"@kim summer-glow":              "kim could be @kim.a or @kim.b. Try /campaign handover @kim.a summer-glow",
		"@kim until Friday":             "Try /campaign handover @kim.a all until 2026-06-05",
		"<@U0NOBODY>":                   "is of another organisation",
		"<!channel>":                    "Nobody in this workspace is called <!channel>.",
		"@ben winter-warm":              "You are not an owner of Winter Warm, so there is nothing to hand over.",
		"@ben old-times":                "Old Times is archived.",
		"@ben sumer":                    "There is no campaign sumer. There are summer-glow and winter-warm. Try /campaign handover @ben summer-glow",
		"@ben Friday":                   "Write until before a day. Try /campaign handover @ben all until Friday",
		"@ben until yesterday":          "Can't read yesterday as a day. Try /campaign handover @ben all until 8 Jun",
		"@ben summer-glow until 31 May": "31 May is over: it was Sun 31 May 2026. Try /campaign handover @ben summer-glow until 8 Jun. Write a day like 2026-06-08, 8 Jun or Monday.",
		"@ben until 31 Feb":             "There is no day 31 Feb.",
		"@ben until 1/6":                "could be two days",
		"@ben until 2999-01-01":         "more than two years ahead",
		"@ben until " + strings.Repeat("x", 5000): "Can't read",
	} {
		before := w.count(`SELECT count(*) FROM handovers`)
		w.says(w.ana, "/campaign handover "+text, want)
		if w.count(`SELECT count(*) FROM handovers`) != before {
			t.Errorf("%s was stored", text)
		}
	}
	w.sim.AddUser(slacksim.User{Name: "mia", TZ: "Europe/Berlin"})
	w.says(w.sim.As(t, "ben").In("#influencers"), "/campaign handover @ana summer-glow", "You are not an owner of Summer Glow")
	if n := w.count(`SELECT count(*) FROM handovers`); n != 0 {
		t.Errorf("%d handovers", n)
	}
	if wrong := w.sim.Refusals(); len(wrong) == 1 && wrong[0].Method == "users.info" {
		w.expectRefusals() // of somebody who isn't there
	}
}

// A colleague takes over and has never used it.
func TestAColleagueTakesOver(t *testing.T) {
	t.Parallel()
	w := away(t)
	summer := w.campaign("Summer Glow", launching("2026-06-04"))
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.selected(summer, "@leo", "https://shop.example/leo", "LEO15")
	w.selected(w.campaign("Winter Warm", ownedBy(w.userID("cleo"))), "@zoe", "TBD", "TBD")
	dm := w.sim.As(t, "ben").In("@codekeeper")

	// On Monday Ana goes on holiday until Wednesday.
	answer := w.says(w.ana, "/campaign handover @ben summer-glow until Wednesday", "@ben covers *Summer Glow* for you until Wed 3 Jun, that day included.",
		"They are told by a direct message.", "[Take back]")
	told := dm.Sees("handed over to you")
	w.reads("the message", told.Text(), "you cover *Summer Glow* until Wed 3 Jun", "ends by itself after Wed 3 Jun", "Open now", "Summer Glow, launches Thu: 1 TBD",
		"@maya.glow", "@leo", "*not sent*", "*TBD* is one that is not known yet", "Three buttons", "[What waits for me]", "[Update link or code]", "[Help]")
	lacks(t, told.Text(), "Winter", "@zoe")
	must(t, w.sim.Redeliver())
	if n := w.count(`SELECT count(*) FROM handovers`); n != 1 {
		t.Errorf("%d handovers", n)
	}

	// Ben has never used it: each of the three buttons is enough.
	told.Press("What waits for me")
	mine := dm.Answer()
	w.reads("mine", mine.Text(), "1 TBD", "@maya.glow")
	lacks(t, mine.Text(), "@zoe")
	mine.Press("Update")
	dm.Form().Fill("Affiliate link", "https://shop.example/maya").Submit()
	told.Press("Update link or code")
	form := dm.Form()
	form.Choose("Influencer", "@maya.glow · Summer Glow").Submit()
	dm.Form().Fill("Coupon code", "MAYA15").Submit()
	told.Press("Help")
	dm.Sees("/influencer tbd")
	w.holds(maya, store.Selected, "https://shop.example/maya", "MAYA15")
	w.reads("home", w.ben.OpensHome().Text(), "Summer Glow", "@ben covers for @ana until Wed 3 Jun", "@leo")
	w.says(w.ben, "/influencer tbd mine", "Nothing is TBD in your campaigns.")

	// The card says so to everybody, and Ana still sees her own.
	w.says(w.ana, "/campaign show summer-glow", "Owners: @ana", "@ben covers for @ana until Wed 3 Jun", "[Take back]", "[Hand over]")
	w.selected(summer, "@kai", "TBD", "TBD")
	w.says(w.ana, "/influencer tbd mine", "@kai")

	// Tuesday's and Wednesday's digest mention Ben; Thursday's Ana again.
	for day, want := range []string{"@ben", "@ben", "@ana"} {
		w.sim.Clock().Advance(24 * time.Hour)
		_, err := w.app.Sweep(t.Context())
		must(t, err)
		digest := w.ana.Sees(fmt.Sprintf("Daily digest* · %s", monday.AddDate(0, 0, day+1).Format("Mon 2 Jan")))
		w.reads("digest", digest.Text(), want)
		lacks(t, digest.Text(), map[string]string{"@ben": "@ana", "@ana": "@ben"}[want])
	}
	lacks(t, w.says(w.ana, "/campaign show summer-glow").Text(), "covers for")
	w.says(w.ben, "/influencer tbd mine", "You are not an owner of a live campaign and cover none")
	answer.Press("Take back") // over, but not ended
	w.ana.Sees("Taken back: @ana is asked for *Summer Glow* again")
}

func TestHandoverIsTakenBack(t *testing.T) {
	t.Parallel()
	w := away(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.campaign("Autumn")
	dm := w.sim.As(t, "ben").In("@codekeeper")
	w.says(w.ana, "/campaign handover @ben", "@ben covers all your campaigns for you.")
	w.reads("all", dm.Sees("handed over to you").Text(), "you cover *Autumn* and *Summer Glow*.", "until one of you takes it back")
	w.says(w.ana, "/campaign handover @BEN all", "Nothing to do. @ben covers all your campaigns")
	w.says(w.ana, "/campaign handover @cleo all until tomorrow", "@cleo covers all your campaigns for you until Tue 2 Jun", "@ben no longer does.")
	w.says(w.sim.As(t, "cleo").In("@codekeeper"), "/campaign handover @ana", "@ana is away too: what they are asked for in Autumn comes back to you.")

	card := w.says(w.ben, "/campaign show summer-glow", "@cleo covers for @ana until Tue 2 Jun")
	card.Press("Take back")
	w.ben.Sees("Taken back: @ana is asked for all campaigns of @ana again, and @cleo no longer covers it.")
	w.sim.As(t, "cleo").In("@codekeeper").Sees("@ben ended a handover")
	w.sim.As(t, "ana").In("@codekeeper").Sees("@ben ended a handover")
	card.PressAsSeen("Take back")
	w.ben.Sees("Nothing to do: @cleo no longer covered")
	w.says(w.ana, "/influencer tbd mine", "@maya.glow")
}

func TestHandoverForm(t *testing.T) {
	t.Parallel()
	w := away(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.campaign("Winter Warm", ownedBy(w.userID("cleo")))
	w.says(w.ana, "/campaign show summer-glow").Press("Hand over")
	form := w.ana.Form()
	if form.Title() != "Hand over" || form.Value("Campaign") != "Summer Glow" {
		t.Errorf("%s %s", form.Title(), form.Value("Campaign"))
	}
	if got := strings.Join(form.Options("Campaign", ""), ", "); got != "All my campaigns, Summer Glow" {
		t.Errorf("offered %s", got)
	}
	for _, wrong := range []struct{ who, until, field, want string }{
		{"ana", "", "Colleague", "You can't hand over to yourself."},
		{"gus", "", "Colleague", "@gus is a guest"},
		{"olga", "", "Colleague", "of another organisation"},
		{"gone", "", "Colleague", "left this workspace"},
		{"robo", "", "Colleague", "is an app"},
		{"ben", "2026-05-31", "Until", "Sun 31 May 2026 is over."},
		{"ben", "2029-05-31", "Until", "more than two years ahead"},
	} {
		form.Choose("Colleague", wrong.who).Fill("Until", wrong.until).Submit()
		w.reads(wrong.who, form.Error(wrong.field), wrong.want)
	}
	form.Choose("Colleague", "ben").Fill("Until", "2026-06-12").Submit()
	w.ana.Sees("@ben covers *Summer Glow* for you until Fri 12 Jun")
	w.sim.As(t, "ben").In("@codekeeper").Sees("handed over to you")

	// The form alone shows what stands, and takes it back.
	w.ana.Types("/campaign handover")
	form = w.ana.Form()
	w.reads("form", form.Text(), "*Summer Glow*: @ben covers for @ana until Fri 12 Jun", "All my campaigns")
	form.Press("Take back")
	w.ana.Form().Shows("Taken back: @ana is asked for *Summer Glow* again").CloseAll()

	// Who has nothing to hand over is told, and from Home as well.
	w.says(w.ben, "/campaign handover", "You are not an owner of a live campaign")
	w.ben.OpensHome().Press("Hand over")
	w.reads("home", w.ben.Form().Text(), "You are not an owner of a live campaign")
	w.ben.Form().CloseAll()

	// Where Slack doesn't answer, the form asks.
	w.sim.FailWith("users.list", "internal_error", 9)
	w.ana.Types("/campaign handover @ben until 5 June")
	form = w.ana.Form()
	w.reads("form", form.Text(), "Slack could not look up @ben in time.")
	if form.Value("Until") != "2026-06-05" {
		t.Errorf("until %s", form.Value("Until"))
	}
	form.Choose("Colleague", "ben").Submit()
	w.ana.Sees("@ben covers all your campaigns for you until Fri 5 Jun")
	w.expectRefusals()
}

// A colleague who was not told, because the program ended, is told by a sweep.
func TestTheColleagueIsToldLater(t *testing.T) {
	t.Parallel()
	w := away(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	act := w.act()
	_, err := w.store.Handover(t.Context(), act, w.userID("ben"), 0, "")
	must(t, err)
	channel, err := w.app.slack.DirectChannel(t.Context(), w.userID("ben"))
	must(t, err)
	_, err = w.app.Sweep(t.Context())
	must(t, err)
	if n := len(w.sim.Messages(channel)); n != 0 {
		t.Errorf("told %d times at once", n)
	}
	w.sim.Clock().Advance(2 * time.Minute)
	for range 2 {
		_, err = w.app.Sweep(t.Context())
		must(t, err)
	}
	if told := w.sim.Messages(channel); len(told) != 1 || !strings.Contains(told[0].Text(), "handed over to you") {
		t.Errorf("told %d times", len(told))
	}
}

func TestHandoverByMention(t *testing.T) {
	t.Parallel()
	w := away(t)
	w.campaign("Summer Glow")
	ben := w.userID("ben")
	for _, text := range []string{"<@" + ben + "|ben>", "<@" + ben + ">", `"Ben Example"`, "BEN", "＠ben"} {
		w.says(w.ana, "/campaign handover "+text+" summer-glow", "@ben covers *Summer Glow*")
	}
	if _, err := w.app.colleague(t.Context(), &bot.Request{Mentions: bot.Mentions{"o'neil": ben}}, word{text: "@O'Neil"}, ""); err != nil {
		t.Error(err)
	}
}
