package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Select selects influencers for a campaign, all or none, and answers in the
// order asked. Who is new is added, and so is an application; the campaign's
// modes are taken, and a link or code is dropped where it is not unique.
//
// Errors: ErrNotFound (the campaign, or an influencer), *ArchivedError,
// *AlreadySelected, *Stale{Current}, *Taken{What: "link" or "code", By}.
func (s *Store) Select(ctx context.Context, act Act, campaignID int64, selections []Selection) (Changes, error) {
	act = act.stored()
	if len(selections) == 0 {
		return Changes{}, nil
	}
	var changes Changes
	err := s.inTx(ctx, func(c session) (err error) {
		changes.Rows, err = selectAll(ctx, c, act, campaignID, selections)
		return err
	})
	repeat, err := s.repeated(ctx, act, err)
	if repeat {
		changes, err = s.repeatedSelections(ctx, act, campaignID, selections)
	}
	if err != nil {
		return Changes{}, fmt.Errorf("select for campaign %d: %w", campaignID, err)
	}
	return changes, nil
}

func selectAll(ctx context.Context, c session, act Act, campaignID int64, selections []Selection) ([]Change, error) {
	if err := ask(ctx, c, act); err != nil {
		return nil, err
	}
	if _, err := shareCampaign(ctx, c, act.Team, campaignID); err != nil {
		return nil, err
	}
	chosen, err := identify(ctx, c, act, selections)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(chosen))
	order := make([]int, len(chosen))
	for n, selection := range chosen {
		ids[n], order[n] = selection.InfluencerID, n
	}
	there, err := applicationsOf(ctx, c, act.Team, campaignID, ids)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(order, func(a, b int) int { return inOrder(there, chosen[a], chosen[b]) })
	changes := make([]Change, len(chosen))
	for at, n := range order {
		if at > 0 && ids[order[at-1]] == ids[n] {
			return nil, fmt.Errorf("influencer %d is selected twice at once", ids[n])
		}
		changes[n], err = selectOne(ctx, c, act, campaignID, there, chosen[n])
		if err != nil {
			return nil, among(changes, err)
		}
	}
	return changes, nil
}

// inOrder puts applications in the order of their ids, as Change does, and
// then those to be made in the order of their influencers.
func inOrder(there map[int64]Row, a, b Selection) int {
	x, knownX := there[a.InfluencerID]
	y, knownY := there[b.InfluencerID]
	switch {
	case knownX && knownY:
		return cmp.Compare(x.ID, y.ID)
	case knownX:
		return -1
	case knownY:
		return 1
	}
	return cmp.Compare(a.InfluencerID, b.InfluencerID)
}

// identify answers the selections with InfluencerID set, having added those
// whose handle is unknown.
func identify(ctx context.Context, c session, act Act, selections []Selection) ([]Selection, error) {
	var profiles []Profile
	for _, selection := range selections {
		if selection.InfluencerID == 0 {
			profiles = append(profiles, Profile{Handle: selection.Handle, Platform: selection.Platform})
		}
	}
	chosen := slices.Clone(selections)
	if len(profiles) == 0 {
		return chosen, nil
	}
	found, _, err := findOrCreate(ctx, c, act, profiles)
	if err != nil {
		return nil, err
	}
	for n := range chosen {
		if chosen[n].InfluencerID == 0 {
			chosen[n].InfluencerID = found[chosen[n].Handle.Key()].ID
		}
	}
	return chosen, nil
}

func selectOne(ctx context.Context, c session, act Act, campaignID int64, there map[int64]Row, selection Selection) (Change, error) {
	row, known := there[selection.InfluencerID]
	if !known {
		return selectNew(ctx, c, act, campaignID, selection)
	}
	if row.State == Selected {
		return Change{}, &AlreadySelected{Row: row}
	}
	if selection.Version != 0 && row.Version != selection.Version {
		return Change{}, staleRow(row)
	}
	edit := EditOf(row.Application)
	edit.State, edit.Link, edit.Code, edit.GoesLive = Selected, selection.Link, selection.Code, selection.GoesLive
	if selection.Version == 0 && row.State == Applied {
		edit = withPrepared(edit, row.Application)
	}
	change, err := changeOne(ctx, c, act, edit, false)
	if selection.Version == 0 && is[*Stale](err) {
		return Change{}, errAgain // it was based on no version: take the one that is there now
	}
	return change, err
}

// withPrepared keeps what was prepared for an applicant where the edit, made
// without seeing it, says nothing else.
func withPrepared(edit Edit, prepared Application) Edit {
	if edit.Link.TBD() {
		edit.Link = prepared.Link
	}
	if edit.Code.TBD() {
		edit.Code = prepared.Code
	}
	if edit.GoesLive == "" {
		edit.GoesLive = prepared.GoesLive
	}
	return edit
}

// selectNew selects somebody who has no application in the campaign.
func selectNew(ctx context.Context, c session, act Act, campaignID int64, selection Selection) (Change, error) {
	if _, err := one[Influencer](ctx, c, sqlInfluencer, act.Team, selection.InfluencerID); err != nil {
		return Change{}, fmt.Errorf("influencer %d: %w", selection.InfluencerID, err)
	}
	wanted := newApplication{InfluencerID: selection.InfluencerID, State: Selected, Link: selection.Link, Code: selection.Code}
	if selection.GoesLive != "" {
		wanted.GoesLive = &selection.GoesLive
	}
	made, err := createApplications(ctx, c, act, campaignID, []newApplication{wanted})
	if violates(err, linkTaken, codeTaken) {
		return Change{}, &conflict{
			team: act.Team, campaignID: campaignID, influencerID: selection.InfluencerID,
			link: selection.Link, code: selection.Code, cause: err,
		}
	}
	if err != nil {
		return Change{}, err
	}
	return Change{After: made[selection.InfluencerID]}, nil
}

// repeatedSelections are what a request's selections did, in their order. The
// request may have been asked for fewer in the end, as when some of them were
// selected already: those are left out.
func (s *Store) repeatedSelections(ctx context.Context, act Act, campaignID int64, selections []Selection) (Changes, error) {
	done, err := s.changesOf(ctx, act)
	if err != nil {
		return Changes{}, err
	}
	found, err := s.FindInfluencers(ctx, act.Team, handlesOf(selections))
	if err != nil {
		return Changes{}, err
	}
	changes := Changes{Repeat: true}
	for _, selection := range selections {
		id := cmp.Or(selection.InfluencerID, found[selection.Handle.Key()].ID)
		n := slices.IndexFunc(done.Rows, func(c Change) bool { return c.After.CampaignID == campaignID && c.After.InfluencerID == id })
		if n >= 0 {
			changes.Rows = append(changes.Rows, done.Rows[n])
		}
	}
	if len(changes.Rows) == 0 {
		return Changes{}, errOtherRequest
	}
	return changes, nil
}

func handlesOf(selections []Selection) []Handle {
	var hs []Handle
	for _, selection := range selections {
		if selection.InfluencerID == 0 {
			hs = append(hs, selection.Handle)
		}
	}
	return hs
}
