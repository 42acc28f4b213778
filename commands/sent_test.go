package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

func TestParseSent(t *testing.T) {
	for text, want := range map[string]struct{ people, campaign string }{
		"@maya.glow":                       {"@maya.glow", ""},
		"maya.glow":                        {"@maya.glow", ""},
		"maya.glow summer-glow":            {"@maya.glow", "summer-glow"},
		"@maya.glow @leo @maya.glow":       {"@maya.glow @leo", ""},
		"@maya.glow @leo “Summer Glow”":    {"@maya.glow @leo", "Summer Glow"},
		"＠maya.glow":                       {"@maya.glow", ""},
		"https://instagram.com/maya.glow/": {"@maya.glow", ""},
		"@ma\u200bya\u202e summer":         {"@maya", "summer"},
		" @a\n@b\t@c ":                     {"@a @b @c", ""},
		"":                                 {"", ""},
		"   \u200b ":                       {"", ""},
		"“Summer Glow” ":                   {"", "Summer Glow"},
	} {
		in, err := parseSent(text)
		if err != nil || handleList(in.people) != want.people || in.campaign.text != want.campaign {
			t.Errorf("%q: %s in %q, %v", text, handleList(in.people), in.campaign.text, err)
		}
	}
	for text, problem := range map[string]string{
		`""`:                             "A handle is missing.",
		"maya leo @kim":                  "There is more here than this command takes: @kim.",
		"@maya summer-glow please":       "There is more here than this command takes: please. Try /influencer sent @maya \"summer-glow please\"",
		"@maya Summer Glow":              "Try /influencer sent @maya \"Summer Glow\"",
		"@maya \"Summer":                 "quote without its partner",
		"@":                              "handle",
		"@<!channel>":                    "handle",
		"@maya `rm -rf`":                 "more here",
		strings.Repeat("@x", 5000):       "handle",
		hundredAndOne():                  "more than 100 influencers",
		"@maya '; DROP TABLE x;-- a":     "more here",
		"@maya @le\x00o":                 "handle",
		"maya @leo":                      "The handles come first, and each of several begins with @.",
		"@maya \u202esummer\u202c extra": "more here",
	} {
		if in, err := parseSent(text); err == nil || !strings.Contains(err.Error(), problem) {
			t.Errorf("%q: %+v, %v, want %q", clip(text, 40), in, err, problem)
		}
	}
}

func hundredAndOne() string {
	var all []string
	for n := range 101 {
		all = append(all, fmt.Sprintf("@h%d", n))
	}
	return strings.Join(all, " ")
}

// ours makes links and codes that the team makes.
func ours() func(*store.Terms) { return modes(store.UniqueOurs, store.UniqueOurs) }

// marked marks as sent what a row shares now, by somebody.
func (w *world) marked(by string, r store.Row) store.Row {
	w.t.Helper()
	return w.change(by, r, func(e *store.Edit) { e.Told = new(w.row(r).Told()) })
}

// knows checks what somebody was told last.
func (w *world) knows(r store.Row, link, code string) {
	w.t.Helper()
	if now := w.row(r); now.SentLink.String() != link || now.SentCode.String() != code {
		w.t.Errorf("@%s was told %s and %s, want %s and %s", now.Influencer.Handle, now.SentLink, now.SentCode, link, code)
	}
}

func TestSavedIsNotSentStory(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", ours(), func(t *store.Terms) { t.Fee = "100 EUR" })
	saved := w.says(w.ana, "/influencer select @maya.glow summer code MAYA2O link https://shop.example/maya",
		"Saved. *@maya.glow* is selected", "Not sent yet. Copy this to them, then mark it as sent:", "Your code: MAYA2O", "Your fee: 100 EUR", "[Mark as sent] [Undo]")
	maya := w.rowOf("@maya.glow", c)
	w.says(w.ben, "/influencer show @maya.glow", "selected, ready · not sent", "[Message]")
	saved.Press("Mark as sent")
	done := w.ana.Sees("Marked as sent: *@maya.glow* in Summer Glow was told link `https://shop.example/maya` and code `MAYA2O`.")
	w.reads("card", done.Text(), "selected, ready · sent Mon 1 Jun by @ana", "[Undo]")
	lacks(t, done.Text(), "Mark as sent")
	w.knows(maya, "https://shop.example/maya", "MAYA2O")

	// A second click, and a second delivery, do nothing.
	before := w.writes()
	saved.PressAsSeen("Mark as sent")
	w.ana.Sees("Nothing to do for *@maya.glow* in Summer Glow: marked as sent Mon 1 Jun by @ana.")
	must(t, w.sim.Redeliver())
	if w.writes() != before {
		t.Error("marked twice")
	}

	changed := w.says(w.ana, "/influencer code @maya.glow MAYA20", "Saved.", "changed since sent: they have code `MAYA2O`",
		"Not sent yet: they use an old one.", "Your code is now MAYA20. Please replace MAYA2O everywhere: caption, bio, stories.")
	lacks(t, changed.Text(), "Your fee", "shop.example/maya\nPlease replace")
	w.says(w.ben, "/influencer list unsent", "*changed*: code `MAYA2O` → `MAYA20`")
	done.Press("Undo")
	w.ana.Sees("stays as it is: @ana changed it since")
	changed.Press("Mark as sent")
	w.ana.Sees("was told link `https://shop.example/maya` and code `MAYA20`").Press("Undo")
	w.ana.Sees("Undone for *@maya.glow*")
	w.knows(maya, "https://shop.example/maya", "MAYA2O")
	w.says(w.ben, "/influencer list unsent", "1 unsent.", "[Mark as sent] [Message]")
}

// Who can't be told because the campaign is archived was changed by nobody.
func TestMarkAsSentInAnArchivedCampaign(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.selected(c, "@maya.glow", "TBD", "MAYA15")
	shown := w.says(w.ana, "/influencer list unsent", "1 unsent.")
	w.archived(c)
	shown.Press("Mark as sent")
	w.ana.Sees("Not marked as sent: Summer Glow is archived, and nothing in it changes.")
}

// *Mark as sent* marks what its message showed, and nothing else.
func TestMarkAsSentIsRefusedAfterAChange(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.Shared, store.UniqueOurs))
	maya := w.selected(c, "@maya.glow", "TBD", "MAYA1")
	w.edited(c, func(t *store.Terms) { t.SharedLink, _ = tracking.ParseLink("https://shop.example/all") })
	card := w.says(w.ana, "/influencer show @maya.glow", "not sent")
	card.Press("Message")
	shown := w.ana.Sees("The message to *@maya.glow* in Summer Glow.")
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "MAYA2") })
	before := w.writes()
	shown.Press("Mark as sent")
	again := w.ana.Sees("Not marked as sent: @ben changed *@maya.glow* in Summer Glow since this message was shown.")
	w.reads("the new message", again.Text(), "Your code: MAYA2", "[Mark as sent]")
	w.edited(c, func(t *store.Terms) { t.SharedLink, _ = tracking.ParseLink("https://shop.example/everybody") })
	before++
	again.Press("Mark as sent")
	again = w.ana.Sees("Not marked as sent: @ana changed")
	w.reads("the new message", again.Text(), "Your link: https://shop.example/everybody")
	if w.writes() != before {
		t.Error("something was marked")
	}
	w.change("ben", maya, func(e *store.Edit) { e.Note = "What they share is as it was." })
	again.Press("Mark as sent")
	w.ana.Sees("was told link `https://shop.example/everybody` and code `MAYA2`")
	w.knows(maya, "https://shop.example/everybody", "MAYA2")

	// Who is no longer there, or has a TBD now, is not marked.
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "MAYA3") })
	w.says(w.ana, "/influencer list unsent", "MAYA3").Press("Message")
	shown = w.ana.Sees("Your code is now MAYA3.")
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "TBD") })
	shown.Press("Mark as sent")
	w.ana.Sees("Not marked as sent: @ben changed")
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "MAYA3"); e.State = store.Withdrawn })
	shown.PressAsSeen("Mark as sent")
	w.ana.Sees("withdrawn")
	w.knows(maya, "https://shop.example/everybody", "MAYA2")
}

func TestSentCommand(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", ours())
	winter := w.campaign("Winter Warm", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "https://shop.example/maya", "MAYA1")
	leo := w.selected(summer, "@leo", "https://shop.example/leo", "LEO1")
	tbd := w.selected(summer, "@kim", "https://shop.example/kim", "TBD")
	w.applicant(summer, "@noor")
	w.influencer("@nobody", "")
	shop := w.change("ana", w.selected(winter, "@shopless", "TBD", "TBD"), func(e *store.Edit) { e.Code, e.MadeCode = codeOf(t, "SHOP1"), true })

	for line, says := range map[string]string{
		"@zzz":                          "There is no influencer @zzz",
		"@zzz @yyy @leo":                "There are no influencers @zzz and @yyy, so nothing was done.",
		"@nobody":                       "@nobody is selected in no live campaign, so there is nothing to send to them. Try /influencer select @nobody",
		"@noor summer":                  "@noor is applied in Summer Glow, and must be selected first.",
		"@noor":                         "@noor is selected in no live campaign",
		"@kim":                          "The coupon code of @kim in Summer Glow is TBD, and a TBD can't be sent.",
		"@shopless":                     "The coupon code of @shopless in Winter Warm isn't in the shop yet, so it can't be sent.",
		"@leo winter":                   "@leo is not in Winter Warm. Try /influencer select @leo winter-warm",
		"@leo sumer-glow":               "There is no campaign sumer-glow.",
		"@maya.glow @kim @noor summer":  "Nothing was marked as sent. The coupon code of @kim in Summer Glow is TBD, and a TBD can't be sent. @noor is applied in Summer Glow",
		"@maya.glow @kim @leo summer":   "Try /influencer sent @maya.glow @leo summer-glow",
		"@maya.glow @kim @nobody":       "Try /influencer sent @maya.glow",
		"maya.glow leo":                 "Each of several handles begins with @. Try /influencer sent @maya.glow @leo",
		"maya.glow leo summer":          "Each of several handles begins with @. Try /influencer sent @maya.glow @leo summer-glow",
		"maya.glow leo summer-glow now": "Each of several handles begins with @. Try /influencer sent @maya.glow @leo summer-glow",
		"maya.glow sumer-glow":          "There is no campaign sumer-glow.",
		"@maya.glow @leo winter-warmer": "There is no campaign winter-warmer.",
	} {
		w.refuses(w.ana, "/influencer sent "+line, says)
	}
	w.selected(w.campaign("Spring Shared", modes(store.NotNeeded, store.Shared)), "@zoe", "TBD", "TBD")
	w.refuses(w.ana, "/influencer sent @zoe", "The coupon code that everyone shares in Spring Shared is TBD, and a TBD can't be sent. Try /campaign edit spring-shared")
	w.knows(tbd, "TBD", "TBD")
	w.knows(shop, "TBD", "TBD")

	done := w.says(w.ana, "/influencer sent @maya.glow @leo", "Marked 2 messages as sent.",
		"*@maya.glow* · Summer Glow · link `https://shop.example/maya` and code `MAYA1`", "*@leo* · Summer Glow · link `https://shop.example/leo` and code `LEO1`", "[Undo]")
	first := w.acknowledged()
	w.change("ben", leo, func(e *store.Edit) { e.Code = codeOf(t, "LEO2") })
	must(t, w.sim.Redeliver())
	if again := w.acknowledged(); again != first {
		t.Errorf("first %s\nagain %s", first, again)
	}
	w.knows(leo, "https://shop.example/leo", "LEO1")
	w.says(w.ana, "/influencer sent maya.glow summer", "Nothing to do for *@maya.glow* in Summer Glow: marked as sent Mon 1 Jun by @ana.")
	w.says(w.ana, "/influencer sent @maya.glow @leo summer", "Marked as sent: *@leo* in Summer Glow was told", "Nothing to do for *@maya.glow*")
	done.Press("Undo")
	w.ana.Sees("Undone for *@maya.glow*")
	w.knows(maya, "TBD", "TBD")
	w.knows(leo, "https://shop.example/leo", "LEO2")
	w.refuses(w.gus, "/influencer sent @maya.glow", "guests")
	w.archived(summer)
	w.refuses(w.ana, "/influencer sent @leo summer", "Summer Glow is archived.")
	w.refuses(w.ana, "/influencer sent @leo", "selected in no live campaign")
}

// Several at once who are in several campaigns: the person is asked, unless only
// one campaign can be meant.
func TestSentAsksWhichCampaign(t *testing.T) {
	t.Parallel()
	w := start(t)
	code := modes(store.NotNeeded, store.UniqueOurs)
	summer, winter, autumn := w.campaign("Summer Glow", code), w.campaign("Winter Warm", code), w.campaign("Autumn Denim", code)
	mayaInSummer, mayaInWinter := w.selected(summer, "@maya", "TBD", "MAYA1"), w.selected(winter, "@maya", "TBD", "MAYA2")
	w.selected(summer, "@leo", "TBD", "LEO1")
	w.selected(winter, "@leo", "TBD", "LEO2")
	w.selected(autumn, "@kim", "TBD", "KIM1")

	before := w.writes()
	asked := w.says(w.ana, "/influencer sent @maya @leo", "@maya and @leo are selected in 2 campaigns.", "[Summer Glow: 2 influencers]", "[Winter Warm: 2 influencers]")
	one := w.says(w.ben, "/influencer sent @maya", "*@maya* must be told something in 2 campaigns.", "[Summer Glow: MAYA1]", "[Winter Warm: MAYA2]")
	w.refuses(w.ana, "/influencer sent @maya @kim", "Say in which campaign. @maya is in Summer Glow and Winter Warm. Try /influencer sent @maya @kim summer-glow")
	if w.writes() != before {
		t.Error("a question stores something")
	}
	w.change("ben", mayaInSummer, func(e *store.Edit) { e.Code = codeOf(t, "MAYA3") })
	asked.Press("Summer Glow: 2 influencers")
	left := w.ana.Sees("Marked as sent: *@leo* in Summer Glow was told code `LEO1`. Left out, because somebody changed them since this was shown: *@maya*.")
	w.reads("what is left", left.Text(), "code `MAYA3`", "[What is unsent]")
	w.knows(mayaInSummer, "TBD", "TBD")
	one.Press("Winter Warm: MAYA2")
	w.ben.Sees("was told code `MAYA2`")
	w.knows(mayaInWinter, "TBD", "MAYA2")
	// In Winter Warm she knows already, so it can only be Summer Glow.
	w.says(w.ana, "/influencer sent @maya", "Marked as sent: *@maya* in Summer Glow was told code `MAYA3`.")
	// And now everywhere: nothing is left to mark.
	w.says(w.ana, "/influencer sent @leo", "in Winter Warm was told code `LEO2`")
}

// What came from the influencer counts as sent, and how they get it is offered to
// copy, which can't be marked.
func TestWaitsForTheInfluencer(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.UniqueProgram, store.NotNeeded), func(t *store.Terms) { t.HowTo = "Join https://program.example/acme" })
	maya := w.selected(c, "@maya", "TBD", "TBD")
	w.says(w.ana, "/influencer show @maya", "[Message]").Press("Message")
	how := w.ana.Sees("The message to *@maya* in Summer Glow.")
	w.reads("how", how.Text(), "This is how they get it", "Join https://program.example/acme")
	lacks(t, how.Text(), "Mark as sent")
	w.refuses(w.ana, "/influencer sent @maya", "The affiliate link of @maya in Summer Glow is TBD, and a TBD can't be sent.")
	saved := w.says(w.ana, "/influencer link @maya https://go.program.example/maya", "known to them: it came from them")
	lacks(t, saved.Text(), "Mark as sent")
	w.says(w.ana, "/influencer list unsent", "Nothing is unsent.")
	w.says(w.ana, "/influencer sent @maya", "Nothing to do for *@maya* in Summer Glow: what they share came from them.")
	w.says(w.ana, "/influencer link @maya https://go.program.example/maya-2", "Not sent yet: they use an old one.",
		"Your link is now:\nhttps://go.program.example/maya-2\nPlease replace the old one everywhere: caption, bio, stories. The old one was:\nhttps://go.program.example/maya").Press("Mark as sent")
	w.ana.Sees("Marked as sent: *@maya*")
	w.knows(maya, "https://go.program.example/maya-2", "TBD")
}

// Who knows one of both, and waits for the other, was told all there is.
func TestSentWhileTheOtherIsTBD(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.UniqueOurs, store.UniqueProgram))
	maya := w.selected(c, "@maya", "TBD", "TBD")
	w.refuses(w.ana, "/influencer sent @maya summer-glow", "The affiliate link of @maya in Summer Glow is TBD, and a TBD can't be sent.")
	w.says(w.ana, "/influencer code @maya MAYA15", "Coupon code: `MAYA15`")
	before := w.writes()
	w.says(w.ana, "/influencer sent @maya summer-glow",
		"Nothing to do for *@maya* in Summer Glow: what they share came from them, and their affiliate link is TBD.")
	if w.writes() != before {
		t.Error("what came from them is marked")
	}
	w.says(w.ana, "/influencer link @maya https://shop.example/maya", "Not sent yet")
	w.says(w.ana, "/influencer sent @maya", "Marked as sent: *@maya* in Summer Glow was told link `https://shop.example/maya` and code `MAYA15`.")
	w.knows(maya, "https://shop.example/maya", "MAYA15")
}

// Only editors mark, everybody may look.
func TestWhoMayMarkAsSent(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	c := w.campaign("Summer Glow", ours())
	maya := w.selected(c, "@maya", "https://shop.example/maya", "MAYA1")
	w.refuses(w.ben, "/influencer sent @maya", "only editors can change it")
	list := w.says(w.ben, "/influencer list unsent", "[Mark as sent]")
	before := w.writes()
	list.Press("Mark as sent")
	w.ben.Sees("only editors can change it")
	list.Press("Message")
	w.ben.Sees("The message to *@maya*").Press("Mark as sent")
	w.ben.Sees("only editors can change it")
	if w.writes() != before {
		t.Error("something was marked")
	}
	w.knows(maya, "TBD", "TBD")
}

// However many are marked at once, the database is asked as often.
func TestManyAreMarkedAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	app, counted := w.counting()
	c := w.campaign("Winter Tea", modes(store.NotNeeded, store.Shared), func(t *store.Terms) { t.SharedCode, _ = tracking.ParseCode("TEA10") })
	run := func(prefix string, n int, campaign string) int64 {
		t.Helper()
		handles := make([]string, n)
		for i := range handles {
			handles[i] = fmt.Sprintf("@%s%02d", prefix, i)
			w.selected(c, handles[i], "TBD", "TBD")
		}
		return counted.during(func() {
			r := w.request("")
			r.Kind, r.Text = bot.KindCommand, strings.Join(handles, " ")+campaign
			if _, err := app.runSent(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		})
	}
	for _, campaign := range []string{"", " winter-tea"} {
		if few, many := run("few"+fold(campaign), 4, campaign), run("many"+fold(campaign), 60, campaign); few == 0 || many != few {
			t.Errorf("%q: %d statements for 4, %d for 60", campaign, few, many)
		}
	}
}

// A campaign's own message is checked when it is saved, and shown from then on.
func TestOwnMessageStory(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.selected(c, "@maya", "TBD", "MAYA1")
	w.ana.Types("/campaign edit summer")
	form := w.ana.Form()
	for typed, says := range map[string]string{
		"Hi {NICK}, {CODE}":                  "There is no placeholder “{NICK}”.",
		"Hi {FIRST":                          "There is a { without its }",
		"Hi {FIRST}":                         "Influencers need their coupon code, and this message doesn't show it. Put {CODE} where it belongs.",
		strings.Repeat("x", 2001) + "{CODE}": "It can have 2000 at most.",
	} {
		form.Fill("Message to influencers", typed).Submit()
		if got := form.Error("Message to influencers"); !strings.Contains(got, says) {
			t.Errorf("%q: %q", clip(typed, 40), got)
		}
	}
	form.Fill("Message to influencers", "<!channel> ```{HANDLE}```\n{LINK}\n\u202e{CODE}").Submit()
	form.Closed()
	saved := w.ana.Sees("Saved Summer Glow. Changed: the message to influencers.")
	w.reads("how it looks", saved.Text(), "The message to influencers looks like this:\n<!channel> ```@maya.glow```\n\u202eMAYA15\n")
	w.says(w.ana, "/influencer list unsent", "@maya").Press("Message")
	shown := w.ana.Sees("The message to *@maya*")
	w.reads("own message", shown.Text(), "<!channel> ```@maya```\n\u202eMAYA1\n[Mark as sent]")
	w.ana.Types("/campaign edit summer")
	form = w.ana.Form()
	form.Choose("Affiliate link", "Unique, we make it").Submit()
	form.Closed()
	w.ana.Types("/campaign edit summer")
	form = w.ana.Form()
	form.Fill("Message to influencers", "").Submit()
	form.Closed()
	w.ana.Sees("Changed: the message to influencers.")
}
