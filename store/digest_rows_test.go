package store_test

import (
	"testing"

	"codekeeper/store"
)

func TestDigestRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, other := w.campaign("c", store.NotNeeded, store.UniqueOurs), w.campaign("o", store.NotNeeded, store.UniqueOurs)
	maya, ben := w.selected(c, "maya", "", ""), w.selected(other, "ben", "", "")
	w.claims("claim", day, false, true)
	must(t, w.FinishDigest(t.Context(), team, "C1", today, "claim", "C1", "1.2", day))
	rows := []store.DigestRow{
		{Key: "tbd:2", CampaignID: c.ID, ApplicationID: maya.ID, Text: "*@maya*"}, {Key: "ended:1", CampaignID: c.ID, Text: "ended"},
	}
	must(t, w.SaveDigestRows(t.Context(), team, "C1", today, rows))
	got, err := w.DigestRows(t.Context(), team, "C1", today)
	must(t, err)
	same(t, "rows", got, rows)
	rows = []store.DigestRow{rows[1], {Key: "tbd:2", CampaignID: c.ID, ApplicationID: maya.ID, Text: "*@maya*", DoneBy: ben.ChangedBy}}
	must(t, w.SaveDigestRows(t.Context(), team, "C1", today, rows[1:]))
	got, err = w.DigestRows(t.Context(), team, "C1", today)
	must(t, err)
	same(t, "rows", got, rows[1:])

	shown, err := w.DigestKeysShown(t.Context(), team, []string{"tbd:2", "ended:1"})
	must(t, err)
	same(t, "shown", shown, map[string]bool{"tbd:2": true})

	act := w.act()
	for request, edited := range map[string]store.Row{act.Request: maya, w.act().Request: ben} {
		edit, by := store.EditOf(edited.Application), act
		edit.Note, by.Request = "n", request
		_, err := w.Change(t.Context(), by, edit)
		must(t, err)
		touched, err := w.DigestsTouched(t.Context(), team, request, today)
		must(t, err)
		if (len(touched) == 1) != (edited.ID == maya.ID) {
			t.Errorf("@%s changed: %d digests touched", edited.Influencer.Handle, len(touched))
		}
	}
	must(t, w.SaveDigestRows(t.Context(), team, "C2", today, rows)) // nobody claimed it
}
