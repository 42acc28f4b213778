package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"pgregory.net/rapid"
)

// lines are events as one reads them, from minute to minute.
func lines(events store.Events) []string {
	var all []string
	for _, e := range events.List {
		minute := int(e.At.Sub(day) / time.Minute)
		switch {
		case e.Application != nil:
			before, after := e.Application.Before, e.Application.After
			all = append(all, fmt.Sprintf("%d @%s in %s: %s %s → %s %s %s", minute, after.Influencer.Handle, after.Campaign.Slug,
				before.State, before.Code, after.State, after.Code, e.Reason))
		case e.Profile != nil:
			all = append(all, fmt.Sprintf("%d handle %s → %s", minute, e.Profile.Before.Handle, e.Profile.After.Handle))
		default:
			all = append(all, fmt.Sprintf("%d %s shares %s → %s", minute, e.Terms.After.Slug, e.Terms.Before.SharedCode, e.Terms.After.SharedCode))
		}
	}
	return all
}

func TestHistoryOfACode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	spring := w.campaign("spring", store.NotNeeded, store.UniqueOurs)                        // 1
	anna := w.selected(spring, "anna.cooks", "", "ANNA15")                                   // 2
	anna = w.mustEdit(anna, func(e *store.Edit) { e.Note = "n" })                            // 3: is none of the code's
	anna = w.mustEdit(anna, told(anna))                                                      // 4
	w.mustEdit(anna, func(e *store.Edit) { e.State, e.Reason = store.Withdrawn, "no time" }) // 5
	w.archive(spring)                                                                        // 6
	terms := store.Terms{Name: "s", LinkMode: store.NotNeeded, CodeMode: store.Shared, SharedCode: aCode(t, "anna15"), Owners: []string{ana}}
	shared := w.campaignOf("shared", terms) // 7
	terms.SharedCode = aCode(t, "OTHER")
	_, err := w.EditCampaign(t.Context(), w.act(), shared.ID, 1, terms) // 8
	must(t, err)
	fit := w.selected(w.campaign("summer", store.NotNeeded, store.UniqueOurs), "anna.fit", "", "") // 9, 10
	w.mustEdit(fit, func(e *store.Edit) { e.Code = aCode(t, "Anna15") })                           // 11
	w.selected(w.campaign("spring-2", store.NotNeeded, store.UniqueOurs), "bea", "", "ANNA-15")    // 12, 13

	events, err := w.HistoryOfCode(t.Context(), team, aCode(t, "ANNA15"), store.Span{})
	must(t, err)
	same(t, "events", lines(events), []string{
		"11 @anna.fit in summer: selected TBD → selected Anna15 ",
		"8 shared shares anna15 → OTHER",
		"7 shared shares TBD → anna15",
		"5 @anna.cooks in spring: selected ANNA15 → withdrawn ANNA15 no time",
		"4 @anna.cooks in spring: selected ANNA15 → selected ANNA15 ",
		"2 @anna.cooks in spring:  TBD → selected ANNA15 ",
	})
	events, err = w.HistoryOfCode(t.Context(), team, aCode(t, "ANNA15"), store.Span{Before: day.Add(5 * time.Minute)})
	must(t, err)
	if len(events.List) != 2 || events.Next != "" {
		t.Errorf("before minute 5: %v", lines(events))
	}
	similar, err := w.SimilarCodes(t.Context(), team, aCode(t, "ANNAI5"), 9)
	must(t, err)
	same(t, "similar", fmt.Sprint(similar), "[ANNA-15 Anna15]")

	_, codes, err := w.Holders(t.Context(), team, tracking.Link{}, aCode(t, "ANNA15"), 0, 0)
	must(t, err)
	var told []string
	for _, h := range codes {
		text := "never"
		if h.Told != nil {
			text = fmt.Sprint(int(h.Told.Sub(day) / time.Minute))
		}
		told = append(told, h.Campaign.Slug+" "+text)
	}
	same(t, "told", told, []string{"summer never", "shared never", "spring 4"})
}

// What came from the influencer counts as told when it came; what somebody has
// again is told when it was told before.
func TestHoldingsKnowWhenTheyWereTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maya := w.selected(w.campaign("c", store.UniqueProgram, store.UniqueOurs), "maya", "", "MAYA15") // 2
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/maya") })  // 3
	maya = w.mustEdit(maya, told(maya))                                                              // 4
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Code = aCode(t, "MAYA20") })                     // 5
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Code = aCode(t, "MAYA15") })                     // 6
	links, codes, err := w.Holders(t.Context(), team, maya.Link, maya.Code, 0, 0)
	must(t, err)
	at := func(minute int) time.Time { return day.Add(time.Duration(minute) * time.Minute) }
	if len(links) != 1 || links[0].Told == nil || !links[0].Told.Equal(at(3)) {
		t.Errorf("link: %+v", links)
	}
	if len(codes) != 2 || codes[0].Told == nil || !codes[0].Told.Equal(at(4)) || codes[1].Told == nil || !codes[1].Told.Equal(at(4)) {
		t.Errorf("codes: %+v", codes)
	}
}

func TestHistoryOfALink(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maya := w.selected(w.campaign("c", store.UniqueOurs, store.NotNeeded), "maya", "https://shop.example/Maya", "") // 2
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/maya") })                 // 3
	events, err := w.HistoryOfLink(t.Context(), team, aLink(t, "https://shop.example/maya"), store.Span{})
	must(t, err)
	if len(events.List) != 1 || events.List[0].Application.After.Version != maya.Version {
		t.Errorf("%v", lines(events))
	}
	same(t, "before", events.List[0].Application.Before.Link.String(), "https://shop.example/Maya")
}

func TestHistoryOfAnInfluencer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	terms := store.Terms{Name: "s", LinkMode: store.NotNeeded, CodeMode: store.Shared, Owners: []string{ana}}
	c := w.campaignOf("shared", terms)   // 1
	maya := w.applicant(c, "maya")       // 2
	terms.SharedCode = aCode(t, "EARLY") // before she is selected it is none of hers
	_, err := w.EditCampaign(t.Context(), w.act(), c.ID, 1, terms)
	must(t, err)
	maya = w.mustEdit(maya, func(e *store.Edit) { e.State = store.Selected }) // 4
	terms.SharedCode = aCode(t, "LATE")
	_, err = w.EditCampaign(t.Context(), w.act(), c.ID, 2, terms) // 5
	must(t, err)
	terms.Fee = "1" // nor is the fee
	_, err = w.EditCampaign(t.Context(), w.act(), c.ID, 3, terms)
	must(t, err)
	_, err = w.SaveProfile(t.Context(), w.act(), maya.InfluencerID, 1, store.Profile{Handle: handle(t, "maya.new")}) // 7
	must(t, err)
	want := []string{
		"7 handle maya → maya.new", "5 shared shares EARLY → LATE", "4 @maya.new in shared: applied TBD → selected TBD ",
		"2 handle  → maya", "2 @maya.new in shared:  TBD → applied TBD ",
	}
	events, err := w.HistoryOf(t.Context(), team, maya.InfluencerID, store.Span{})
	must(t, err)
	same(t, "events", lines(events), want)

	var paged []string
	for span := (store.Span{Limit: 1}); len(paged) < 10; {
		page, err := w.HistoryOf(t.Context(), team, maya.InfluencerID, span)
		must(t, err)
		paged = append(paged, lines(page)...)
		if span.After = page.Next; span.After == "" {
			break
		}
	}
	same(t, "page by page", paged, want)
	for _, bad := range []string{"x", "e30", strings.Repeat("A", 5000)} {
		if _, err := w.HistoryOf(t.Context(), team, maya.InfluencerID, store.Span{After: bad}); !errors.Is(err, store.ErrBadPage) {
			t.Errorf("%.9s: %v", bad, err)
		}
	}
}

// Go and the database agree on what is similar.
func TestSimilarIsTheSameInGoAndSQL(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	db := w.sql()
	similar := func(t interface {
		Helper()
		Fatal(...any)
	}, text string,
	) string {
		t.Helper()
		var key string
		if err := db.QueryRowContext(w.ctx(), `SELECT code_similar(CAST($1 AS text))`, text).Scan(&key); err != nil {
			t.Fatal(err)
		}
		return key
	}
	for _, text := range []string{"ANNA15", "ANNA-15", "ANNAI5", "annal5", "A.N.N.A_15", "%0FF", "Z2z-_.%+9", "OILSBZ", "0"} {
		code, err := tracking.ParseCode(text)
		if err != nil {
			continue
		}
		if got := similar(t, text); got != code.Similar() {
			t.Errorf("%s: %q in SQL, %q in Go", text, got, code.Similar())
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9_.%+-]{0,254}`).Draw(t, "code")
		code, err := tracking.ParseCode(text)
		if err != nil || code.TBD() {
			return
		}
		if got := similar(t, text); got != code.Similar() {
			t.Fatalf("%q: %q in SQL, %q in Go", text, got, code.Similar())
		}
	})
}

// Whatever was done, as of a moment everything is as it was then.
func TestAsOfIsWhatWasThere(t *testing.T) {
	w := newWorld(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		mode := rapid.SampledFrom(store.Modes)
		c := w.campaign(fmt.Sprintf("c%d", n), mode.Draw(r, "link mode"), mode.Draw(r, "code mode"))
		maya := w.applicant(c, fmt.Sprintf("maya%d", n))
		type moment struct {
			at   time.Time
			rows []store.Row
		}
		var moments []moment
		remember := func(act store.Act) {
			_, rows, err := w.FindInfluencer(w.ctx(), team, maya.Influencer.Handle)
			must(w.t, err)
			moments = append(moments, moment{act.At, rows})
		}
		r.Repeat(map[string]func(*rapid.T){
			"change": func(r *rapid.T) {
				row, err := w.Application(w.ctx(), team, maya.ID)
				must(w.t, err)
				edit := store.EditOf(row.Application)
				edit.State = rapid.SampledFrom(states).Draw(r, "state")
				edit.Code = aCode(w.t, rapid.SampledFrom([]string{"", "A", "B"}).Draw(r, "code"))
				act := w.act()
				if _, err := w.Change(w.ctx(), act, edit); err == nil {
					remember(act)
				}
			},
			"terms": func(r *rapid.T) {
				now, err := w.Campaign(w.ctx(), team, c.ID)
				must(w.t, err)
				now.LinkMode, now.SharedCode = mode.Draw(r, "link mode"), aCode(w.t, rapid.SampledFrom([]string{"", "S"}).Draw(r, "shared"))
				act := w.act()
				_, err = w.EditCampaign(w.ctx(), act, c.ID, now.Version, now.Terms)
				must(w.t, err)
				remember(act)
			},
			"undo": func(r *rapid.T) {
				if len(moments) == 0 {
					r.Skip("nothing was done")
				}
				act := w.act()
				request := fmt.Sprintf("r%d", w.acted.Load()-1)
				if undone, err := w.Undo(w.ctx(), act, request); err == nil && !undone.Nothing() {
					remember(act)
				}
			},
		})
		for _, m := range moments {
			rows, err := w.AsOf(w.ctx(), team, maya.InfluencerID, m.at.Add(time.Microsecond))
			must(w.t, err)
			same(w.t, "as of "+m.at.String(), rows, m.rows)
		}
		events, err := w.HistoryOf(w.ctx(), team, maya.InfluencerID, store.Span{Limit: 100})
		must(w.t, err)
		times := make([]time.Time, len(events.List))
		for n, e := range events.List {
			times[n] = e.At
		}
		if !slices.IsSortedFunc(times, func(a, b time.Time) int { return b.Compare(a) }) {
			w.t.Errorf("not the newest first: %v", times)
		}
		if w.t.Failed() {
			r.Fatal("see above")
		}
	})
}

// Undoing what was undone leads back to where it began, whatever was done.
func TestUndoAndUndoAgainRestores(t *testing.T) {
	w := newWorld(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		c := w.campaign(fmt.Sprintf("c%d", n), store.UniqueProgram, store.UniqueOurs)
		rows := []store.Row{w.applicant(c, fmt.Sprintf("maya%d", n)), w.selected(c, fmt.Sprintf("ben%d", n), "", "BEN"), w.selected(c, fmt.Sprintf("leo%d", n), "", "")}
		act := w.act()
		edits := make([]store.Edit, len(rows))
		for n, row := range rows {
			edits[n] = store.EditOf(row.Application)
			edits[n].Note = rapid.SampledFrom([]string{"", "n"}).Draw(r, "note")
			edits[n].Code = aCode(w.t, rapid.SampledFrom([]string{"", "A", "BEN"}).Draw(r, "code"))
			edits[n].GoesLive = rapid.SampledFrom([]store.Date{"", "2025-06-01"}).Draw(r, "goes live")
			if rapid.Bool().Draw(r, "leaves") {
				edits[n].State = map[store.State]store.State{store.Applied: store.Declined, store.Selected: store.Withdrawn}[row.State]
			}
		}
		done, err := w.Change(w.ctx(), act, edits...)
		if err != nil {
			return // two want one code
		}
		undo := w.act()
		undone, err := w.Undo(w.ctx(), undo, act.Request)
		if errors.Is(err, store.ErrNotFound) && !slices.ContainsFunc(done.Rows, func(c store.Change) bool { return c.Before.Version != c.After.Version }) {
			return
		}
		must(w.t, err)
		plain := func(a store.Application) store.Application {
			a.Version, a.ChangedAt = 0, time.Time{}
			return a
		}
		for _, change := range undone.Rows {
			i := slices.IndexFunc(done.Rows, func(c store.Change) bool { return c.After.ID == change.After.ID })
			same(w.t, "undone", plain(change.After.Application), plain(done.Rows[i].Before))
			same(w.t, "before", plain(change.Before), plain(done.Rows[i].After.Application))
		}
		again, err := w.Undo(w.ctx(), w.act(), undo.Request)
		must(w.t, err)
		for n, change := range again.Rows {
			i := slices.IndexFunc(done.Rows, func(c store.Change) bool { return c.After.ID == change.After.ID })
			same(w.t, "undone again", plain(change.After.Application), plain(done.Rows[i].After.Application))
			if len(again.Rows) != len(undone.Rows) {
				w.t.Errorf("%d: %d undone, %d again", n, len(undone.Rows), len(again.Rows))
			}
		}
		if w.t.Failed() {
			r.Fatal("see above")
		}
	})
}
