package store_test

import (
	"testing"

	"codekeeper/store"
)

// wholly fails unless all that a request did was undone.
func (w *world) wholly(request string) store.Undone {
	w.t.Helper()
	undone, err := w.Undo(w.ctx(), w.act(), request)
	must(w.t, err)
	if undone.Nothing() || len(undone.Moved)+len(undone.MovedProfiles)+len(undone.MovedTerms)+len(undone.Taken) > 0 {
		w.t.Fatalf("%s: %+v", request, undone)
	}
	return undone
}

// Who takes back the last thing first, and then the one before, gets back what
// was at first.
func TestUndoOneAfterTheOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	m := w.importOf(c, as(line(t, 1, "maya", "", ""), store.Selected), as(line(t, 2, "kim", "", ""), store.Selected))
	w.applied(m)
	maya, kim := w.rowOf(c, "maya"), w.rowOf(c, "kim")
	made := w.act()
	first, second := store.EditOf(maya.Application), store.EditOf(kim.Application)
	first.Code, second.Code = aCode(t, "MAYA15"), aCode(t, "KIM15")
	_, err := w.Change(t.Context(), made, first, second)
	must(t, err)
	swapped := w.importOf(c, line(t, 1, "maya", "", "KIM15"), line(t, 2, "kim", "", "MAYA15"))
	w.applied(swapped)

	w.wholly(swapped.Request())
	w.wholly(made.Request)
	if now := w.rowNow(maya); !now.Code.TBD() {
		t.Errorf("%+v", now.Application)
	}
	w.wholly(m.Request())
	if rows, err := w.Rows(t.Context(), team, store.Filter{CampaignID: c.ID, Limit: 9}); err != nil || rows.Total != 0 {
		t.Errorf("%d are there: %v", rows.Total, err)
	}
}

func TestUndoTermsAndProfilesOneAfterTheOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	maya := w.selected(c, "maya", "", "")
	terms := c.Terms
	var acts []store.Act
	for n, fee := range []string{"USD 100", "USD 200"} {
		acts = append(acts, w.act())
		terms.Fee, terms.LinkMode = fee, store.UniqueOurs
		_, err := w.EditCampaign(t.Context(), acts[n], c.ID, int64(n+1), terms)
		must(t, err)
	}
	w.wholly(acts[1].Request)
	undone := w.wholly(acts[0].Request)
	if got := undone.Terms[0].After; got.Fee != c.Fee || got.LinkMode != store.NotNeeded || got.Version != 5 {
		t.Errorf("%+v", got.Terms)
	}
	if now := w.rowNow(maya); now.LinkMode != store.NotNeeded {
		t.Errorf("%+v", now.Application)
	}

	for n, name := range []string{"Maya", "Maya Glow"} {
		acts[n] = w.act()
		_, err := w.SaveProfile(t.Context(), acts[n], maya.InfluencerID, int64(n+1), store.Profile{Handle: maya.Influencer.Handle, Name: name})
		must(t, err)
	}
	w.wholly(acts[1].Request)
	if got := w.wholly(acts[0].Request).Profiles[0].After; got.Name != "" {
		t.Errorf("%+v", got)
	}
}

// What was typed again by hand is somebody's word, and stays.
func TestWhatIsTypedAgainIsNotUndone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maya := w.selected(w.campaign("c", store.NotNeeded, store.UniqueOurs), "maya", "", "")
	act := w.act()
	edit := store.EditOf(maya.Application)
	edit.Code = aCode(t, "MAYA15")
	changes, err := w.Change(t.Context(), act, edit)
	must(t, err)
	row := changes.Rows[0].After
	for _, code := range []string{"MAYA20", "MAYA15"} {
		row = w.mustEdit(row, func(e *store.Edit) { e.Code = aCode(t, code) })
	}
	undone, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if len(undone.Rows) != 0 || len(undone.Moved) != 1 {
		t.Errorf("%+v", undone)
	}
}
