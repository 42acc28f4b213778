package store_test

import (
	"errors"
	"testing"

	"codekeeper/store"
)

func TestSettings(t *testing.T) {
	w := newWorld(t)
	none, err := w.Settings(t.Context(), team)
	must(t, err)
	same(t, "none", none, store.Settings{})
	act := w.act()
	saved, err := w.SaveSettings(t.Context(), act, 0, store.Settings{At: "08:30", TZ: "Europe/Berlin"})
	must(t, err)
	want := store.Settings{Version: 1, At: "08:30", TZ: "Europe/Berlin", ChangedBy: ana}
	same(t, "saved", saved, want)
	repeat, err := w.SaveSettings(t.Context(), act, 0, store.Settings{At: "08:30", TZ: "Europe/Berlin"})
	must(t, err)
	same(t, "repeat", repeat, want)
	_, err = w.SaveSettings(t.Context(), w.act(), 0, store.Settings{})
	if stale, ok := errors.AsType[*store.Stale[store.Settings]](err); !ok || stale.By != ana || !stale.At.Equal(act.At) {
		t.Errorf("stale: %v", err)
	}
	saved, err = w.SaveSettings(t.Context(), w.act(), 1, store.Settings{Days: "mon-wed,fri", Channel: "C1"})
	must(t, err)
	want = store.Settings{Version: 2, Days: "mon-wed,fri", Channel: "C1", ChangedBy: ana}
	same(t, "saved again", saved, want)
	read, err := w.Settings(t.Context(), team)
	must(t, err)
	same(t, "read", read, want)
	// Asked again later, the first answers what it set, and sets nothing.
	for _, version := range []int64{0, 2} {
		repeat, err = w.SaveSettings(t.Context(), act, version, store.Settings{At: "08:30", TZ: "Europe/Berlin"})
		must(t, err)
		same(t, "repeat, after a later change", repeat, store.Settings{Version: 1, At: "08:30", TZ: "Europe/Berlin", ChangedBy: ana})
	}
	read, err = w.Settings(t.Context(), team)
	must(t, err)
	same(t, "read again", read, want)
	if n := w.count(`SELECT count(*) FROM settings_history h JOIN requests r ON r.team_id = h.team_id AND r.id = h.request_id
		WHERE h.by = $1 AND h.way = 'form' AND r.at = h.at`, ana); n != 2 {
		t.Errorf("%d history rows with their request, want 2", n)
	}
	_, err = w.CreateCampaign(t.Context(), act, "c", store.Terms{Name: "c", LinkMode: store.Shared, CodeMode: store.Shared, Owners: []string{ana}})
	if err == nil {
		t.Error("a request that set the digest made a campaign")
	}
	other := w.act()
	_, err = w.CreateCampaign(t.Context(), other, "c", store.Terms{Name: "c", LinkMode: store.Shared, CodeMode: store.Shared, Owners: []string{ana}})
	must(t, err)
	if _, err = w.SaveSettings(t.Context(), other, 2, store.Settings{}); err == nil {
		t.Error("a request that made a campaign set the digest")
	}
}
