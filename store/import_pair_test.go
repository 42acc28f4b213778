package store_test

import (
	"errors"
	"slices"
	"testing"

	"codekeeper/store"
)

func TestPairing(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	maya, leo := w.selected(c, "maya", "", ""), w.selected(c, "leo", "", "LEO15")
	m := w.importOf(c, line(t, 1, "", "", "MAYA15"), line(t, 2, "", "", "leo15"), line(t, 3, "", "", "MAYA20"), line(t, 4, "", "", "maya15"))
	w.wantLines(m, "1 waiting", "2 @leo unchanged", "3 waiting", "4 ignored [same row 1]")
	codes, err := w.NamelessCodes(t.Context(), team, m.ID)
	must(t, err)
	same(t, "codes", codes, []store.NamelessCode{{Number: 1, Code: "MAYA15"}, {Number: 3, Code: "MAYA20"}})
	pair := func(pairs ...store.ImportPair) {
		t.Helper()
		must(t, w.PairImport(t.Context(), team, m.ID, today, pairs))
	}
	pair(store.ImportPair{Number: 1, InfluencerID: maya.InfluencerID}, store.ImportPair{Number: 2, InfluencerID: maya.InfluencerID})
	w.wantLines(m, "1 @maya changed", "2 @leo unchanged", "3 waiting", "4 ignored [same row 1]")
	pair(store.ImportPair{Number: 3, InfluencerID: maya.InfluencerID})
	w.wantLines(m, "1 @maya error [twice row 3]", "2 @leo unchanged", "3 @maya error [twice row 1]", "4 ignored [same row 1]")
	pair(store.ImportPair{Number: 1})
	w.wantLines(m, "1 waiting", "2 @leo unchanged", "3 @maya changed", "4 ignored [same row 1]")
	w.applied(m)
	if w.rowNow(maya).Code.String() != "MAYA20" || w.rowNow(leo).Code.String() != "LEO15" {
		t.Error("the codes are not theirs")
	}
	if err := w.PairImport(t.Context(), team, m.ID, today, nil); !errors.Is(err, store.ErrImportApplied) {
		t.Error(err)
	}
}

// What the shop exports says that a code made from a pattern is in the shop.
func TestImportFromTheShop(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	maya := w.mustEdit(w.selected(c, "maya", "", ""), func(e *store.Edit) { e.Code, e.MadeCode = aCode(t, "MAYA15"), true })
	lines := slices.Values([]store.ImportLine{line(t, 1, "", "", "MAYA15")})
	m := w.staged(c, store.Staging{Lines: lines, Today: today})
	w.wantLines(m, "1 @maya unchanged")
	m = w.staged(c, store.Staging{Lines: lines, Today: today, FromShop: true})
	w.wantLines(m, "1 @maya changed")
	w.applied(m)
	if !maya.NotInShop || w.rowNow(maya).NotInShop {
		t.Error("it is not in the shop")
	}
}

// A nameless code that is given to somebody frees the one they have, for the
// line that wants it; taken back, it is theirs again.
func TestAPairLetsCodesMoveOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	a, b := w.selected(c, "a", "", "A15"), w.selected(c, "b", "", "B15")
	m := w.importOf(c, line(t, 1, "a", "", "B15"), line(t, 2, "", "", "SOLO15"))
	pair := func(who int64, want ...string) {
		t.Helper()
		must(t, w.PairImport(t.Context(), team, m.ID, today, []store.ImportPair{{Number: 2, InfluencerID: who}}))
		w.wantLines(m, want...)
	}
	w.wantLines(m, "1 @a error [taken code B15 @b]", "2 waiting")
	pair(b.InfluencerID, "1 @a changed [moves code B15 row 2 @b]", "2 @b changed")
	pair(0, "1 @a error [taken code B15 @b]", "2 waiting")
	pair(b.InfluencerID, "1 @a changed [moves code B15 row 2 @b]", "2 @b changed")
	w.applied(m)
	same(t, "codes", w.codes(a, b), []string{"@a selected B15", "@b selected SOLO15"})
}
