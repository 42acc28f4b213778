package commands

import (
	"strings"
	"testing"
	"time"

	"codekeeper/store"
)

// A post says who changed what, and pings nobody for it but who posts it.
func TestAPostMentionsNobodyElse(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-12"))
	leo := w.selected(summer, "@leo", "TBD", "TBD")
	w.selected(summer, "@kim", "TBD", "TBD")
	w.change("ben", leo, func(e *store.Edit) { e.Code = codeOf(t, "LEO15") })
	w.says(w.ben, "/influencer code @leo TBD", "TBD")
	w.change("ben", w.rowOf("@kim", summer), func(e *store.Edit) { e.SnoozedUntil = "2026-06-08" })
	for _, line := range []string{"/influencer history @leo", "/influencer history LEO15", "/influencer tbd", "/influencer list", "/influencer show @kim"} {
		answer := w.says(w.ana, line, "[Post in this channel]")
		answer.Press("Post in this channel")
		w.ana.Sees("Posted in")
		posts := w.posts("influencers")
		post := posts[len(posts)-1]
		raw := strings.ReplaceAll(string(post.BlockJSON)+post.Fallback, "<@"+w.userID("ana")+">", "")
		raw = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(raw)
		lacks(t, raw, "<@")
		if strings.Contains(line, "history") {
			w.reads(line, post.Text(), "ben, in a form", "Posted by @ana")
		}
		w.sim.Clock().Advance(time.Minute)
	}
}

// Whose name Slack doesn't tell right now is a colleague.
func TestAPostWhereSlackNamesNobody(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.change("ben", w.selected(w.campaign("Summer Glow"), "@leo", "TBD", "TBD"), func(e *store.Edit) { e.Note = "n" })
	answer := w.says(w.ana, "/influencer history @leo", "[Post in this channel]")
	w.sim.FailWith("users.info", "internal_error", 2)
	answer.Press("Post in this channel")
	w.ana.Sees("Posted in")
	w.reads("post", w.posts("influencers")[0].Text(), "a colleague, in a form")
	w.expectRefusals()
}
