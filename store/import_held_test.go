package store_test

import (
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// Who has a code in the same campaign now is named as well, where that stops
// nothing: for an applicant.
func TestImportWarnsOfWhoHasItInTheCampaign(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	w.selected(c, "pat", "", "PAT15")
	w.applicant(c, "kim")
	m := w.importOf(c, line(t, 1, "kim", "", "PAT15"))
	w.wantLines(m, "1 @kim changed [held code PAT15 @pat c]")
}

func TestImportWarnsOfWhoHeldIt(t *testing.T) {
	w := newWorld(t)
	winter := w.campaign("winter", store.NotNeeded, store.UniqueOurs)
	autumn := w.campaignOf("autumn", store.Terms{
		Name: "autumn", LinkMode: store.NotNeeded, CodeMode: store.Shared, SharedCode: aCode(t, "ALL15"), Owners: []string{ana},
	})
	had := w.selected(winter, "had", "", "HAD15")
	w.mustEdit(had, func(e *store.Edit) { e.Code = aCode(t, "OTHER") })
	w.selected(winter, "has", "", "HAS15")
	w.selected(winter, "maya", "", "MAYA15")
	c := w.campaignOf("c", store.Terms{Name: "c", LinkMode: store.NotNeeded, CodeMode: store.UniqueOurs, Owners: []string{ana}, Launches: "2025-07-01"})
	w.selected(c, "old", "", "OLD15")
	w.mustEdit(w.rowOf(c, "old"), func(e *store.Edit) { e.Code = tracking.Code{} })
	expired, late, off := line(t, 7, "f", "", "F15"), line(t, 8, "g", "", "G15"), line(t, 9, "h", "", "H15")
	expired.Ends, late.Starts, off.Disabled = "2025-06-30", "2025-07-02", true
	m := w.importOf(
		c,
		line(t, 1, "a", "", "had15"), line(t, 2, "b", "", "HAS15"), line(t, 3, "d", "", "ALL15"), line(t, 4, "maya", "", "MAYA15"),
		line(t, 5, "e", "", "OLD15"), line(t, 6, "", "", "HAS15"), expired, late, off, line(t, 10, "", "", "all15"), line(t, 11, "", "", "HAD15"),
	)
	w.wantLines(m,
		"1 @a error [twin code row 11]", "2 @b error [twin code row 6]", "3 @d error [twin code row 10]", "4 @maya new",
		"5 @e new [held code OLD15 @old c 2025-03-10]", "6 error [twin code row 2]",
		"7 @f new [expired F15 2025-06-30]", "8 @g new [starts G15 2025-07-02 2025-07-01]", "9 @h new [disabled H15]",
		"10 error [twin code row 3]", "11 error [twin code row 1]")
	m = w.importOf(c, line(t, 1, "a", "", "had15"), line(t, 2, "b", "", "HAS15"), line(t, 3, "d", "", "ALL15"))
	w.wantLines(m, "1 @a new [held code had15 @had winter 2025-03-10]", "2 @b new [held code HAS15 @has winter]", "3 @d new [shared code ALL15 autumn]")
	m = w.importOf(c, line(t, 1, "", "", "had15"), line(t, 2, "", "", "HAS15"), line(t, 3, "", "", "ALL15"), line(t, 4, "", "", "FREE15"))
	w.wantLines(m, "1 waiting [held code had15 @had winter 2025-03-10]", "2 ignored [held code HAS15 @has winter]",
		"3 ignored [shared code ALL15 autumn]", "4 waiting")
	_ = autumn
}

func TestImportWarnsOfLinksThatAreNear(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.NotNeeded)
	w.selected(w.campaign("winter", store.UniqueOurs, store.NotNeeded), "leo", "https://shop.example/leo", "")
	w.applicant(c, "zoey")
	doubted := line(t, 4, "zoe", "https://shop.example/", "")
	doubted.Doubts = []store.ImportProblem{{What: store.TroubleLink, Text: "Bare."}}
	m := w.importOf(
		c,
		line(t, 1, "maya", "https://shop.example/Leo/", ""), line(t, 2, "kim", "https://shop.example/kim", ""),
		line(t, 3, "ben", "https://shop.example/k_im", ""), doubted, line(t, 5, "leo", "https://shop.example/LEO", ""),
	)
	want := []string{
		"1 @maya new [near link https://shop.example/Leo/ @leo winter]", "2 @kim new [near link https://shop.example/kim row 3]",
		"3 @ben new [near link https://shop.example/k_im row 2]", "4 @zoe new [link Bare.]", "5 @leo new [near link https://shop.example/LEO row 1]",
	}
	w.wantLines(m, want...)
	for range 2 {
		must(t, w.DoubtImport(t.Context(), team, m.ID, map[int]store.ImportProblem{4: {What: store.TroubleAlike, Handle: "zoey"}, 9: {What: store.TroubleAlike}}))
	}
	want[3] += " [alike @zoey]"
	w.wantLines(m, want...)
}
