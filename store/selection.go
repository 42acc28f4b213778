package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Select selects influencers for a campaign, all or none, and answers in the
// order asked. Who is new is added, and so is an application; the campaign's
// modes are taken, and a link or code is dropped where it is not unique.
//
// Errors: ErrNotFound (the campaign, or an influencer, also one who is
// forgotten), *Archived,
// *AlreadySelected, *Stale[Row], *Taken{What: "link" or "code", By}.
func (s *Store) Select(ctx context.Context, act Act, campaignID int64, selections []Selection) (Changes, error) {
	act = act.stored()
	if len(selections) == 0 {
		return Changes{}, nil
	}
	var changes Changes
	err := s.inTxTogether(ctx, func(c session, together bool) (err error) {
		changes.Rows, err = selectAll(ctx, c, act, campaignID, selections, together)
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

func selectAll(ctx context.Context, c session, act Act, campaignID int64, selections []Selection, together bool) ([]Change, error) {
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
	for n, selection := range chosen {
		if slices.Contains(ids[:n], selection.InfluencerID) {
			return nil, fmt.Errorf("influencer %d is selected twice at once", selection.InfluencerID)
		}
		ids[n] = selection.InfluencerID
	}
	there, err := applicationsOf(ctx, c, act.Team, campaignID, ids)
	if err != nil {
		return nil, err
	}
	done, err := selectThose(ctx, c, act, there, chosen, together)
	if err != nil {
		return nil, err
	}
	fresh := slices.DeleteFunc(chosen, func(s Selection) bool { _, known := there[s.InfluencerID]; return known })
	made, err := selectNew(ctx, c, act, campaignID, fresh, together)
	if err != nil {
		return nil, among(done, err)
	}
	return inOrder(ids, append(done, made...)), nil
}

// inOrder puts changes in the order of the influencers' ids.
func inOrder(ids []int64, changes []Change) []Change {
	by := make(map[int64]Change, len(changes))
	for _, change := range changes {
		by[change.After.InfluencerID] = change
	}
	sorted := make([]Change, len(ids))
	for n, id := range ids {
		sorted[n] = by[id]
	}
	return sorted
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

// selectThose selects those of the chosen who have an application there.
func selectThose(ctx context.Context, c session, act Act, there map[int64]Row, chosen []Selection, together bool) ([]Change, error) {
	var edits []Edit
	unseen := map[int64]bool{} // applications that no version was given for
	for _, selection := range chosen {
		row, known := there[selection.InfluencerID]
		if !known {
			continue
		}
		edit, err := selecting(row, selection)
		if err != nil {
			return nil, err
		}
		edits = append(edits, edit)
		unseen[row.ID] = selection.Version == 0
	}
	changes, err := changeAll(ctx, c, act, edits, together)
	if stale, ok := errors.AsType[*Stale[Row]](err); ok && unseen[stale.Current.ID] {
		return nil, errAgain // it was based on no version: take the one that is there now
	}
	if is[*NotThere](err) {
		return nil, errAgain // taken back a moment ago: they are new
	}
	return changes, err
}

// selecting is the edit of the row that a selection asks for.
func selecting(row Row, selection Selection) (Edit, error) {
	if row.Influencer.Forgotten() {
		return Edit{}, fmt.Errorf("influencer %d: %w", row.InfluencerID, ErrNotFound)
	}
	if row.State == Selected {
		return Edit{}, &AlreadySelected{Row: row}
	}
	if selection.Version != 0 && row.Version != selection.Version {
		return Edit{}, staleRow(row)
	}
	if selection.Version == 0 {
		selection = selection.Keeping(row)
	}
	edit := EditOf(row.Application)
	edit.State, edit.Link, edit.Code, edit.GoesLive = Selected, selection.Link, selection.Code, selection.GoesLive
	edit.MadeCode = selection.made()
	return edit, nil
}

// made says whether the code was made from the campaign's pattern; a TBD is no
// code.
func (s Selection) made() bool { return s.MadeCode && !s.Code.TBD() }

// Prepared is the selection that takes the row as it is: with the link and code
// prepared for an applicant, or held by somebody before they were withdrawn,
// where those are unique now.
func (r Row) Prepared() Selection {
	s := Selection{InfluencerID: r.InfluencerID, Version: r.Version, GoesLive: r.GoesLive}
	if r.Campaign.LinkMode.Unique() {
		s.Link = r.Link
	}
	if r.Campaign.CodeMode.Unique() {
		s.Code = r.Code
	}
	return s
}

// Keeping is the selection, made without seeing the row, based on it: a TBD
// leaves what is prepared there, or was theirs before, so that nothing is lost
// by it. What somebody else holds meanwhile is for who selects to ask about; in
// the same campaign it is *Taken.
func (s Selection) Keeping(row Row) Selection {
	own := row.Prepared()
	s.Version = own.Version
	if s.Link.TBD() {
		s.Link = own.Link
	}
	if s.Code.TBD() {
		s.Code, s.MadeCode = own.Code, false
	}
	if s.GoesLive == "" {
		s.GoesLive = own.GoesLive
	}
	return s
}

// selectNew selects those who have no application in the campaign.
func selectNew(ctx context.Context, c session, act Act, campaignID int64, chosen []Selection, together bool) ([]Change, error) {
	slices.SortFunc(chosen, func(a, b Selection) int { return cmp.Compare(a.InfluencerID, b.InfluencerID) })
	at := 1
	if together {
		at = max(1, len(chosen))
	}
	var changes []Change
	for some := range slices.Chunk(chosen, at) {
		list := make([]newApplication, len(some))
		for n, s := range some {
			list[n] = newApplication{s.InfluencerID, Selected, s.Link, s.Code, s.made(), dateOrNull(s.GoesLive)}
		}
		made, err := createApplications(ctx, c, act, campaignID, list)
		switch {
		case violates(err, linkTaken, codeTaken) && len(some) > 1:
			return nil, fmt.Errorf("%w: %w", errOneByOne, err)
		case violates(err, linkTaken, codeTaken):
			return nil, among(changes, &conflict{
				team: act.Team, campaignID: campaignID, influencerID: some[0].InfluencerID,
				link: some[0].Link, code: some[0].Code, cause: err,
			})
		case err != nil:
			return nil, err
		case len(made) < len(some):
			return nil, fmt.Errorf("influencer: %w", ErrNotFound)
		}
		for _, s := range some {
			changes = append(changes, Change{After: made[s.InfluencerID]})
		}
	}
	return changes, nil
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
