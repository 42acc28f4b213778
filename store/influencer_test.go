package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"codekeeper/store"
)

func TestAddInfluencers(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	profile := store.Profile{Handle: handle(t, "@Maya.Glow"), Name: "Maya", Platform: "Instagram", Email: "maya@mail.example", Note: "n"}
	added, err := w.AddInfluencers(t.Context(), w.act(), 0, []store.Profile{profile})
	must(t, err)
	maya := added.Rows[0]
	if !maya.New || maya.Application != nil || maya.Applied || maya.Influencer.Version != 1 {
		t.Errorf("added: %+v", maya)
	}
	same(t, "profile", maya.Influencer.Profile, profile)

	act := w.act()
	asked := []store.Profile{{Handle: handle(t, "ben")}, {Handle: handle(t, "maya.GLOW"), Name: "Somebody else"}, {Handle: handle(t, "Ben")}}
	added, err = w.AddInfluencers(t.Context(), act, c.ID, asked)
	must(t, err)
	if ben := added.Rows[0]; !ben.New || !ben.Applied || ben.Application.State != store.Applied {
		t.Errorf("new applicant: %+v", ben)
	}
	if known := added.Rows[1]; known.New || !known.Applied || known.Application.InfluencerID != maya.Influencer.ID {
		t.Errorf("known one: %+v", known)
	}
	same(t, "a known one stays as they are", added.Rows[1].Influencer, maya.Influencer)
	same(t, "the same one again", added.Rows[2], added.Rows[0])
	repeat, err := w.AddInfluencers(t.Context(), act, c.ID, asked)
	must(t, err)
	added.Repeat = true
	same(t, "repeat", repeat, added)

	later, err := w.AddInfluencers(t.Context(), w.act(), c.ID, asked[:1])
	must(t, err)
	if row := later.Rows[0]; row.New || row.Applied || row.Application.ID != added.Rows[0].Application.ID {
		t.Errorf("an applicant already: %+v", row)
	}
	none, err := w.AddInfluencers(t.Context(), w.act(), c.ID, nil)
	must(t, err)
	same(t, "nobody", none, store.Added{})
	if _, err := w.AddInfluencers(t.Context(), w.act(), 999, asked); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown campaign: %v", err)
	}
	if _, err := w.AddInfluencers(t.Context(), w.act(), 0, []store.Profile{{Name: "No handle"}}); err == nil {
		t.Error("a profile without a handle was added")
	}
	w.archive(c)
	if _, err := w.AddInfluencers(t.Context(), w.act(), c.ID, asked); !isArchived(err) {
		t.Errorf("archived: %v", err)
	}
	if n := w.count(`SELECT count(*) FROM influencers`); n != 2 {
		t.Errorf("%d influencers, want 2", n)
	}
}

func isArchived(err error) bool {
	_, ok := errors.AsType[*store.Archived](err)
	return ok
}

func TestSaveProfileKeepsOldHandles(t *testing.T) {
	w := newWorld(t)
	maya := w.applicant(w.campaign("c", store.NotNeeded, store.NotNeeded), "maya").Influencer
	ben := w.applicant(w.campaign("d", store.NotNeeded, store.NotNeeded), "ben").Influencer
	profile := store.Profile{Handle: handle(t, "maya.glow"), Name: "Maya", Platform: "TikTok", Email: "m@mail.example", Note: "note"}
	act := w.act()
	saved, err := w.SaveProfile(t.Context(), act, maya.ID, 1, profile)
	must(t, err)
	same(t, "before", saved.Before, maya)
	same(t, "after", saved.After.Profile, profile)
	for _, text := range []string{"maya", "MAYA.GLOW"} {
		found, rows, err := w.FindInfluencer(t.Context(), team, handle(t, text))
		must(t, err)
		if len(rows) != 1 {
			t.Errorf("%s has %d rows, want 1", text, len(rows))
		}
		same(t, text, found, saved.After)
	}
	// Back to the old handle, which is theirs still.
	profile.Handle = handle(t, "Maya")
	back, err := w.SaveProfile(t.Context(), w.act(), maya.ID, 2, profile)
	must(t, err)
	if back.After.Handle.String() != "Maya" || back.After.Version != 3 {
		t.Errorf("back: %+v", back.After)
	}
	unchanged, err := w.SaveProfile(t.Context(), w.act(), maya.ID, 3, profile)
	must(t, err)
	same(t, "unchanged", unchanged, store.ProfileChange{Before: back.After, After: back.After})

	_, err = w.SaveProfile(t.Context(), w.act(), ben.ID, 1, store.Profile{Handle: handle(t, "@Maya.glow")})
	taken, ok := errors.AsType[*store.Taken](err)
	if !ok || taken.What != "handle" || taken.With == nil || taken.With.ID != maya.ID {
		t.Errorf("taken: %v", err)
	}
	_, err = w.SaveProfile(t.Context(), w.act(), maya.ID, 2, store.Profile{Handle: handle(t, "m")})
	stale, ok := errors.AsType[*store.Stale[store.Influencer]](err)
	if !ok || stale.Current.Version != 3 || stale.By != ana {
		t.Errorf("stale: %v", err)
	}
	if _, err := w.SaveProfile(t.Context(), w.act(), 999, 1, profile); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
	repeat, err := w.SaveProfile(t.Context(), act, maya.ID, 1, store.Profile{Handle: handle(t, "maya.glow")})
	must(t, err)
	saved.Repeat = true
	same(t, "repeat", repeat, saved)
}

func TestFindInfluencer(t *testing.T) {
	w := newWorld(t)
	old := w.campaign("old", store.NotNeeded, store.NotNeeded)
	w.selected(old, "maya", "", "")
	w.archive(old)
	soon := w.campaignOf("soon", store.Terms{Name: "s", LinkMode: store.NotNeeded, CodeMode: store.NotNeeded, Owners: []string{ana}, Launches: "2025-04-01"})
	late := w.campaignOf("late", store.Terms{Name: "l", LinkMode: store.NotNeeded, CodeMode: store.NotNeeded, Owners: []string{ana}, Launches: "2025-05-01"})
	w.applicant(late, "maya")
	w.applicant(soon, "maya")
	_, rows, err := w.FindInfluencer(t.Context(), team, handle(t, "maya"))
	must(t, err)
	var slugs []string
	for _, row := range rows {
		slugs = append(slugs, row.Campaign.Slug)
	}
	same(t, "campaigns", slugs, []string{"soon", "late", "old"})

	_, err = w.AddInfluencers(t.Context(), w.act(), 0, []store.Profile{{Handle: handle(t, "ben")}})
	must(t, err)
	ben, rows, err := w.FindInfluencer(t.Context(), team, handle(t, "ben"))
	must(t, err)
	if ben.Handle.String() != "ben" || len(rows) != 0 {
		t.Errorf("without applications: %+v %v", ben, rows)
	}
	if _, _, err := w.FindInfluencer(t.Context(), team, handle(t, "nobody")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	found, err := w.FindInfluencers(t.Context(), team, []store.Handle{handle(t, "BEN"), handle(t, "nobody")})
	must(t, err)
	same(t, "several", found, map[string]store.Influencer{"ben": ben})
	if _, err := w.Influencer(t.Context(), team, 999); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
}

func TestClosestHandles(t *testing.T) {
	w := newWorld(t)
	var profiles []store.Profile
	for _, text := range []string{"maya.glow", "mayaglow", "anna_k", "ben", "glow.studio"} {
		profiles = append(profiles, store.Profile{Handle: handle(t, text)})
	}
	added, err := w.AddInfluencers(t.Context(), w.act(), 0, profiles)
	must(t, err)
	anna := added.Rows[2].Influencer
	_, err = w.SaveProfile(t.Context(), w.act(), anna.ID, 1, store.Profile{Handle: handle(t, "anna.new")})
	must(t, err)
	for text, want := range map[string][]string{
		"@maya.glwo": {"maya.glow", "mayaglow"},
		"MAYA_GLOW":  {"maya.glow", "mayaglow"},
		"anna_kk":    {"anna.new"}, // by the old handle
		"glow":       {"mayaglow", "maya.glow", "glow.studio"},
		"bne":        {"ben"},
		"zzzzzz":     nil,
		"":           nil,
	} {
		got, err := w.ClosestHandles(t.Context(), team, text, 3)
		must(t, err)
		same(t, text, got, want)
	}
}

func TestClosestHandlesToMany(t *testing.T) {
	w := newWorld(t)
	var profiles []store.Profile
	var texts []string
	for n := range 100 {
		profiles = append(profiles, store.Profile{Handle: handle(t, fmt.Sprintf("maya%03d.glow", n))})
		texts = append(texts, fmt.Sprintf("@MAYA%03dglow", n))
	}
	_, err := w.AddInfluencers(t.Context(), w.act(), 0, profiles)
	must(t, err)
	before := w.executed()
	found, err := w.ClosestHandlesTo(t.Context(), team, append(texts, "", "zzzzzz", strings.Repeat("z", 200)))
	must(t, err)
	if n := w.executed() - before; n != 1 {
		t.Errorf("%d statements, want 1", n)
	}
	for n, text := range texts {
		if found[text] != profiles[n].Handle.String() {
			t.Errorf("%s is closest to %s", text, found[text])
		}
	}
	if len(found) != len(texts) {
		t.Errorf("%d found, want %d", len(found), len(texts))
	}
	_, err = w.AddInfluencers(t.Context(), w.act(), 0, []store.Profile{{Handle: handle(t, "s0")}, {Handle: handle(t, "kit_7")}, {Handle: handle(t, "creator12")}})
	must(t, err)
	if alike, err := w.ClosestHandlesTo(t.Context(), team, []string{"s4", "s", "kit_8", "kit_77", "creator13"}); err != nil || len(alike) != 0 {
		t.Errorf("short or numbered handles are alike: %v %v", alike, err)
	}
	before = w.executed()
	none, err := w.ClosestHandlesTo(t.Context(), team, []string{""})
	if err != nil || len(none) != 0 || w.executed() != before {
		t.Errorf("of nothing: %v %v", none, err)
	}
}

func TestClosest(t *testing.T) {
	slugs := []string{"summer-glow", "summer-flow", "winter", "No-Code", "set", "größe-1"}
	for text, want := range map[string][]string{
		"sumemr-glow":                      {"summer-glow", "summer-flow"}, // a swap is one slip
		"@Summer-Flow":                     {"summer-flow", "summer-glow"},
		"summer-slow":                      {"summer-glow", "summer-flow"}, // as close: in their order
		"no-cod":                           {"No-Code"},
		"ste":                              {"set"},
		"stte":                             nil,
		"glow":                             nil, // a part is no slip
		"grösse-1":                         {"größe-1"},
		"":                                 nil,
		"@":                                nil,
		strings.Repeat("summer-glow", 300): nil,
	} {
		same(t, text, store.Closest(slugs, text, 2), want)
	}
	same(t, "one", store.Closest(slugs, "sumemr-glow", 1), []string{"summer-glow"})
	same(t, "none asked for", store.Closest(slugs, "set", 0), []string(nil))
	same(t, "each once", store.Closest([]string{"set", "set"}, "set", 2), []string{"set"})
}

func TestSearchInfluencers(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.NotNeeded)
	_, err := w.AddInfluencers(t.Context(), w.act(), 0, []store.Profile{
		{Handle: handle(t, "zoe"), Name: "Zoe Glow"}, {Handle: handle(t, "glow.b")}, {Handle: handle(t, "other")},
	})
	must(t, err)
	w.applicant(c, "the.glow")
	w.selected(c, "glow.a", "", "")
	search := func(text string, campaign int64, limit int) []string {
		found, err := w.SearchInfluencers(t.Context(), team, text, campaign, limit)
		must(t, err)
		var got []string
		for _, match := range found {
			got = append(got, match.Handle.String()+":"+string(match.State))
		}
		return got
	}
	same(t, "in a campaign", search("@GLOW", c.ID, 10), []string{"the.glow:applied", "glow.a:selected", "glow.b:", "zoe:"})
	same(t, "in none", search("glow", 0, 10), []string{"glow.a:", "glow.b:", "the.glow:", "zoe:"})
	same(t, "limit", search("", c.ID, 2), []string{"the.glow:applied", "glow.a:selected"})
	same(t, "wildcards are letters", search("%", c.ID, 10), []string(nil))
}
