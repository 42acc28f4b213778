package commands

import (
	"fmt"
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// act is a change by ana, each by a request of its own.
func (w *world) act() store.Act {
	return store.Act{
		Team: w.team, Request: fmt.Sprintf("test-%d", w.requests.Add(1)), User: w.userID("ana"),
		Way: store.ByForm, At: w.sim.Clock().Now(),
	}
}

// actBy is a change by somebody else.
func (w *world) actBy(name string) store.Act {
	act := w.act()
	act.User = w.userID(name)
	return act
}

// campaign makes a campaign of ana's through the store: the link unique from
// the program, the code unique and ours, the digest in #influencers, unless
// the changes say otherwise.
func (w *world) campaign(name string, change ...func(*store.Terms)) store.Campaign {
	w.t.Helper()
	terms := store.Terms{
		Name: name, LinkMode: store.UniqueProgram, CodeMode: store.UniqueOurs,
		Owners: store.Owners{w.userID("ana")}, ChannelID: w.channelID("influencers"),
	}
	for _, with := range change {
		with(&terms)
	}
	made, err := w.store.CreateCampaign(w.t.Context(), w.act(), slugOf(name, 1), terms)
	must(w.t, err)
	return made.After
}

// modes sets how a campaign handles its links and its codes.
func modes(link, code store.Mode) func(*store.Terms) {
	return func(t *store.Terms) { t.LinkMode, t.CodeMode = link, code }
}

// launching sets a campaign's launch date, as YYYY-MM-DD.
func launching(day store.Date) func(*store.Terms) {
	return func(t *store.Terms) { t.Launches = day }
}

// archived archives a campaign.
func (w *world) archived(c store.Campaign) store.Campaign {
	w.t.Helper()
	now, err := w.store.Campaign(w.t.Context(), w.team, c.ID)
	must(w.t, err)
	change, err := w.store.ArchiveCampaign(w.t.Context(), w.act(), c.ID, now.Version, true)
	must(w.t, err)
	return change.After
}

// edited changes a campaign's terms.
func (w *world) edited(c store.Campaign, with func(*store.Terms)) store.Campaign {
	w.t.Helper()
	now, err := w.store.Campaign(w.t.Context(), w.team, c.ID)
	must(w.t, err)
	with(&now.Terms)
	change, err := w.store.EditCampaign(w.t.Context(), w.act(), c.ID, now.Version, now.Terms)
	must(w.t, err)
	return change.After
}

// influencer adds somebody who is in no campaign.
func (w *world) influencer(handle, name string) store.Influencer {
	w.t.Helper()
	added, err := w.store.AddInfluencers(w.t.Context(), w.act(), 0, []store.Profile{{Handle: handleOf(w.t, handle), Name: name}})
	must(w.t, err)
	return added.Rows[0].Influencer
}

// applicant adds an applicant.
func (w *world) applicant(c store.Campaign, handle string) store.Row {
	w.t.Helper()
	added, err := w.store.AddInfluencers(w.t.Context(), w.act(), c.ID, []store.Profile{{Handle: handleOf(w.t, handle)}})
	must(w.t, err)
	return *added.Rows[0].Application
}

// selected adds somebody selected; link and code may be "TBD".
func (w *world) selected(c store.Campaign, handle, link, code string) store.Row {
	w.t.Helper()
	changes, err := w.store.Select(w.t.Context(), w.act(), c.ID, []store.Selection{{
		Handle: handleOf(w.t, handle), Link: linkOf(w.t, link), Code: codeOf(w.t, code),
	}})
	must(w.t, err)
	return changes.Rows[0].After
}

// change changes an application as it is now, by somebody.
func (w *world) change(by string, row store.Row, with func(*store.Edit)) store.Row {
	w.t.Helper()
	edit := store.EditOf(w.row(row).Application)
	with(&edit)
	changes, err := w.store.Change(w.t.Context(), w.actBy(by), edit)
	must(w.t, err)
	return changes.Rows[0].After
}

// row is an application as it is now.
func (w *world) row(r store.Row) store.Row {
	w.t.Helper()
	now, err := w.store.Application(w.t.Context(), w.team, r.ID)
	must(w.t, err)
	return now
}

// rowOf is somebody's application in a campaign as it is now.
func (w *world) rowOf(handle string, c store.Campaign) store.Row {
	w.t.Helper()
	_, rows, err := w.store.FindInfluencer(w.t.Context(), w.team, handleOf(w.t, handle))
	must(w.t, err)
	row, ok := rowIn(rows, c.ID)
	if !ok {
		w.t.Fatalf("%s is not in %s", handle, c.Name)
	}
	return row
}

// holds checks what an application holds now: its state, link and code.
func (w *world) holds(r store.Row, state store.State, link, code string) {
	w.t.Helper()
	now := w.row(r)
	if now.State != state || now.Link.String() != link || now.Code.String() != code {
		w.t.Errorf("@%s in %s is %s with link %s and code %s, want %s with link %s and code %s",
			now.Influencer.Handle, now.Campaign.Slug, now.State, now.Link, now.Code, state, link, code)
	}
}

// count asks the database for a number.
func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	must(w.t, w.db.QueryRowContext(w.t.Context(), query, args...).Scan(&n))
	return n
}

// history counts an application's history rows.
func (w *world) history(r store.Row) int {
	w.t.Helper()
	return w.count(`SELECT count(*) FROM application_history WHERE application_id = $1`, r.ID)
}

// writes counts all history rows there are, so that a test can say that
// nothing was stored.
func (w *world) writes() int {
	w.t.Helper()
	return w.count(`SELECT (SELECT count(*) FROM application_history) + (SELECT count(*) FROM influencer_history)
		+ (SELECT count(*) FROM campaign_history)`)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func handleOf(t testing.TB, text string) store.Handle {
	t.Helper()
	h, _, err := store.ParseHandle(text)
	must(t, err)
	return h
}

func linkOf(t testing.TB, text string) tracking.Link {
	t.Helper()
	link, err := tracking.ParseLink(text)
	must(t, err)
	return link
}

func codeOf(t testing.TB, text string) tracking.Code {
	t.Helper()
	code, err := tracking.ParseCode(text)
	must(t, err)
	return code
}

// onlyCampaign is the one campaign there is.
func (w *world) onlyCampaign() store.Campaign {
	w.t.Helper()
	all, err := w.store.Campaigns(w.t.Context(), w.team)
	must(w.t, err)
	if len(all) != 1 {
		w.t.Fatalf("%d campaigns", len(all))
	}
	return all[0]
}
