package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// codes are whose code is which now.
func (w *world) codes(rows ...store.Row) []string {
	w.t.Helper()
	var all []string
	for _, row := range rows {
		now := w.rowNow(row)
		all = append(all, fmt.Sprintf("@%s %s %s", now.Influencer.Handle, now.State, now.Code))
	}
	return all
}

// Codes move on from one to the next, in whatever order the lines come.
func TestCodesMoveOn(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	a, b, d := w.selected(c, "a", "", "A15"), w.selected(c, "b", "", "B15"), w.selected(c, "d", "", "D15")
	m := w.importOf(c, line(t, 1, "a", "", "B15"), line(t, 2, "b", "", "D15"), as(line(t, 3, "d", "", ""), store.Withdrawn), as(line(t, 4, "new", "", "A15"), store.Selected))
	w.wantLines(m, "1 @a changed [moves code B15 row 2 @b]", "2 @b changed [moves code D15 row 3 @d]", "3 @d changed [withdraws]", "4 @new new [moves code A15 row 1 @a]")
	w.applied(m)
	same(t, "codes", w.codes(a, b, d, w.rowOf(c, "new")), []string{"@a selected B15", "@b selected D15", "@d withdrawn D15", "@new selected A15"})
	for n, lines := range [][]store.ImportLine{
		{line(t, 1, "a", "", "D15"), line(t, 2, "b", "", "NEXT15")},
		{line(t, 1, "b", "", "LAST15"), line(t, 2, "a", "", "NEXT15")},
	} {
		w.applied(w.importOf(c, lines...))
		same(t, "codes", w.codes(a, b), [][]string{{"@a selected D15", "@b selected NEXT15"}, {"@a selected NEXT15", "@b selected LAST15"}}[n])
	}
}

// Two who swap what they have, and three who do it in a ring, get what the file
// says: by one change each, and Undo gives all of it back.
func TestCodesAndLinksAreSwapped(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueProgram, store.UniqueProgram)
	rows := []store.Row{
		w.selected(c, "a", "https://shop.example/a", "A15"), w.selected(c, "b", "https://shop.example/b", "B15"),
		w.selected(c, "d", "https://shop.example/d", "D15"), w.selected(c, "e", "", "E15"), w.selected(c, "f", "https://shop.example/f", "F15"),
	}
	other := w.campaign("other", store.NotNeeded, store.UniqueOurs)
	w.selected(other, "old", "", "B15")
	made := w.mustEdit(rows[4], func(e *store.Edit) { e.Code, e.MadeCode = aCode(t, "F20"), true })
	m := w.importOf(
		c,
		line(t, 1, "a", "https://shop.example/b", "B15"), line(t, 2, "b", "https://shop.example/a", "D15"), line(t, 3, "d", "", "A15"),
		line(t, 4, "e", "", "F20"), line(t, 5, "f", "tbd", "E15"),
	)
	w.wantLines(m, "1 @a changed [moves code B15 row 2 @b] [moves link https://shop.example/b row 2 @b] [held code B15 @old other]",
		"2 @b changed [moves code D15 row 3 @d] [moves link https://shop.example/a row 1 @a]", "3 @d changed [moves code A15 row 1 @a]",
		"4 @e changed [moves code F20 row 5 @f]", "5 @f changed [tbd link https://shop.example/f] [moves code E15 row 4 @e]")
	before := w.count(`SELECT count(*) FROM application_history`)
	done := w.applied(m)
	want := []string{"@a selected B15", "@b selected D15", "@d selected A15", "@e selected F20", "@f selected E15"}
	same(t, "codes", w.codes(rows...), want)
	if n := w.count(`SELECT count(*) FROM application_history`) - before; n != 5 {
		t.Errorf("%d changes, want one of each", n)
	}
	a, b, f := w.rowNow(rows[0]), w.rowNow(rows[1]), w.rowNow(made)
	if a.Link.String() != "https://shop.example/b" || b.Link.String() != "https://shop.example/a" || !f.Link.TBD() || f.NotInShop {
		t.Errorf("a %s, b %s, f %+v", a.Link, b.Link, f.Application)
	}
	if !a.SentCode.TBD() || !a.SentLink.TBD() || a.Version != 2 || !a.CodeSince.Equal(*done.AppliedAt) || !f.LinkSince.Equal(*done.AppliedAt) {
		t.Errorf("what is swapped counts as sent, or as no change: %+v, %+v", a.Application, f.Application)
	}
	if d := w.rowNow(rows[2]); d.Link != rows[2].Link || !d.LinkSince.Equal(rows[2].LinkSince) {
		t.Errorf("what they keep changed: %+v", d.Application)
	}
	_, held, err := w.Holders(t.Context(), team, tracking.Link{}, aCode(t, "B15"), 0, 0)
	must(t, err)
	var who []string
	for _, h := range held {
		if h.Campaign.ID == c.ID {
			until := "now"
			if h.Until != nil {
				until = h.Until.UTC().Format("15:04")
			}
			who = append(who, fmt.Sprintf("@%s %s to %s", h.Influencer.Handle, h.From.UTC().Format("15:04"), until))
		}
	}
	at := done.AppliedAt.UTC().Format("15:04")
	same(t, "who had B15", who, []string{"@a " + at + " to now", "@b " + rows[1].CreatedAt.UTC().Format("15:04") + " to " + at})
	act := w.act()
	act.Way = store.ByUndo
	undone, err := w.Undo(t.Context(), act, done.Request())
	must(t, err)
	if len(undone.Rows) != 5 || len(undone.Taken)+len(undone.Moved) != 0 {
		t.Errorf("undone %+v", undone)
	}
	same(t, "codes", w.codes(rows...), []string{"@a selected A15", "@b selected B15", "@d selected D15", "@e selected E15", "@f selected F20"})
	if f := w.rowNow(made); f.Link != made.Link || !f.NotInShop {
		t.Errorf("f: %+v", f.Application)
	}
}

// Where one of those who swap was changed meanwhile nobody gets what they have:
// each is refused with the reason.
func TestASwapIsWholeOrNothing(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	a, b := w.selected(c, "a", "", "A15"), w.selected(c, "b", "", "B15")
	d, e := w.selected(c, "d", "", "D15"), w.selected(c, "e", "", "E15")
	m := w.importOf(
		c,
		line(t, 1, "a", "", "B15"), line(t, 2, "b", "", "A15"),
		line(t, 4, "d", "", "E15"), line(t, 5, "e", "", "D15"),
	)
	_, err := w.Change(t.Context(), w.act(), noted(b))
	must(t, err)
	w.applied(m)
	w.wantLines(m, "1 @a changed refused [taken code B15 row 2 @b]", "2 @b changed refused [stale selected U1]",
		"4 @d changed applied [moves code E15 row 5 @e]", "5 @e changed applied [moves code D15 row 4 @d]")
	same(t, "codes", w.codes(a, b, d, e), []string{"@a selected A15", "@b selected B15", "@d selected E15", "@e selected D15"})
	if now := w.rowNow(a); now.Version != 1 {
		t.Errorf("a: %+v", now.Application)
	}
}

// The dry run refuses what would be refused: also who waits for somebody that
// gets nothing.
func TestWhoWaitsForWhomNothingMovesIsAnError(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	a, b := w.selected(c, "a", "", "A15"), w.selected(c, "b", "", "B15")
	w.selected(c, "keeps", "", "K15")
	m := w.importOf(c, line(t, 1, "a", "", "B15"), line(t, 2, "b", "", "K15"), as(line(t, 3, "new", "", "A15"), store.Selected))
	w.wantLines(m, "1 @a error [taken code B15 row 2 @b]", "2 @b error [taken code K15 @keeps]", "3 @new error [taken code A15 row 1 @a]")
	w.applied(m)
	same(t, "codes", w.codes(a, b), []string{"@a selected A15", "@b selected B15"})
}

// Whatever lines want of each other, and whoever changed meanwhile: what can be
// is applied, and what is refused is refused because somebody has it then. 60
// groups of six want each other's codes, and two that nobody has.
func TestMovesAreAsManyAsCanBe(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	random := rand.New(rand.NewPCG(1, 2))
	var people []store.Selection
	var lines []store.ImportLine
	for group := range 60 {
		wants := random.Perm(8)
		for _, n := range random.Perm(6) {
			who := fmt.Sprintf("g%d.%d", group, n)
			people = append(people, store.Selection{Handle: handle(t, who), Code: aCode(t, who)})
			if random.IntN(4) > 0 {
				lines = append(lines, line(t, len(lines)+1, who, "", fmt.Sprintf("g%d.%d", group, wants[n])))
			}
		}
	}
	selected, err := w.Select(t.Context(), w.act(), c.ID, people)
	must(t, err)
	m := w.importOf(c, lines...)
	var meanwhile []store.Edit
	for _, change := range selected.Rows {
		if random.IntN(12) == 0 {
			meanwhile = append(meanwhile, noted(change.After))
		}
	}
	_, err = w.Change(t.Context(), w.act(), meanwhile...)
	must(t, err)
	w.applied(m)
	whose := map[string]string{}
	page, err := w.Rows(t.Context(), team, store.Filter{CampaignID: c.ID, Limit: len(people)})
	must(t, err)
	for _, row := range page.Rows {
		whose[row.Code.String()] = row.Influencer.Handle.String()
	}
	judged, err := w.ImportRows(t.Context(), team, m.ID, store.ImportFilter{})
	must(t, err)
	moved, refused := 0, 0
	for _, l := range judged {
		has, trouble := whose[l.Code.String()], store.ImportProblem{}
		if len(l.Problems) > 0 {
			trouble = l.Problems[0]
		}
		switch {
		case l.Outcome == store.LineApplied || l.Verdict == store.LineUnchanged:
			if has != l.Handle {
				t.Errorf("line %d is applied, and @%s has %s", l.Number, has, l.Code)
			}
			if trouble.What == store.TroubleMoves {
				moved++
			}
		case trouble.What == store.TroubleTaken:
			if refused++; has != trouble.Handle {
				t.Errorf("line %d is refused as @%s has %s, whom @%s has", l.Number, trouble.Handle, l.Code, has)
			}
		case trouble.What != store.TroubleStale:
			t.Errorf("line %d: %+v", l.Number, l)
		}
	}
	if moved < 30 || refused < 30 {
		t.Errorf("%d moved and %d refused: too few to tell", moved, refused)
	}
}

// Of many who swapped, those who can't go back keep what they have, and so does
// who would have it back; all others go back.
func TestUndoOfASwapThatOneLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	a, b, d, e := w.selected(c, "a", "", "A15"), w.selected(c, "b", "", "B15"), w.selected(c, "d", "", "D15"), w.selected(c, "e", "", "E15")
	f, waits := w.selected(c, "f", "", "F15"), w.selected(c, "waits", "https://shop.example/w", "W15")
	m := w.applied(w.importOf(
		c,
		line(t, 1, "a", "", "B15"), line(t, 2, "b", "", "A15"), line(t, 3, "d", "", "E15"), line(t, 4, "e", "", "D15"), line(t, 5, "f", "", "F20"),
		line(t, 6, "waits", "", "F15"), as(line(t, 7, "new", "", "W15"), store.Selected),
	))
	w.mustEdit(w.rowNow(b), func(e *store.Edit) { e.Note = "since" })
	w.mustEdit(w.rowOf(c, "new"), func(e *store.Edit) { e.Note = "since" })
	undone, err := w.Undo(t.Context(), w.act(), m.Request())
	must(t, err)
	same(t, "codes", w.codes(a, b, d, e, f, waits, w.rowOf(c, "new")), []string{
		"@a selected B15", "@b selected A15", "@d selected D15", "@e selected E15", "@f selected F20", "@waits selected F15", "@new selected W15",
	})
	var kept []string
	for _, taken := range undone.Taken {
		kept = append(kept, fmt.Sprintf("@%s wants %s of @%s", taken.Of.Influencer.Handle, taken.Text, taken.By.Influencer.Handle))
	}
	same(t, "taken", kept, []string{"@a wants A15 of @b", "@f wants F15 of @waits", "@waits wants W15 of @new"})
	if len(undone.Moved) != 2 || len(undone.Rows) != 2 || undone.Rows[0].Before.Code.String() != "E15" || undone.Rows[1].Before.Code.String() != "D15" {
		t.Errorf("moved %+v, undone %+v", undone.Moved, undone.Rows)
	}
}

// Of two who import the same swap at once one does it; nobody swaps it back, and
// nobody loses a code to who selects somebody with it at that moment.
func TestTheSameSwapAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	a, b := w.selected(c, "a", "", "A15"), w.selected(c, "b", "", "B15")
	var all []store.Import
	for range 3 {
		m := w.importOf(c, line(t, 1, "a", "", "B15"), line(t, 2, "b", "", "A15"))
		_, err := w.ApplyImport(t.Context(), w.act(), m.ID, true)
		must(t, err)
		all = append(all, m)
	}
	var wg sync.WaitGroup
	for _, m := range all {
		wg.Go(func() {
			if _, _, err := w.RunImport(t.Context(), team, m.ID, "claim", day, nil); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			thief := store.Selection{Handle: handle(t, fmt.Sprint("thief", m.ID)), Code: aCode(t, "A15")}
			_, err := w.Select(t.Context(), w.act(), c.ID, []store.Selection{thief})
			if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.By == nil {
				t.Errorf("a code that somebody has was given to another: %v", err)
			}
		})
	}
	wg.Wait()
	same(t, "codes", w.codes(a, b), []string{"@a selected B15", "@b selected A15"})
	applied := 0
	for _, m := range all {
		counts, err := w.ImportCounts(t.Context(), team, m.ID)
		must(t, err)
		if applied += counts.Applied; counts.Applied+counts.Refused != 2 || counts.Applied == 1 {
			t.Errorf("half a swap: %+v", counts)
		}
	}
	if applied != 2 {
		t.Errorf("%d rows are applied in all", applied)
	}
}

// Of people selected a moment ago the server knows no statistics yet. A file that
// gives each of them another code is applied at once all the same: what compared
// each with each, once for each, took minutes for 180.
func TestAFileAfterASelectionIsAppliedAtOnce(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	var people []store.Selection
	var lines []store.ImportLine
	for n := range 180 {
		who := fmt.Sprintf("g%d", n)
		people = append(people, store.Selection{Handle: handle(t, who), Code: aCode(t, who)})
		lines = append(lines, line(t, n+1, who, "", "new"+who))
	}
	_, err := w.Select(t.Context(), w.act(), c.ID, people)
	must(t, err)
	m, act := w.importOf(c, lines...), w.act()
	_, err = w.ApplyImport(t.Context(), act, m.ID, true)
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, _, err = w.RunImport(ctx, team, m.ID, "claim", act.At, nil)
	must(t, err)
	if row := w.rowOf(c, "g0"); row.Code.String() != "newg0" {
		t.Errorf("g0 has %s", row.Code)
	}
}
