package store_test

import (
	"errors"
	"fmt"
	"testing"

	"codekeeper/store"

	"pgregory.net/rapid"
)

// A model is what the rules say of one campaign and its applications, in Go
// and without a database. Links and codes are texts, "" for TBD.
type model struct {
	version            int64
	linkMode, codeMode store.Mode
	archived           bool
	applications       []modelled
}

type modelled struct {
	id, version        int64
	state              store.State
	linkMode, codeMode store.Mode
	link, code, note   string
}

// change is what an edit to want comes to: a word for the answer, and the
// application as it is then.
func (m *model) change(n int, version int64, want modelled) (string, modelled) {
	old := m.applications[n]
	want.id, want.version, want.linkMode, want.codeMode = old.id, old.version, old.linkMode, old.codeMode
	selecting := want.state == store.Selected && old.state != store.Selected
	linkMode, codeMode := m.linkMode, m.codeMode
	if old.state == store.Selected {
		linkMode, codeMode = old.linkMode, old.codeMode
	}
	if selecting {
		want.linkMode, want.codeMode = linkMode, codeMode
		if !linkMode.Unique() {
			want.link = ""
		}
		if !codeMode.Unique() {
			want.code = ""
		}
	}
	switch {
	case m.archived:
		return "archived", old
	case version != old.version:
		return "stale", old
	case want == old:
		return "ok", old
	case (old.state == store.Declined || old.state == store.Withdrawn) && !selecting:
		return "not selected", old
	case old.state == store.Applied && want.state == store.Withdrawn, old.state == store.Selected && want.state == store.Declined:
		return "fault", old
	case want.link != "" && want.link != old.link && !linkMode.Unique():
		return "link not unique", old
	case want.code != "" && want.code != old.code && !codeMode.Unique():
		return "code not unique", old
	case want.state == store.Selected && m.taken(n, want):
		return "taken", old
	}
	want.version++
	return "ok", want
}

func (m *model) taken(n int, want modelled) bool {
	for other, a := range m.applications {
		if other != n && a.state == store.Selected && (want.link != "" && a.link == want.link || want.code != "" && a.code == want.code) {
			return true
		}
	}
	return false
}

// word is the model's word for a real answer.
func word(err error) string {
	if err == nil {
		return "ok"
	}
	if isArchived(err) {
		return "archived"
	}
	if isStale(err) {
		return "stale"
	}
	if _, ok := errors.AsType[*store.NotSelected](err); ok {
		return "not selected"
	}
	if _, ok := errors.AsType[*store.Taken](err); ok {
		return "taken"
	}
	if refused, ok := errors.AsType[*store.NotUnique](err); ok {
		return refused.What + " not unique"
	}
	return "fault"
}

func TestChangesFollowTheModel(t *testing.T) {
	w := newWorld(t)
	campaigns := 0
	rapid.Check(t, func(r *rapid.T) {
		campaigns++
		mode := rapid.SampledFrom(store.Modes)
		c := w.campaign(fmt.Sprintf("c%d", campaigns), mode.Draw(r, "link mode"), mode.Draw(r, "code mode"))
		m := &model{version: 1, linkMode: c.LinkMode, codeMode: c.CodeMode}
		for _, text := range []string{"maya", "ben", "cleo"} {
			m.applications = append(m.applications, modelled{id: w.applicant(c, text).ID, version: 1, state: store.Applied})
		}
		r.Repeat(map[string]func(*rapid.T){
			"change": func(r *rapid.T) { w.modelChange(r, m) },
			"modes":  func(r *rapid.T) { w.modelModes(r, m, c.ID) },
			"archive": func(r *rapid.T) {
				archived := rapid.IntRange(0, 4).Draw(r, "archived") == 0
				change, err := w.ArchiveCampaign(w.ctx(), w.act(), c.ID, m.version, archived)
				must(w.t, err)
				m.version, m.archived = change.After.Version, archived
			},
			"": func(r *rapid.T) { w.modelCompare(r, m, c.ID) },
		})
	})
}

func (w *world) modelChange(r *rapid.T, m *model) {
	n := rapid.IntRange(0, len(m.applications)-1).Draw(r, "who")
	old := m.applications[n]
	want := old
	if rapid.Bool().Draw(r, "another state") {
		want.state = rapid.SampledFrom(states).Draw(r, "state")
	}
	want.link = rapid.SampledFrom([]string{old.link, "", "https://shop.example/a", "https://shop.example/b"}).Draw(r, "link")
	want.code = rapid.SampledFrom([]string{old.code, "", "ONE", "TWO"}).Draw(r, "code")
	want.note = rapid.SampledFrom([]string{old.note, "noted"}).Draw(r, "note")
	version := old.version - max(0, int64(rapid.IntRange(-4, 1).Draw(r, "behind")))
	answer, then := m.change(n, version, want)
	_, err := w.Change(w.ctx(), w.act(), store.Edit{
		ID: old.id, Version: version, State: want.state, Link: aLink(w.t, want.link), Code: aCode(w.t, want.code), Note: want.note,
	})
	if got := word(err); got != answer {
		r.Fatalf("%+v to %+v: %s (%v), want %s", old, want, got, err, answer)
	}
	m.applications[n] = then
}

func (w *world) modelModes(r *rapid.T, m *model, id int64) {
	mode := rapid.SampledFrom(store.Modes)
	terms := store.Terms{Name: "m", LinkMode: mode.Draw(r, "link mode"), CodeMode: mode.Draw(r, "code mode"), Owners: []string{ana}}
	change, err := w.EditCampaign(w.ctx(), w.act(), id, m.version, terms)
	if m.archived {
		if !isArchived(err) {
			r.Fatalf("edited an archived campaign: %v", err)
		}
		return
	}
	must(w.t, err)
	m.version, m.linkMode, m.codeMode = change.After.Version, terms.LinkMode, terms.CodeMode
	affected := 0
	for n := range m.applications {
		a := &m.applications[n]
		before := *a
		if a.state == store.Selected && a.linkMode == store.NotNeeded && terms.LinkMode.Needed() {
			a.linkMode = terms.LinkMode
		}
		if a.state == store.Selected && a.codeMode == store.NotNeeded && terms.CodeMode.Needed() {
			a.codeMode = terms.CodeMode
		}
		if *a != before {
			a.version++
			affected++
		}
	}
	if change.Affected != affected {
		r.Fatalf("affected %d, want %d", change.Affected, affected)
	}
}

func (w *world) modelCompare(r *rapid.T, m *model, campaignID int64) {
	page, err := w.Rows(w.ctx(), team, store.Filter{CampaignID: campaignID, Archived: true})
	must(w.t, err)
	stored := map[int64]modelled{}
	for _, row := range page.Rows {
		one := modelled{
			id: row.ID, version: row.Version, state: row.State, linkMode: row.LinkMode, codeMode: row.CodeMode, note: row.Note,
		}
		if !row.Link.TBD() {
			one.link = row.Link.String()
		}
		if !row.Code.TBD() {
			one.code = row.Code.String()
		}
		stored[row.ID] = one
	}
	var changes, recorded int64
	for _, want := range m.applications {
		if stored[want.id] != want {
			r.Fatalf("stored %+v, want %+v", stored[want.id], want)
		}
		changes += want.version
	}
	must(w.t, w.DB().GetContext(w.ctx(), &recorded, `SELECT count(*) FROM application_history h
		JOIN applications a ON a.team_id = h.team_id AND a.id = h.application_id WHERE a.campaign_id = $1`, campaignID))
	if recorded != changes {
		r.Fatalf("%d history rows for %d versions", recorded, changes)
	}
}
