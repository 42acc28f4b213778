package store_test

import (
	"errors"
	"testing"

	"codekeeper/store"

	"pgregory.net/rapid"
)

// told marks as sent what the row shares now.
func told(row store.Row) func(*store.Edit) {
	return func(e *store.Edit) { e.Told = new(row.Told()) }
}

func TestSavedIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(c, "maya", "https://shop.example/m", "MAYA15")
	expect := func(what string, row store.Row, unsent, changed, sent bool) {
		t.Helper()
		if row.Unsent() != unsent || row.Changed() != changed || row.Sent() != sent {
			t.Errorf("%s: unsent %v, changed %v, sent %v", what, row.Unsent(), row.Changed(), row.Sent())
		}
		page, err := w.Rows(t.Context(), team, store.Filter{Unsent: true, Order: store.BySending})
		must(t, err)
		if (len(page.Rows) == 1) != unsent {
			t.Errorf("%s: %d rows are unsent", what, len(page.Rows))
		}
	}
	expect("selected", maya, true, false, false)
	maya = w.mustEdit(maya, told(maya))
	expect("marked as sent", maya, false, false, true)
	if maya.SentBy != ana || maya.SentAt == nil || !maya.SentAt.Equal(maya.ChangedAt) {
		t.Errorf("sent by %q at %v", maya.SentBy, maya.SentAt)
	}
	version := maya.Version
	maya = w.mustEdit(maya, told(maya))
	if maya.Version != version {
		t.Error("marked as sent again, it changed")
	}
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Code = aCode(t, "MAYA20") })
	expect("code changed", maya, true, true, false)
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Link = aLink(t, "") })
	expect("code changed, link TBD", maya, true, true, false)
	maya = w.mustEdit(maya, told(maya))
	expect("the new code sent, link TBD", maya, false, false, false)
	if maya.SentLink.String() != "https://shop.example/m" {
		t.Errorf("the last link told is %s", maya.SentLink)
	}
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/m") })
	expect("the link is what was told", maya, false, false, true)
	maya = w.mustEdit(maya, func(e *store.Edit) { e.State = store.Withdrawn })
	expect("withdrawn", maya, false, false, false)
}

func TestOnlyWhatItShowedIsMarkedAsSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaignOf("c", store.Terms{Name: "c", LinkMode: store.Shared, CodeMode: store.UniqueOurs, SharedLink: aLink(t, "https://shop.example/a"), Owners: []string{ana}})
	maya := w.selected(c, "maya", "", "")
	if _, err := w.edit(maya, told(maya)); !isNotReady(err) {
		t.Errorf("a TBD code is sent: %v", err)
	}
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Code = aCode(t, "MAYA15") })
	showed := told(maya)
	terms := c.Terms
	terms.SharedLink = aLink(t, "https://shop.example/b")
	_, err := w.EditCampaign(t.Context(), w.act(), c.ID, c.Version, terms)
	must(t, err)
	if _, err := w.edit(maya, showed); !isStale(err) {
		t.Errorf("a message that showed another link is marked as sent: %v", err)
	}
	if _, err := w.edit(w.applicant(c, "ben"), showed); word(err) != "not selected" {
		t.Errorf("an applicant is marked as sent: %v", err)
	}
	now, err := w.Application(t.Context(), team, maya.ID)
	must(t, err)
	now = w.mustEdit(now, told(now))
	if !now.Sent() {
		t.Error("marked as sent, it is not")
	}
	terms.SharedLink = aLink(t, "https://shop.example/c")
	_, err = w.EditCampaign(t.Context(), w.act(), c.ID, c.Version+1, terms)
	must(t, err)
	now, err = w.Application(t.Context(), team, maya.ID)
	must(t, err)
	if !now.Changed() {
		t.Error("another link for everyone makes nobody unsent")
	}
}

func TestWhatCameFromTheInfluencerIsSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.UniqueProgram, store.UniqueOurs)
	maya := w.selected(c, "maya", "", "MAYA15")
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/m") })
	if maya.SentLink != maya.Link || maya.SentAt != nil || !maya.Unsent() || maya.Changed() {
		t.Errorf("%+v", maya.Application)
	}
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/n") })
	if !maya.Changed() {
		t.Error("a link that replaces theirs is no news to them")
	}
}

func TestACodeNotInTheShopIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	made := func(e *store.Edit) { e.Code, e.MadeCode = aCode(t, "MAYA15"), true }
	maya := w.mustEdit(w.selected(c, "maya", "", ""), made)
	if !maya.NotInShop || maya.Unsent() {
		t.Errorf("%+v", maya.Application)
	}
	if _, err := w.edit(maya, told(maya)); !isNotReady(err) {
		t.Errorf("it is sent: %v", err)
	}
	noted := w.mustEdit(maya, func(e *store.Edit) { e.Note = "n" })
	if !noted.NotInShop {
		t.Error("a note creates a code in the shop")
	}
	inShop := w.mustEdit(noted, func(e *store.Edit) { e.InShop = true })
	if inShop.NotInShop || !inShop.Unsent() {
		t.Errorf("%+v", inShop.Application)
	}
	ben := w.mustEdit(w.selected(c, "ben", "", ""), func(e *store.Edit) { e.Code, e.MadeCode = aCode(t, "BEN15"), true })
	if ben = w.mustEdit(ben, func(e *store.Edit) { e.Code = aCode(t, "BEN20") }); ben.NotInShop {
		t.Error("a code that was typed is not in the shop")
	}
	if ben = w.mustEdit(ben, made20); ben.NotInShop != true {
		t.Error("a code that was made again is in the shop")
	}
	if ben = w.mustEdit(ben, func(e *store.Edit) { e.Code = aCode(t, "") }); ben.NotInShop {
		t.Error("a TBD is not in the shop")
	}
}

func made20(e *store.Edit) { e.MadeCode = true }

func TestSnoozeEndsByTheDaySomebodyGoesLive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	maya := w.mustEdit(w.selected(c, "maya", "", ""), func(e *store.Edit) { e.SnoozedUntil, e.GoesLive = "2025-03-10", "2025-03-08" })
	if maya.SnoozedBy != ana {
		t.Errorf("snoozed by %q", maya.SnoozedBy)
	}
	for today, want := range map[store.Date]bool{"2025-03-01": true, "2025-03-07": true, "2025-03-08": false, "2025-03-10": false} {
		if maya.Snoozed(today) != want {
			t.Errorf("%s: snoozed %v", today, !want)
		}
	}
	maya = w.mustEdit(maya, func(e *store.Edit) { e.SnoozedUntil = "" })
	if maya.SnoozedBy != "" || maya.Snoozed("2025-03-01") {
		t.Errorf("%+v", maya.Application)
	}
}

func isNotReady(err error) bool {
	_, ok := errors.AsType[*store.NotReady](err)
	return ok
}

// The list finds exactly those that the row itself calls unsent, changed, or
// using what is TBD again, and a change marks as sent exactly those that the row calls tellable.
func TestSentIsTheSameToGoAndPostgres(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	names := 0
	rapid.Check(t, func(r *rapid.T) {
		names++
		mode := rapid.SampledFrom(store.Modes)
		text := rapid.SampledFrom([]string{"", "ONE", "TWO"})
		slug := "c" + string(rune('a'+names%26)) + rapid.StringMatching(`[a-z]{12}`).Draw(r, "slug")
		c := w.campaignOf(slug, store.Terms{
			Name: "c", LinkMode: mode.Draw(r, "link mode"), CodeMode: mode.Draw(r, "code mode"),
			SharedCode: aCode(t, text.Draw(r, "shared")), Owners: []string{ana},
		})
		row := w.selected(c, "maya", "", "")
		steps := rapid.SampledFrom([]string{"mark", "edit", "edit", "edit", "leave or come back"})
		for range rapid.IntRange(0, 4).Draw(r, "steps") {
			code, link := text.Draw(r, "code"), text.Draw(r, "link")
			if link != "" {
				link = "https://shop.example/" + link
			}
			step, made := steps.Draw(r, "step"), rapid.Bool().Draw(r, "made")
			after, err := w.edit(row, func(e *store.Edit) {
				switch {
				case step == "leave or come back" && row.State == store.Selected:
					e.State = store.Withdrawn
					return
				case row.State == store.Withdrawn:
					e.State = store.Selected
					return
				case step == "mark":
					e.Told = new(row.Told())
					return
				}
				if row.CodeMode.Unique() {
					e.Code, e.MadeCode = aCode(t, code), made && code != ""
				}
				if row.LinkMode.Unique() {
					e.Link = aLink(t, link)
				}
			})
			if err == nil {
				row = after
			} else if !isNotReady(err) {
				r.Fatal(err)
			}
		}
		page, err := w.Rows(w.ctx(), team, store.Filter{CampaignID: c.ID, Unsent: true, Order: store.BySending})
		must(t, err)
		if got := len(page.Rows) == 1; got != row.Unsent() {
			r.Fatalf("listed %v, unsent %v: %+v", got, row.Unsent(), row.Application)
		}
		changed, err := w.Rows(w.ctx(), team, store.Filter{CampaignID: c.ID, Changed: true})
		must(t, err)
		still, err := w.Rows(w.ctx(), team, store.Filter{CampaignID: c.ID, StillUsing: true})
		must(t, err)
		uses := (row.StillUsesLink() || row.StillUsesCode()) && !row.Changed()
		if changed.Total == 1 != row.Changed() || still.Total == 1 != uses {
			r.Fatalf("listed %d and %d, changed %v, still using %v: %+v", changed.Total, still.Total, row.Changed(), uses, row.Application)
		}
		if rapid.IntRange(0, 9).Draw(r, "archived") == 0 {
			_, err := w.ArchiveCampaign(w.ctx(), w.act(), c.ID, c.Version, true)
			must(t, err)
			row = w.rowNow(row)
		}
		_, err = w.edit(row, told(row))
		if got := err == nil; got != row.Tellable() || row.Unsent() && !row.Campaign.Archived() && !got {
			r.Fatalf("marked as sent: %v, tellable %v, unsent %v: %+v", err, row.Tellable(), row.Unsent(), row.Application)
		}
	})
}

// A code that came from the influencer counts as told, so that they may be marked
// as sent while their link is TBD; that changes nothing.
func TestWhatCameFromTheInfluencerIsTellable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	row := w.selected(w.campaign("c", store.UniqueOurs, store.UniqueProgram), "maya", "", "")
	if row.Tellable() {
		t.Error("nothing is known yet")
	}
	row = w.mustEdit(row, func(e *store.Edit) { e.Code = aCode(t, "MAYA15") })
	if !row.Tellable() || row.Unsent() || row.SentAt != nil || !row.LinkTBD() {
		t.Errorf("tellable %v, unsent %v: %+v", row.Tellable(), row.Unsent(), row.Application)
	}
	same(t, "marked as sent", w.mustEdit(row, told(row)), row)
}

// Who was told one that is TBD again uses it still, and there is nothing to tell
// them.
func TestStillUses(t *testing.T) {
	link, code := aLink(t, "https://shop.example/maya"), aCode(t, "MAYA20")
	row := func(with func(*store.Row)) store.Row {
		r := store.Row{Application: store.Application{
			State: store.Selected, LinkMode: store.NotNeeded, CodeMode: store.UniqueOurs, SentLink: link, SentCode: code,
		}}
		with(&r)
		return r
	}
	for name, test := range map[string]struct {
		row        store.Row
		link, code bool
	}{
		"TBD again":    {row(func(*store.Row) {}), false, true},
		"both":         {row(func(r *store.Row) { r.LinkMode = store.UniqueProgram }), true, true},
		"shared":       {row(func(r *store.Row) { r.CodeMode = store.Shared }), false, true},
		"another one":  {row(func(r *store.Row) { r.Code = aCode(t, "MAYA25") }), false, false},
		"the same":     {row(func(r *store.Row) { r.Code = code }), false, false},
		"never told":   {row(func(r *store.Row) { r.SentCode = aCode(t, "") }), false, false},
		"not needed":   {row(func(r *store.Row) { r.CodeMode = store.NotNeeded }), false, false},
		"not selected": {row(func(r *store.Row) { r.State = store.Withdrawn }), false, false},
	} {
		if test.row.StillUsesLink() != test.link || test.row.StillUsesCode() != test.code {
			t.Errorf("%s: link %v, code %v", name, test.row.StillUsesLink(), test.row.StillUsesCode())
		}
		if (test.link || test.code) && (test.row.Unsent() || test.row.Sent()) {
			t.Errorf("%s: unsent %v, sent %v", name, test.row.Unsent(), test.row.Sent())
		}
	}
}
