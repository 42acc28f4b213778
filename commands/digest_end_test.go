package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/store"
)

// What became of a row is told by what it is about as that is now.
func TestEndOfARow(t *testing.T) {
	base := store.CampaignBy{Campaign: campaignOf(1, "Summer Glow", "2026-06-20", "U1"), SharedLinkBy: "link", SharedCodeBy: "code", ArchivedBy: "archivist", LastBy: "last"}
	base.ChangedBy = "editor"
	row := store.RowBy{LinkBy: "link", CodeBy: "code", StateBy: "state"}
	row.Application = store.Application{
		ID: 7, State: store.Selected, LinkMode: store.NotNeeded, CodeMode: store.UniqueOurs, Code: codeOf(t, "MAYA20"),
		CodeSince: monday, LinkSince: ago(9), ChangedBy: "editor", SnoozedBy: "sleeper",
	}
	row.Campaign = base.Campaign
	with := func(change func(*store.RowBy)) store.RowBy {
		r := row
		change(&r)
		return r
	}
	in := func(change func(*store.CampaignBy)) store.CampaignBy {
		c := base
		change(&c)
		return c
	}
	archived := in(func(c *store.CampaignBy) { c.ArchivedAt = &monday })
	for name, test := range map[string]struct {
		key  string
		row  store.RowBy
		in   store.CampaignBy
		away bool // the digest no longer speaks of the campaign
		end  store.Ending
		by   string
	}{
		"code set":            {"tbd:7", row, base, false, store.EndedDone, "code"},
		"code set, and moved": {"tbd:7", row, base, true, store.EndedDone, "code"},
		"archived":            {"tbd:7", row, archived, true, store.EndedArchived, "archivist"},
		"withdrawn":           {"tbd:7", with(func(r *store.RowBy) { r.State = store.Withdrawn }), base, false, store.EndedWithdrawn, "state"},
		"snoozed":             {"tbd:7", with(func(r *store.RowBy) { r.Code, r.SnoozedUntil = codeOf(t, "TBD"), "2026-06-09" }), base, false, store.EndedSnoozed, "sleeper"},
		"moved":               {"tbd:7", with(func(r *store.RowBy) { r.Code = codeOf(t, "TBD") }), base, true, store.EndedElsewhere, ""},
		"the mode changed":    {"tbd:7", with(func(r *store.RowBy) { r.CodeMode = store.NotNeeded }), base, false, store.EndedUnneeded, "state"},
		"link set last": {"tbd:7", with(func(r *store.RowBy) {
			r.LinkMode, r.Link, r.LinkSince = store.UniqueOurs, linkOf(t, "https://shop.example/m"), monday.Add(time.Hour)
		}), base, false, store.EndedDone, "link"},
		"sent":                       {"ready:7", with(func(r *store.RowBy) { r.SentCode, r.SentAt, r.SentBy = r.Code, &monday, "sender" }), base, false, store.EndedDone, "sender"},
		"ready, and TBD again":       {"ready:7", with(func(r *store.RowBy) { r.Code = codeOf(t, "TBD") }), base, false, store.EndedChanged, "code"},
		"ready, and moved":           {"ready:7", row, base, true, store.EndedElsewhere, ""},
		"ready, and snoozed":         {"ready:7", with(func(r *store.RowBy) { r.SnoozedUntil = "2026-06-09" }), base, false, store.EndedSnoozed, "sleeper"},
		"set back":                   {"changed:7", with(func(r *store.RowBy) { r.SentCode, r.SentAt, r.SentBy = r.Code, new(ago(3)), "sender" }), base, false, store.EndedChanged, "code"},
		"still used, snoozed":        {"changed:7", with(func(r *store.RowBy) { r.SentCode, r.Code, r.SnoozedUntil = r.Code, codeOf(t, "TBD"), "2026-06-09" }), base, false, store.EndedSnoozed, "sleeper"},
		"still used, moved":          {"changed:7", with(func(r *store.RowBy) { r.SentCode, r.Code = r.Code, codeOf(t, "TBD") }), base, true, store.EndedElsewhere, ""},
		"shared code set":            {everyoneKey(1), store.RowBy{}, in(func(c *store.CampaignBy) { c.SharedCode, c.SharedCodeSince = codeOf(t, "ALL"), monday }), false, store.EndedDone, "code"},
		"nobody waits for it":        {everyoneKey(1), store.RowBy{}, base, false, store.EndedUnneeded, ""},
		"everyone's, moved":          {everyoneKey(1), store.RowBy{}, base, true, store.EndedElsewhere, ""},
		"many, done":                 {"tbd:alike:1:code-us", store.RowBy{}, base, false, store.EndedDone, "last"},
		"many, taken back":           {"tbd:alike:1:code-us", store.RowBy{}, in(func(c *store.CampaignBy) { c.LastState = store.TakenBack }), false, store.EndedTakenBack, "last"},
		"taken back":                 {"tbd:7", with(func(r *store.RowBy) { r.State = store.TakenBack }), base, false, store.EndedTakenBack, "state"},
		"for the shop, not any more": {shopKey(1), with(func(r *store.RowBy) { r.State = store.TakenBack }), base, false, store.EndedTakenBack, "state"},
		"many, moved":                {"tbd:alike:1:code-us", store.RowBy{}, base, true, store.EndedElsewhere, ""},
		"created in the shop":        {shopKey(1), row, base, false, store.EndedDone, "editor"},
		"for the shop, moved":        {shopKey(1), row, base, true, store.EndedElsewhere, ""},
		"over, and archived":         {endedKey(base.Campaign), store.RowBy{}, archived, true, store.EndedArchived, "archivist"},
		"over, with another end":     {endedKey(base.Campaign), store.RowBy{}, base, false, store.EndedChanged, "editor"},
	} {
		shown := store.DigestRow{Key: test.key, CampaignID: 1, ApplicationID: test.row.ID}
		if end, by := endOf(shown, test.row, test.in, !test.away); end != test.end || by != test.by {
			t.Errorf("%s: %s by %q, want %s by %q", name, end, by, test.end, test.by)
		}
	}
}

// A campaign whose digest goes somewhere else from now on is no longer asked for
// in the message that it was in, and nothing in it counts as done.
func TestCampaignThatMovesToAnotherChannel(t *testing.T) {
	t.Parallel()
	w := start(t)
	code := modes(store.NotNeeded, store.UniqueOurs)
	summer := w.campaign("Summer Glow", code)
	w.selected(summer, "@maya", "TBD", "TBD")
	w.selected(w.campaign("Winter Warm", code), "@leo", "TBD", "TBD")
	w.sweeps(1)
	summer, act := w.edited(summer, func(t *store.Terms) { t.Fee = "1" }), w.act()
	terms := summer.Terms
	terms.ChannelID = w.channelID("general")
	_, err := w.store.EditCampaign(t.Context(), act, summer.ID, summer.Version, terms)
	must(t, err)
	must(t, w.app.strikeThrough(t.Context(), act.Request))
	w.reads("the old one", w.inChannel("influencers", 1), "~*@maya* · Summer Glow · *code TBD* since today, waits for us~ · still open, and no longer asked for here", "*@leo*")
	w.says(w.ana, "/campaign digest now", "Posted in #general", "Refreshed today's digest in #influencers")
	w.reads("the new one", w.inChannel("general", 1), "*@maya*")
	terms.ChannelID = w.channelID("influencers")
	w.edited(summer, func(t *store.Terms) { *t = terms })
	w.says(w.ana, "/campaign digest now", "Refreshed today's digest in #influencers")
	lacks(t, w.inChannel("influencers", 1), "no longer asked")
}

// What there is no room for any more is still open, and nothing becomes of it.
func TestWhatIsPushedOutIsNotStruck(t *testing.T) {
	t.Parallel()
	w := start(t)
	code := modes(store.NotNeeded, store.UniqueOurs)
	var later []store.Row
	for n := range digestRows {
		later = append(later, w.selected(w.campaign(fmt.Sprintf("Later %02d", n), code, launching("2026-12-01")), fmt.Sprintf("@later%02d", n), "TBD", "TBD"))
	}
	w.sweeps(1)
	w.reads("digest", w.inChannel("influencers", 1), "*@later11*")
	for n := range digestRows {
		w.selected(w.campaign(fmt.Sprintf("Overdue %02d", n), code, launching("2026-05-20")), fmt.Sprintf("@overdue%02d", n), "TBD", "TBD")
	}
	w.change("ana", later[1], func(e *store.Edit) { e.Code = codeOf(t, "LATER1") })
	w.change("ana", later[2], func(e *store.Edit) { e.SnoozedUntil = "2026-06-20" })
	w.says(w.ana, "/campaign digest now", "Refreshed today's digest in #influencers")
	digest := w.inChannel("influencers", 1)
	w.reads("digest", digest, "*@overdue00*", "*@overdue10*", "And 11 more.", "1 snoozed", "~*@later01*", "done by @ana", "~*@later02*", "snoozed by @ana")
	if n := strings.Count(digest, "~*@"); n != 2 {
		t.Errorf("%d are struck through in\n%s", n, digest)
	}
}
