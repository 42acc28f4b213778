package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/lib/pq"
)

const (
	// Whoever holds this lock sees the campaign's modes stay as they are, and
	// it stay live.
	sqlShareCampaign = `SELECT ` + campaignColumns + ` FROM campaigns c WHERE c.team_id = $1 AND c.id = $2 FOR SHARE`

	// Rows go in by key, so that two who add the same people wait for each
	// other in the same order.
	sqlCreateInfluencers = `WITH asked AS (
		SELECT * FROM jsonb_to_recordset(CAST($6 AS jsonb))
			AS p (key text, handle text, name text, platform text, email text, note text)
	)` + creating + `
	SELECT asked.key, ` + influencerColumns + ` FROM made i JOIN asked ON asked.handle = i.handle`

	creating = `, made AS (
		INSERT INTO influencers (team_id, handle, name, platform, email, note, created_at, created_by, changed_at, changed_by)
		SELECT $1, handle, name, platform, email, note, $3, $5, $3, $5 FROM asked ORDER BY key
		RETURNING *
	), found AS (
		INSERT INTO handles (team_id, key, influencer_id)
		SELECT made.team_id, asked.key, made.id FROM made JOIN asked ON asked.handle = made.handle ORDER BY asked.key
	), recorded AS (` + recordInfluencer + `
		SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), handle, name, platform, email, note
		FROM made
	)`

	sqlRequestNew = `SELECT influencer_id FROM influencer_history WHERE team_id = $1 AND request_id = $2 AND version = 1`
)

// Added is who was added, in the order of the profiles asked for. Repeat: the
// request had been done already.
type Added struct {
	Rows   []AddedRow
	Repeat bool
}

// An AddedRow is one of them: whether they are new, their application in the
// campaign, nil when none was given, and whether they newly applied.
type AddedRow struct {
	Influencer  Influencer
	New         bool
	Application *Row
	Applied     bool
}

// AddInfluencers adds influencers, and makes them applicants of the campaign
// unless campaignID is 0. Who is known already, by any handle, stays as they
// are, and so does an application. Errors: ErrNotFound (the campaign),
// *Archived.
func (s *Store) AddInfluencers(ctx context.Context, act Act, campaignID int64, profiles []Profile) (Added, error) {
	act = act.stored()
	if len(profiles) == 0 {
		return Added{}, nil
	}
	var added Added
	err := s.inTx(ctx, func(c session) (err error) {
		added, err = addInfluencers(ctx, c, act, campaignID, profiles)
		return err
	})
	repeat, err := s.repeated(ctx, act, err)
	if repeat {
		added, err = s.addedBy(ctx, act, campaignID, profiles)
	}
	if err != nil {
		return Added{}, fmt.Errorf("add influencers: %w", err)
	}
	return added, nil
}

func addInfluencers(ctx context.Context, c session, act Act, campaignID int64, profiles []Profile) (Added, error) {
	if err := ask(ctx, c, act); err != nil {
		return Added{}, err
	}
	if campaignID != 0 {
		if _, err := shareCampaign(ctx, c, act.Team, campaignID); err != nil {
			return Added{}, err
		}
	}
	found, fresh, err := findOrCreate(ctx, c, act, profiles)
	if err != nil {
		return Added{}, err
	}
	added := Added{}
	for _, p := range profiles {
		influencer := found[p.Handle.Key()]
		added.Rows = append(added.Rows, AddedRow{Influencer: influencer, New: fresh[influencer.ID]})
	}
	if campaignID == 0 {
		return added, nil
	}
	return added, apply(ctx, c, act, campaignID, added.Rows)
}

// shareCampaign keeps a campaign live and as it is until the transaction ends.
func shareCampaign(ctx context.Context, c session, team string, id int64) (Campaign, error) {
	campaign, err := one[Campaign](ctx, c, sqlShareCampaign, team, id)
	if err != nil {
		return Campaign{}, fmt.Errorf("campaign %d: %w", id, err)
	}
	if campaign.Archived() {
		return Campaign{}, &Archived{Campaign: campaign}
	}
	return campaign, nil
}

type newInfluencer struct {
	Key      string `json:"key"`
	Handle   Handle `json:"handle"`
	Name     string `json:"name"`
	Platform string `json:"platform"`
	Email    string `json:"email"`
	Note     string `json:"note"`
}

// findOrCreate answers the influencers with the profiles' handles by key, and
// which of them it created.
func findOrCreate(ctx context.Context, c session, act Act, profiles []Profile) (found map[string]Influencer, fresh map[int64]bool, err error) {
	asked := make(map[string]newInfluencer, len(profiles))
	wanted := make([]string, 0, len(profiles))
	for _, p := range profiles {
		if p.Handle.IsZero() {
			return nil, nil, errors.New("a profile without a handle")
		}
		key := p.Handle.Key()
		if _, twice := asked[key]; !twice {
			asked[key] = newInfluencer{Key: key, Handle: p.Handle, Name: p.Name, Platform: p.Platform, Email: p.Email, Note: p.Note}
			wanted = append(wanted, key)
		}
	}
	known, err := many[keyedInfluencer](ctx, c, sqlInfluencersByKey, act.Team, pq.Array(wanted))
	if err != nil {
		return nil, nil, err
	}
	found, fresh = make(map[string]Influencer, len(wanted)), map[int64]bool{}
	for _, row := range known {
		found[row.Key] = row.Influencer
		delete(asked, row.Key)
	}
	if len(asked) == 0 {
		return found, fresh, nil
	}
	created, err := createInfluencers(ctx, c, act, asked)
	if err != nil {
		return nil, nil, err
	}
	for _, row := range created {
		found[row.Key] = row.Influencer
		fresh[row.ID] = true
	}
	return found, fresh, nil
}

func createInfluencers(ctx context.Context, c session, act Act, asked map[string]newInfluencer) ([]keyedInfluencer, error) {
	list := make([]newInfluencer, 0, len(asked))
	for _, p := range asked {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b newInfluencer) int { return cmp.Compare(a.Key, b.Key) })
	encoded, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	created, err := many[keyedInfluencer](ctx, c, sqlCreateInfluencers, act.Team, act.Request, act.At, act.Way, act.User, string(encoded))
	if violates(err, handleTaken) {
		return nil, errAgain // somebody added one of them a moment ago
	}
	return created, err
}

// apply makes applicants of those who have no application in the campaign yet.
func apply(ctx context.Context, c session, act Act, campaignID int64, rows []AddedRow) error {
	ids := make([]int64, len(rows))
	for n, row := range rows {
		ids[n] = row.Influencer.ID
	}
	there, err := applicationsOf(ctx, c, act.Team, campaignID, ids)
	if err != nil {
		return err
	}
	var missing []newApplication
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		if _, ok := there[id]; !ok {
			missing = append(missing, newApplication{InfluencerID: id, State: Applied})
		}
	}
	made, err := createApplications(ctx, c, act, campaignID, missing)
	if err != nil {
		return err
	}
	for n, row := range rows {
		application, known := there[row.Influencer.ID]
		if !known {
			var ok bool
			if application, ok = made[row.Influencer.ID]; !ok {
				return errAgain // somebody forgot them a moment ago, and their handle is free
			}
		}
		rows[n].Application, rows[n].Applied = &application, !known
	}
	return nil
}

// addedBy is what a request that added influencers did: who applied by it is
// as they were then.
func (s *Store) addedBy(ctx context.Context, act Act, campaignID int64, profiles []Profile) (Added, error) {
	added := Added{Repeat: true}
	hs := make([]Handle, len(profiles))
	for n, p := range profiles {
		hs[n] = p.Handle
	}
	found, err := s.FindInfluencers(ctx, act.Team, hs)
	if err != nil {
		return Added{}, err
	}
	fresh, err := read[int64](ctx, s, sqlRequestNew, act.Team, act.Request)
	if err != nil {
		return Added{}, err
	}
	done, err := s.changesOf(ctx, act)
	if err != nil {
		return Added{}, err
	}
	applied := map[int64]Row{}
	for _, change := range done.Rows {
		applied[change.After.InfluencerID] = change.After
	}
	ids := make([]int64, 0, len(found))
	for _, influencer := range found {
		ids = append(ids, influencer.ID)
	}
	there, err := s.ApplicationsOf(ctx, act.Team, campaignID, ids)
	if err != nil {
		return Added{}, err
	}
	for _, h := range hs {
		influencer, ok := found[h.Key()]
		if !ok {
			return Added{}, errOtherRequest
		}
		row := AddedRow{Influencer: influencer, New: slices.Contains(fresh, influencer.ID)}
		if application, ok := applied[influencer.ID]; ok {
			row.Application, row.Applied = &application, true
		} else if application, ok := there[influencer.ID]; ok {
			row.Application = &application
		}
		added.Rows = append(added.Rows, row)
	}
	return added, nil
}
