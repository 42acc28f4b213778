package store_test

import (
	"slices"
	"strings"
	"testing"

	"codekeeper/store"
)

// namedIn are the imports, and lines of imports, that name somebody.
func (w *world) namedIn(text string) []string {
	w.t.Helper()
	var all []string
	for _, line := range w.dump(team) {
		if strings.HasPrefix(line, "import") && strings.Contains(strings.ToLower(line), text) {
			all = append(all, line)
		}
	}
	return all
}

// An import that is staged, done or waits for its columns names nobody who is
// forgotten, neither in a line about somebody else nor in one that couldn't be
// read; what it says of others stays, and it is applied without them.
func TestForgettingLeavesNoNameInImports(t *testing.T) {
	w := newWorld(t)
	c, d := w.campaign("c", store.NotNeeded, store.UniqueOurs), w.campaign("d", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(c, "maya.glow", "", "MG15")
	w.selected(d, "maya.glow", "https://shop.example/x", "MG20")
	w.selected(d, "leo", "https://shop.example/leo", "LEO15")
	unread := func(number int) store.ImportLine {
		return store.ImportLine{
			Number: number, RawWho: "@Maya.Glow, her", Name: "Maya",
			Problems: []store.ImportProblem{{What: store.TroubleUnread, Kind: "Handle", Text: "A handle can't contain a comma.", Try: "@maya.glowher"}},
		}
	}
	of := func() store.Import {
		return w.importOf(d, line(t, 1, "leo", "https://shop.example/X", "MG15"), line(t, 2, "kim", "", "MG20"), line(t, 3, "maya.glow", "", "MG30"), unread(4), line(t, 5, "zoe", "", "LEO15"))
	}
	done, staged := of(), of()
	w.applied(done)
	must(t, w.DoubtImport(t.Context(), team, staged.ID, map[int]store.ImportProblem{1: {What: store.TroubleAlike, Handle: "maya.glow"}}))
	for _, pasted := range []string{"x y z\nMAYA.glow and more", "nobody of them"} {
		_, err := w.StartImport(t.Context(), w.act(), store.ImportSource{CampaignID: d.ID, Pasted: pasted})
		must(t, err)
	}
	if n := len(w.namedIn("maya")); n < 9 {
		t.Fatalf("they are named in %d", n)
	}
	i, err := w.Influencer(t.Context(), team, maya.InfluencerID)
	must(t, err)
	_, err = w.Forget(t.Context(), w.act(), i.ID, i.Version)
	must(t, err)
	if left := w.namedIn("maya"); len(left) > 0 {
		t.Errorf("they are named in\n%s", strings.Join(left, "\n"))
	}
	if n := w.count(`SELECT count(*) FROM imports WHERE state = 'reading'`); n != 1 {
		t.Errorf("%d imports wait for their columns, want the one without them", n)
	}
	w.wantLines(staged, "1 @leo changed [held code MG15 c] [near link https://shop.example/X d]", "2 @kim new [held code MG20 d]", "3 ignored [forgotten]", "4 ignored [forgotten]", "5 @zoe new [held code LEO15 @leo d]")
	w.applied(staged)
	w.wantLines(staged, "1 @leo changed refused [stale selected U1]", "2 @kim new refused [stale U1]", "3 ignored [forgotten]", "4 ignored [forgotten]", "5 @zoe new refused [stale U1]") // done was first
	if left := w.namedIn("maya"); len(left) > 0 {
		t.Errorf("they are named in\n%s", strings.Join(left, "\n"))
	}
}

// What an import says of somebody forgotten still says that somebody has it.
func TestProblemsOfTheForgottenStay(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(c, "maya", "https://shop.example/m", "MAYA15")
	w.applicant(c, "kim")
	m := w.importOf(c, line(t, 1, "kim", "https://shop.example/M", "MAYA15"))
	w.wantLines(m, "1 @kim changed [held code MAYA15 @maya c] [near link https://shop.example/M @maya c]")
	_, err := w.Forget(t.Context(), w.act(), maya.InfluencerID, 1)
	must(t, err)
	rows, err := w.ImportRows(t.Context(), team, m.ID, store.ImportFilter{})
	must(t, err)
	if len(rows) != 1 || len(rows[0].Problems) != 2 || slices.ContainsFunc(rows[0].Problems, func(p store.ImportProblem) bool { return p.Handle != "" || p.Shared }) {
		t.Errorf("%+v", rows)
	}
}
