package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"codekeeper/store"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// secret is in everything that names the person or is about them.
const secret = "maya"

// aPerson is somebody with a past: another handle, notes of their own and in two
// campaigns, a reason.
func aPerson(w *world) (store.Influencer, []store.Row) {
	w.t.Helper()
	summer, winter := w.campaign("summer", store.UniqueOurs, store.UniqueOurs), w.campaign("winter", store.UniqueOurs, store.UniqueOurs)
	row := w.selected(summer, secret+".old", "https://shop.example/m", "GLOW15")
	saved, err := w.SaveProfile(w.ctx(), w.act(), row.InfluencerID, 1, store.Profile{
		Handle: handle(w.t, secret+".glow"), Name: "Maya " + secret, Platform: "TikTok", Email: secret + "@example.com", Note: "knows " + secret,
	})
	must(w.t, err)
	row = w.mustEdit(row, func(e *store.Edit) { e.Note = secret + " moves in May" })
	row = w.mustEdit(row, func(e *store.Edit) { e.State, e.Reason = store.Withdrawn, secret+" has no time" })
	return saved.After, []store.Row{row, w.applicant(winter, secret+".glow")}
}

func TestForget(t *testing.T) {
	w := newWorld(t)
	maya, rows := aPerson(w)
	leo := w.selected(rows[0].Campaign, "leo", "", "")
	leo = w.mustEdit(leo, func(e *store.Edit) { e.Note = "stays" })
	before := w.count(`SELECT count(*) FROM application_history`)
	w.claims("claim", day, false, true)
	digest := []store.DigestRow{
		{Key: "tbd:1", CampaignID: rows[0].CampaignID, ApplicationID: rows[0].ID, Text: "*@" + secret + "*"},
		{Key: "tbd:2", CampaignID: rows[0].CampaignID, ApplicationID: leo.ID, Text: "*@leo*"},
	}
	w.shows(0, digest, true)
	for _, statement := range []string{
		`INSERT INTO imports (team_id, campaign_id, state, started_at, started_by, request_id, applied_at, applied_by)
			SELECT team_id, id, state, created_at, 'U1', slug || state, created_at, 'U1' FROM campaigns, (VALUES ('done'), ('staged')) s (state)`,
		`INSERT INTO import_rows (team_id, import_id, number, handle, handle_key, name, email, about, note, influencer_id)
			SELECT 'T1', m.id, i.id, 'maya', 'maya', 'maya', 'maya', 'maya', 'maya', i.id FROM imports m, influencers i WHERE i.handle LIKE 'maya%'`,
	} {
		_, err := w.sql().ExecContext(t.Context(), statement)
		must(t, err)
	}
	lines := w.count(`SELECT count(*) FROM import_rows`)
	done, err := w.Forget(t.Context(), w.act(), maya.ID, maya.Version)
	must(t, err)
	if n := w.count(`SELECT count(*) FROM import_rows`); n != lines {
		t.Errorf("%d lines of imports are left of %d", n, lines)
	}
	if n := w.count(`SELECT count(*) FROM import_rows WHERE verdict = 'ignored' AND influencer_id IS NULL`); n != lines/2 {
		t.Errorf("%d lines of %d are ignored, want those of the imports that aren't done", n, lines)
	}
	i := done.Influencer
	if !i.Forgotten() || !i.Handle.IsZero() || i.Name+i.Email+i.Note != "" || i.Platform != "TikTok" || i.Version != 3 || done.Applications != 2 || done.Repeat {
		t.Errorf("done %+v", done)
	}
	for _, line := range w.dump(team) {
		if strings.Contains(strings.ToLower(line), secret) && !strings.HasPrefix(line, "application") { // the link is theirs, and stays
			t.Errorf("not forgotten: %s", line)
		}
		if strings.Contains(line, "moves in May") || strings.Contains(line, "no time") {
			t.Errorf("not forgotten: %s", line)
		}
	}
	if n := w.count(`SELECT count(*) FROM application_history`); n != before+2 {
		t.Errorf("%d history rows, want %d", n, before+2)
	}
	now, err := w.Application(t.Context(), team, rows[0].ID)
	must(t, err)
	if now.State != store.Withdrawn || now.Link != rows[0].Link || now.Code != rows[0].Code || now.Version != rows[0].Version+1 || !now.Influencer.Forgotten() {
		t.Errorf("their application is %+v", now)
	}
	_, codes, err := w.Holders(t.Context(), team, aLink(t, ""), aCode(t, "GLOW15"), leo.InfluencerID, 0)
	must(t, err)
	if len(codes) != 1 || codes[0].Influencer.ID != maya.ID || codes[0].Until == nil {
		t.Errorf("held by %+v", codes)
	}
	shown, err := w.DigestRows(t.Context(), team, "C1", today)
	must(t, err)
	written := digest
	digest[0].Text = ""
	same(t, "a digest shows", shown, written)
	w.shows(1, digest, false) // who read the name wrote it too late
	kept, err := w.Application(t.Context(), team, leo.ID)
	must(t, err)
	same(t, "somebody else", kept, leo)

	again, err := w.Forget(t.Context(), w.act(), maya.ID, maya.Version)
	must(t, err)
	same(t, "forgotten twice", again, store.Forgetting{Influencer: i})
}

func TestForgottenAreNotFound(t *testing.T) {
	w := newWorld(t)
	maya, rows := aPerson(w)
	_, err := w.Forget(t.Context(), w.act(), maya.ID, maya.Version)
	must(t, err)
	for _, text := range []string{secret + ".old", secret + ".glow"} {
		if _, _, err := w.FindInfluencer(t.Context(), team, handle(t, text)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s is found: %v", text, err)
		}
	}
	for _, text := range []string{"", secret} {
		found, err := w.SearchInfluencers(t.Context(), team, text, 0, 9)
		must(t, err)
		near, err := w.ClosestHandles(t.Context(), team, secret, 9)
		must(t, err)
		if len(found)+len(near) != 0 {
			t.Errorf("%q finds %v %v", text, found, near)
		}
	}
	page, err := w.Rows(t.Context(), team, store.Filter{Words: []string{secret}})
	must(t, err)
	if page.Total != 0 {
		t.Errorf("%d rows are found", page.Total)
	}
	if _, err := w.SaveProfile(t.Context(), w.act(), maya.ID, 3, store.Profile{Handle: handle(t, "x")}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a forgotten profile is saved: %v", err)
	}
	for _, selection := range []store.Selection{{InfluencerID: maya.ID}, {InfluencerID: maya.ID, Version: 2}} {
		if _, err := w.Select(t.Context(), w.act(), rows[1].CampaignID, []store.Selection{selection}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("somebody forgotten is selected: %v", err)
		}
	}
	spring := w.campaign("spring", store.UniqueOurs, store.UniqueOurs)
	if _, err := w.Select(t.Context(), w.act(), spring.ID, []store.Selection{{InfluencerID: maya.ID}}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("somebody forgotten is selected elsewhere: %v", err)
	}
	added, err := w.AddInfluencers(t.Context(), w.act(), spring.ID, []store.Profile{{Handle: handle(t, secret+".old")}, {Handle: handle(t, secret+".glow")}})
	must(t, err)
	if !added.Rows[0].New || !added.Rows[1].New || added.Rows[0].Influencer.ID == maya.ID {
		t.Errorf("the handles are not free: %+v", added)
	}
}

func TestForgetIsRefused(t *testing.T) {
	w := newWorld(t)
	maya, _ := aPerson(w)
	before := w.dump(team)
	_, err := w.Forget(t.Context(), w.act(), maya.ID, 1)
	if stale, ok := errors.AsType[*store.Stale[store.Influencer]](err); !ok || stale.Current.Version != 2 || stale.By != ana {
		t.Errorf("stale: %v", err)
	}
	if _, err := w.Forget(t.Context(), w.act(), 999, 1); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
	same(t, "what is stored", w.dump(team), before)
}

// Of history exactly what forgetting empties can be emptied, of those who are
// forgotten, and nothing else can be done.
func TestHistoryAllowsForgettingAndNothingElse(t *testing.T) {
	w := newWorld(t)
	maya, rows := aPerson(w)
	w.selected(rows[0].Campaign, "leo", "", "")
	db := w.sql()
	refused := func(what, statement string, args ...any) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement, args...); pq.As(err, pqerror.RestrictViolation) == nil {
			t.Errorf("%s: %s: %v", what, statement, err)
		}
	}
	const profile, application = `UPDATE influencer_history SET handle = '', name = '', email = '', note = ''`, `UPDATE application_history SET note = '', reason = ''`
	refused("nobody is forgotten", profile)
	refused("nobody is forgotten", application)
	_, err := w.Forget(t.Context(), w.act(), maya.ID, maya.Version)
	must(t, err)
	refused("others are not", profile)
	refused("others are not", application)
	for _, set := range []string{
		"handle = 'x'", "handle = '', name = 'x', email = '', note = ''", "by = 'x'", "platform = ''", "at = at + interval '1 s'",
		"handle = '', name = '', email = '', note = '', by = ''", "influencer_id = 2", "team_id = 'T2'",
	} {
		refused("more than emptying", `UPDATE influencer_history SET `+set+` WHERE influencer_id = $1`, maya.ID)
	}
	for _, set := range []string{"note = 'x'", "note = '', reason = 'x'", "code = NULL", "link = NULL", "state = 'applied'", "note = '', reason = '', by = ''", "application_id = 3"} {
		refused("more than emptying", `UPDATE application_history SET `+set+` WHERE application_id = $1 AND version = 2`, rows[0].ID)
	}
	refused("deleting", `DELETE FROM influencer_history WHERE influencer_id = $1`, maya.ID)
	refused("deleting", `DELETE FROM application_history WHERE application_id = $1`, rows[0].ID)
	_, err = db.ExecContext(t.Context(), profile+` WHERE influencer_id = $1`, maya.ID)
	must(t, err)
	for _, set := range []string{"handle = 'maya'", "name = 'Maya'", "email = 'm@example.com'", "note = 'x'", "forgotten_at = NULL"} {
		_, err := db.ExecContext(t.Context(), `UPDATE influencers SET `+set+` WHERE id = $1`, maya.ID)
		if pq.As(err, pqerror.CheckViolation) == nil {
			t.Errorf("a forgotten influencer takes %s: %v", set, err)
		}
	}
}

// Whatever others do to somebody at the moment they are forgotten, nothing of
// them is left, and everybody is answered.
func TestForgettingMeetsEverything(t *testing.T) {
	for round := range 5 {
		w := newWorld(t)
		c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
		maya := w.selected(c, secret, "", "")
		var campaigns []store.Campaign
		for n := range 4 {
			campaigns = append(campaigns, w.campaign(fmt.Sprintf("c%d", n), store.UniqueOurs, store.UniqueOurs))
		}
		fine := func(what string, err error) {
			if err != nil && !isStale(err) && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		var wg sync.WaitGroup
		for n, other := range campaigns {
			wg.Go(func() {
				_, err := w.edit(maya, func(e *store.Edit) { e.Note = fmt.Sprintf("%s %d", secret, n) })
				fine("edit", err)
			})
			wg.Go(func() {
				_, err := w.Select(t.Context(), w.act(), other.ID, []store.Selection{{InfluencerID: maya.InfluencerID}})
				fine("select", err)
			})
			wg.Go(func() {
				_, err := w.AddInfluencers(t.Context(), w.act(), other.ID, []store.Profile{{Handle: handle(t, secret)}})
				fine("add", err)
			})
			wg.Go(func() {
				_, err := w.SaveProfile(t.Context(), w.act(), maya.InfluencerID, 1, store.Profile{Handle: handle(t, fmt.Sprintf("%s%d", secret, n))})
				fine("profile", err)
			})
		}
		wg.Go(func() {
			for version := int64(1); ; version++ {
				_, err := w.Forget(t.Context(), w.act(), maya.InfluencerID, version)
				if err == nil {
					return
				}
				if !isStale(err) {
					t.Error(err)
					return
				}
			}
		})
		wg.Wait()
		left := w.count(`SELECT (SELECT count(*) FROM influencer_history WHERE influencer_id = $1 AND handle || name || note <> '')
			+ (SELECT count(*) FROM application_history h JOIN applications a ON a.id = h.application_id
				WHERE a.influencer_id = $1 AND h.note <> '')
			+ (SELECT count(*) FROM applications WHERE influencer_id = $1 AND note <> '')
			+ (SELECT count(*) FROM handles WHERE influencer_id = $1)`, maya.InfluencerID)
		if left != 0 {
			t.Errorf("round %d: %d rows are left", round, left)
		}
		// Who was added by the handle after that is somebody else.
		if found, _, err := w.FindInfluencer(t.Context(), team, handle(t, secret)); err == nil && found.ID == maya.InfluencerID {
			t.Error("the forgotten one has the handle")
		}
	}
}

func TestForgottenComeLastInAList(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	gone := w.selected(c, "anna", "", "")
	w.selected(c, "zoë", "", "")
	w.selected(c, "мая", "", "")
	_, err := w.Forget(t.Context(), w.act(), gone.InfluencerID, 1)
	must(t, err)
	var got []string
	for after := ""; ; {
		page, err := w.Rows(t.Context(), team, store.Filter{Limit: 1, After: after})
		must(t, err)
		got = append(got, page.Rows[0].Influencer.Handle.String())
		if after = page.Next; after == "" {
			break
		}
	}
	if !slices.Equal(got, []string{"zoë", "мая", ""}) {
		t.Errorf("listed %q", got)
	}
}
