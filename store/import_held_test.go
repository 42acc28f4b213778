package store_test

import (
	"testing"

	"codekeeper/store"
)

// Who has a code in the same campaign now is named as well, where that stops
// nothing: for an applicant, and where another line takes it from them.
func TestImportWarnsOfWhoHasItInTheCampaign(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	w.selected(c, "nia", "", "NIA15")
	w.selected(c, "pat", "", "PAT15")
	w.applicant(c, "kim")
	m := w.importOf(c, line(t, 1, "nia", "", "PAT15"), line(t, 2, "pat", "", "NIA15"), line(t, 3, "kim", "", "TBD"))
	w.wantLines(m, "1 @nia changed [held code PAT15 @pat c]", "2 @pat changed [held code NIA15 @nia c]", "3 @kim unchanged")
	m = w.importOf(c, line(t, 1, "kim", "", "PAT15"))
	w.wantLines(m, "1 @kim changed [held code PAT15 @pat c]")
}
