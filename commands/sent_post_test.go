package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// notices are the messages in a channel that everybody there sees.
func (w *world) notices(channel string) []slacksim.Message {
	w.t.Helper()
	var found []slacksim.Message
	for _, m := range w.sim.Messages(w.channelID(channel)) {
		if m.Only == "" && m.User == w.sim.BotUserID() {
			found = append(found, m)
		}
	}
	return found
}

// A change to what was already sent is posted where the digest goes, once, and
// anybody there can mark it as sent.
func TestChangeToWhatWasSentIsPosted(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.marked("ben", w.selected(summer, "@maya", "TBD", "MAYA2O"))
	general := w.ana.In("#general")
	w.says(general, "/influencer code @maya MAYA20", "Saved.")
	post := w.ben.Sees("@ana changed what *@maya* was told for *Summer Glow*: code `MAYA2O` → `MAYA20`.")
	w.reads("post", post.Text(), "Your code is now MAYA20. Please replace MAYA2O everywhere: caption, bio, stories.", "[Mark as sent]")
	must(t, w.sim.Redeliver())
	w.says(general, "/influencer show @maya", "changed since sent")
	if n := len(w.notices("influencers")); n != 1 {
		t.Errorf("%d posts", n)
	}
	// Changed again: the first post's button is refused, and shows the new message.
	w.says(general, "/influencer code @maya MAYA25", "Saved.")
	second := w.ben.Sees("code `MAYA20` → `MAYA25` (they have `MAYA2O`).")
	before := w.writes()
	post.Press("Mark as sent")
	w.reads("refused", w.ben.Sees("Not marked as sent: @ana changed *@maya*").Text(), "Your code is now MAYA25. Please replace MAYA2O")
	if w.writes() != before {
		t.Error("something was marked")
	}
	second.Press("Mark as sent")
	w.ben.Sees("Marked as sent: *@maya* in Summer Glow was told code `MAYA25`.")
	w.ana.Sees("*Sent* Mon 1 Jun by @ben: *@maya* knows code `MAYA25`.")
	w.knows(maya, "TBD", "MAYA25")
	if text := second.By(w.ana).Text(); strings.Contains(text, "[Mark as sent]") || !strings.Contains(text, "code `MAYA20` → `MAYA25`") {
		t.Errorf("the post is now\n%s", text)
	}
	// Back to what they have: that is said, too, or somebody tells them the wrong one.
	w.says(general, "/influencer code @maya MAYA30", "Saved.")
	w.ben.Sees("code `MAYA25` → `MAYA30`.")
	w.says(general, "/influencer code @maya MAYA25", "Saved.", "sent Mon 1 Jun by @ben")
	w.reads("right again", w.ben.Sees("again, which they have").Text(), "code `MAYA30` → `MAYA25` again, which they have. There is nothing to send.")
}

// What nobody was told yet is not posted.
func TestWhatWasNotSentIsNotPosted(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.UniqueProgram, store.UniqueOurs))
	w.selected(summer, "@maya", "TBD", "MAYA1")
	leo := w.marked("ben", w.selected(summer, "@leo", "https://shop.example/leo", "LEO1"))
	w.says(w.ana, "/influencer code @maya MAYA2", "Saved.")
	w.says(w.ana, "/influencer link @maya https://shop.example/maya", "Saved.") // from them: they know
	w.ana.Types("/influencer edit @leo")
	w.ana.Form().Fill("Note", "A note").Submit()
	w.ana.Sees("Saved for *@leo*")
	w.says(w.ana, "/influencer decline @maya summer-glow moved abroad", "withdrawn")
	w.knows(leo, "https://shop.example/leo", "LEO1")
	must(t, w.app.postNotices(t.Context(), "never-heard-of"))
	if all := w.notices("influencers"); len(all) != 0 {
		t.Errorf("posted: %s", all[0].Text())
	}
}

// By the form, by Undo and by the campaign it is posted as by the command, once
// each.
func TestEveryWayIsPosted(t *testing.T) {
	t.Parallel()
	w := start(t)
	tea := w.campaign("Winter Tea", modes(store.UniqueOurs, store.Shared), func(t *store.Terms) { t.SharedCode, _ = tracking.ParseCode("TEA10") })
	maya := w.marked("ben", w.selected(tea, "@maya", "https://shop.example/maya", "TBD"))
	w.marked("ben", w.selected(tea, "@leo", "https://shop.example/leo", "TBD"))
	w.selected(tea, "@new", "https://shop.example/new", "TBD")

	w.ana.Types("/influencer edit @maya")
	form := w.ana.Form()
	form.Fill("Affiliate link", "https://shop.example/maya-2").Submit()
	saved := w.ana.Sees("Saved for *@maya*")
	w.ben.Sees("link `https://shop.example/maya` → `https://shop.example/maya-2`.")
	saved.Press("Undo")
	w.ana.Sees("Undone for *@maya*")
	w.ben.Sees("link `https://shop.example/maya-2` → `https://shop.example/maya` again, which they have. There is nothing to send.")

	w.ana.Types("/campaign edit winter")
	w.ana.Form().Fill("Shared code", "TEA15").Submit()
	saved = w.ana.Sees("Saved Winter Tea.")
	w.reads("saved", saved.Text(), "3 influencers don't know yet what they share. Their messages are in *What is unsent*.", "[What is unsent] [Mark all as sent] [Undo]")
	post := w.ben.Sees("@ana changed what everyone shares in *Winter Tea*: code `TEA10` → `TEA15`. 2 influencers were told something else: *@leo* and *@maya*.")
	post.Press("What is unsent")
	w.ben.Sees("3 unsent in Winter Tea.").Press("Mark all as sent")
	w.ben.Sees("Marked 3 messages as sent.")
	w.knows(maya, "https://shop.example/maya", "TEA15")
	saved.Press("Mark all as sent")
	w.ana.Sees("3 were marked before")
	if n := len(w.notices("influencers")); n != 3 {
		t.Errorf("%d posts", n)
	}
	saved.Press("Undo")
	w.ana.Sees("Undone in Winter Tea")
	w.ben.Sees("code `TEA15` → `TEA10`")
}

// A code that was sent and is TBD again is in use still, until the new one is
// there: that is posted, and stands in the digest, with nothing to mark as sent.
func TestSentCodeThatIsTBDAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-03"))
	maya := w.marked("ben", w.selected(summer, "@maya", "TBD", "MAYA20"))
	w.selected(summer, "@leo", "TBD", "TBD")
	general := w.ana.In("#general")
	answer := w.says(general, "/influencer code @maya TBD", "Saved.", "selected, code TBD · they still use code `MAYA20`")
	lacks(t, answer.Text(), "[Mark as sent]")
	post := w.ben.Sees("@ana changed what *@maya* was told for *Summer Glow*: code `MAYA20` → TBD. The one they have is still in use: replace it as soon as the new one is there.")
	lacks(t, post.Text(), "[Mark as sent]", "Copy this")
	w.refuses(general, "/influencer sent @maya", "a TBD can't be sent")
	w.says(general, "/influencer tbd", "*@maya* · Summer Glow · *code TBD* since today, waits for us · they still use code `MAYA20`")
	w.says(general, "/influencer list unsent", "Nothing is unsent")

	w.sweeps(1)
	digest := w.ben.Sees("Daily digest")
	w.reads("digest", digest.Text(), "*Using an old link or code*", "1 uses an old one* @ana",
		"*@maya* · *old* code `MAYA20`, now TBD since today [Update]", "2 TBD, 2 wait for us")
	digest.Row("now TBD").Press("Update")
	w.ben.Form().Fill("Coupon code", "MAYA25").Submit()
	w.ben.Sees("Saved for *@maya*")
	second := w.ben.Sees("@ben changed what *@maya* was told for *Summer Glow*: code TBD → `MAYA25` (they have `MAYA20`).")
	w.reads("digest", w.until("now `MAYA25`"), "*@maya* · *old* code `MAYA20`, now `MAYA25` since today [Message]", "~*@maya* · Summer Glow · *code TBD*")
	second.Press("Mark as sent")
	w.ben.Sees("Marked as sent: *@maya*")
	w.knows(maya, "TBD", "MAYA25")
	w.until("~*@maya* · Summer Glow · *old* code `MAYA20`, now `MAYA25` since today · goes live Wed 3 Jun~ · done by @ben")

	// From the day they go live it says so; and back to the one they have is said, too.
	w.sim.Clock().Advance(2 * 24 * time.Hour)
	w.says(general, "/influencer code @maya TBD", "They go live today: the old one may be in published posts.")
	post = w.ben.Sees("They go live today: the old one may be in published posts.")
	post.Press("Update")
	w.ben.Form().Fill("Coupon code", "MAYA25").Submit()
	w.ben.Sees("Saved for *@maya*")
	w.ben.Sees("code TBD → `MAYA25` again, which they have. There is nothing to send.")
}

// What everyone shares and is TBD again is in use still by who was told it.
func TestSharedCodeThatIsTBDAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	tea := w.campaign("Winter Tea", modes(store.NotNeeded, store.Shared), func(t *store.Terms) { t.SharedCode = codeOf(w.t, "TEA10") })
	w.marked("ben", w.selected(tea, "@maya", "TBD", "TBD"))
	w.marked("ben", w.selected(tea, "@leo", "TBD", "TBD"))
	w.selected(tea, "@new", "TBD", "TBD")
	w.ana.Types("/campaign edit winter")
	w.ana.Form().Fill("Shared code", "TBD").Submit()
	post := w.ben.Sees("@ana changed what everyone shares in *Winter Tea*: code `TEA10` → TBD. 2 influencers were told one that is TBD now: *@maya* and *@leo*.")
	w.reads("post", post.Text(), "The one they have is still in use: replace it as soon as the new one is there.", "[What is TBD]")
	lacks(t, post.Text(), "[What is unsent]")
	post.Press("What is TBD")
	w.reads("tbd", w.ben.Answer().Text(), "*Everyone* (3 influencers)")
	w.sweeps(1)
	w.reads("digest", w.inChannel("influencers", 1), "2 use an old one", "*@leo* · *old* code `TEA10`, now TBD", "*@maya* · *old* code `TEA10`, now TBD", "*Everyone* (3 influencers)")
}

// Ten or more whose codes are TBD again are one row, which leads to what is TBD;
// who is snoozed is left out.
func TestManySentCodesThatAreTBDAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-20"))
	var edits []store.Edit
	for n := range 11 {
		row := w.marked("ben", w.selected(summer, fmt.Sprintf("@h%02d", n), "TBD", fmt.Sprintf("OLD%02d", n)))
		edit := store.EditOf(row.Application)
		edit.Code = codeOf(t, "TBD")
		if n == 0 {
			edit.SnoozedUntil = "2026-06-10"
		}
		edits = append(edits, edit)
	}
	act := w.act()
	_, err := w.store.Change(t.Context(), act, edits...)
	must(t, err)
	w.app.afterChange(t.Context(), act.Request)
	w.reads("post", w.ben.Sees("@ana changed what 11 influencers were told").Text(), "Of 11 it is TBD now. The one they have is still in use", "[What is TBD]")
	w.sweeps(1)
	digest := w.ben.Sees("Daily digest")
	w.reads("digest", digest.Text(), "*10 influencers* · *old* code, now TBD since today [See all]", "1 snoozed")
	digest.Row("now TBD").Press("See all")
	w.reads("all", w.ben.Answer().Text(), "*@h01*", "they still use code `OLD01`")
}

// Many of one request are one post.
func TestManyChangedAreOnePost(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	var edits []store.Edit
	for _, handle := range []string{"@a", "@b", "@c", "@d"} {
		row := w.marked("ben", w.selected(summer, handle, "TBD", "OLD"+strings.ToUpper(handle[1:])))
		edit := store.EditOf(row.Application)
		edit.Code = codeOf(t, "NEW"+strings.ToUpper(handle[1:]))
		edits = append(edits, edit)
	}
	act := w.act()
	_, err := w.store.Change(t.Context(), act, edits...)
	must(t, err)
	for range 2 {
		must(t, w.app.postNotices(t.Context(), act.Request))
	}
	if n := len(w.notices("influencers")); n != 1 {
		t.Errorf("%d posts", n)
	}
	w.ben.Sees("@ana changed what 4 influencers were told for *Summer Glow*: *@a*, *@b*, *@c* and *@d*.").Press("What is unsent")
	w.ben.Sees("4 unsent in Summer Glow.")
}

// Where the channel can't be written to, or others would read it, the owners get
// it directly; where nothing can be posted it is logged once, and may be tried
// again.
func TestPostGoesToTheOwners(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		channel func(w *world) string
		says    string
	}{
		"shared with others": {func(w *world) string { return w.channelID("shared") }, "is shared with another organisation, which would see links and codes. Choose another channel: `/campaign edit summer-glow`"},
		"no channel":         {func(*world) string { return "" }, "changed what *@maya* was told"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), ownedBy(w.userID("ana")), func(t *store.Terms) { t.ChannelID = tt.channel(w) })
			maya := w.marked("ben", w.selected(c, "@maya", "TBD", "MAYA1"))
			w.says(w.ben, "/influencer code @maya MAYA2", "Saved.")
			direct := w.ana.In("@codekeeper")
			direct.Sees(tt.says).Press("Mark as sent")
			direct.Sees("*Sent* Mon 1 Jun by @ana: *@maya* knows code `MAYA2`.")
			w.knows(maya, "TBD", "MAYA2")
			if n := len(w.notices("shared")) + len(w.notices("influencers")); n != 0 {
				t.Errorf("%d posts", n)
			}
		})
	}
}

func TestPostThatSlackRefuses(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.marked("ben", w.selected(c, "@maya", "TBD", "MAYA1"))
	edit := store.EditOf(maya.Application)
	edit.Code = codeOf(t, "MAYA2")
	act := w.act()
	_, err := w.store.Change(t.Context(), act, edit)
	must(t, err)
	w.sim.FailWith("chat.postMessage", "msg_too_long", 1)
	w.app.tellOfChanges(t.Context(), act.Request)
	if log := w.expectFaults(); strings.Count(log, "change to what was sent not posted") != 1 {
		t.Errorf("logged: %s", log)
	}
	w.app.tellOfChanges(t.Context(), act.Request) // who comes with it again
	if n := len(w.notices("influencers")); n != 1 {
		t.Errorf("%d posts", n)
	}
}

// A day of the team: the link changes on the day the video goes live.
func TestLinkChangedOnTheDayAVideoGoesLive(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.UniqueOurs, store.NotNeeded), launching("2026-06-03"))
	maya := w.marked("ben", w.selected(c, "@maya", "https://shop.example/maya", "TBD"))
	early := w.says(w.ana, "/influencer link @maya https://shop.example/maya-reel", "Saved.")
	lacks(t, early.Text(), "published posts")
	w.ben.Sees("→ `https://shop.example/maya-reel`") // posted before the days go by
	w.says(w.ana, "/influencer sent @maya", "Marked as sent")
	w.sim.Clock().Advance(2 * 24 * time.Hour) // Wed 3 Jun
	now := w.says(w.ana, "/influencer link @maya https://shop.example/maya-video", "Saved.", "They go live today: the old one may be in published posts.",
		"Your link is now:\nhttps://shop.example/maya-video\nPlease replace the old one everywhere: caption, bio, stories. The old one was:\nhttps://shop.example/maya-reel")
	post := w.ben.Sees("They go live today: the old one may be in published posts.")
	w.reads("post", post.Text(), "@ana changed what *@maya* was told for *Summer Glow*: link `https://shop.example/maya-reel` → `https://shop.example/maya-video`.")
	w.says(w.ben, "/influencer list unsent", "*changed*: link", "goes live today")
	post.Press("Mark as sent")
	w.ben.Sees("Marked as sent: *@maya*")
	now.Press("Mark as sent") // ana is as quick
	w.ana.Sees("Nothing to do for *@maya* in Summer Glow: marked as sent Wed 3 Jun by @ben.")
	w.knows(maya, "https://shop.example/maya-video", "TBD")
	w.sim.Clock().Advance(5 * 24 * time.Hour)
	w.ana.Types("/influencer edit @maya")
	w.ana.Form().Fill("Affiliate link", "https://shop.example/maya-4").Submit()
	w.ana.Sees("They have been live since Wed 3 Jun: the old one may be in published posts.")
}

// A day of the team: a code with a typo was sent already.
func TestATypoWasAlreadySent(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), func(t *store.Terms) { t.Fee = "100 EUR" })
	w.says(w.ana, "/influencer select @maya summer code MAYA2O", "Your code: MAYA2O").Press("Mark as sent")
	w.ana.Sees("Marked as sent")
	maya := w.rowOf("@maya", c)
	w.sim.Clock().Advance(24 * time.Hour)
	w.says(w.ben, "/influencer code @maya MAYA20", "changed since sent: they have code `MAYA2O`")
	w.ana.Sees("@ben changed what *@maya* was told")
	w.says(w.ana, "/influencer list unsent", "*changed*: code `MAYA2O` → `MAYA20`").Press("Message")
	shown := w.ana.Sees("Your code is now MAYA20. Please replace MAYA2O everywhere: caption, bio, stories.")
	lacks(t, shown.Text(), "100 EUR", "Welcome")
	shown.Press("Mark as sent")
	w.ana.Sees("selected, ready · sent Tue 2 Jun by @ana")
	w.knows(maya, "TBD", "MAYA20")
}

// A day of the team: one influencer in two campaigns.
func TestOneInfluencerInTwoCampaigns(t *testing.T) {
	t.Parallel()
	w := start(t)
	code := modes(store.NotNeeded, store.UniqueOurs)
	summer, winter := w.campaign("Summer Glow", code), w.campaign("Winter Warm", code)
	inSummer, inWinter := w.marked("ana", w.selected(summer, "@anna", "TBD", "ANNA15")), w.marked("ana", w.selected(winter, "@anna", "TBD", "ANNA10"))
	w.says(w.ana, "/influencer code @anna ANNA20", "has their own coupon code in 2 campaigns.").Press("Summer Glow: ANNA15 → ANNA20")
	w.reads("saved", w.ana.Sees("Saved.").Text(), "Your code is now ANNA20. Please replace ANNA15 everywhere")
	cards := w.says(w.ana, "/influencer show @anna", "changed since sent: they have code `ANNA15`", "*Winter Warm* · selected, ready · sent Mon 1 Jun by @ana")
	lacks(t, cards.Text(), "they have code `ANNA10`")
	w.says(w.ana, "/influencer sent @anna", "Marked as sent: *@anna* in Summer Glow was told code `ANNA20`.")
	w.knows(inSummer, "TBD", "ANNA20")
	w.knows(inWinter, "TBD", "ANNA10")
	w.change("ana", inSummer, func(e *store.Edit) { e.Code = codeOf(t, "ANNA21") })
	w.change("ana", inWinter, func(e *store.Edit) { e.Code = codeOf(t, "ANNA11") })
	w.says(w.ana, "/influencer sent @anna", "[Summer Glow: ANNA21]", "[Winter Warm: ANNA11]").Press("Winter Warm: ANNA11")
	w.ana.Sees("in Winter Warm was told code `ANNA11`")
	w.knows(inSummer, "TBD", "ANNA20")
}
