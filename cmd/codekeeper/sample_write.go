package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// sampler writes the sample as the team would have: step by step, in the past,
// through the same methods, so that its history is real.
type sampler struct {
	store  *store.Store
	team   string
	people cast
	now    time.Time
	acts   int
}

// addSample writes all sample campaigns. now is the demo's clock.
func addSample(ctx context.Context, keeper *store.Store, team string, people cast, now time.Time) error {
	s := &sampler{store: keeper, team: team, people: people, now: now}
	for _, c := range sampleCampaigns() {
		if err := s.campaign(ctx, c); err != nil {
			return fmt.Errorf("write the sample campaign %s: %w", c.slug, err)
		}
	}
	return nil
}

// act is somebody's change, some days ago at working hours.
func (s *sampler) act(user string, daysAgo int, way store.Way) store.Act {
	s.acts++
	at := s.now.AddDate(0, 0, -daysAgo).Add(time.Duration(s.acts%7) * 11 * time.Minute)
	return store.Act{Team: s.team, Request: fmt.Sprintf("sample-%d", s.acts), User: user, Way: way, At: at}
}

func (s *sampler) day(days int) store.Date { return store.DateOf(s.now.AddDate(0, 0, days)) }

// campaign brings one campaign to where it is today, from its beginning on.
func (s *sampler) campaign(ctx context.Context, c sampleCampaign) error {
	owner := s.people.ana.ID
	if c.byBen {
		owner = s.people.ben.ID
	}
	terms, err := s.terms(c, owner)
	if err != nil {
		return err
	}
	made, err := s.store.CreateCampaign(ctx, s.act(owner, c.begun, store.ByForm), c.slug, terms)
	if err != nil {
		return fmt.Errorf("create it: %w", err)
	}
	if err := s.apply(ctx, owner, c, made.After.ID); err != nil {
		return err
	}
	rows, err := s.selectAll(ctx, owner, c, made.After.ID)
	if err != nil {
		return err
	}
	if err := s.giveOut(ctx, owner, c, rows); err != nil {
		return err
	}
	return s.turnAway(ctx, owner, c, made.After.ID)
}

func (s *sampler) terms(c sampleCampaign, owner string) (store.Terms, error) {
	t := store.Terms{
		Name: c.name, LinkMode: c.link, CodeMode: c.code, HowTo: c.howTo, Message: c.message, Fee: c.fee, Commission: c.commission,
		Owners: []string{owner}, ChannelID: s.people.influencers.ID, Launches: s.day(c.launches), Ends: s.day(c.ends),
	}
	if c.sharedCode == "" {
		return t, nil
	}
	var err error
	t.SharedCode, err = tracking.ParseCode(c.sharedCode)
	return t, err
}

// apply adds everybody as an applicant.
func (s *sampler) apply(ctx context.Context, owner string, c sampleCampaign, campaign int64) error {
	var profiles []store.Profile
	for _, a := range c.applicants {
		handle, _, err := store.ParseHandle(a.handle)
		if err != nil {
			return err
		}
		profiles = append(profiles, store.Profile{Handle: handle, Platform: a.platform, Email: a.handle + "@mail.example"})
	}
	if _, err := s.store.AddInfluencers(ctx, s.act(owner, c.begun-2, store.ByCommand), campaign, profiles); err != nil {
		return fmt.Errorf("add applicants: %w", err)
	}
	return nil
}

// selectAll selects those who were ever selected, with everything TBD.
func (s *sampler) selectAll(ctx context.Context, owner string, c sampleCampaign, campaign int64) (map[string]store.Row, error) {
	applied, err := s.rows(ctx, campaign)
	if err != nil {
		return nil, err
	}
	var selections []store.Selection
	for _, a := range c.applicants {
		if a.state != store.Selected && a.state != store.Withdrawn {
			continue
		}
		row, ok := applied[a.handle]
		if !ok {
			return nil, fmt.Errorf("@%s has no application", a.handle)
		}
		chosen := store.Selection{InfluencerID: row.InfluencerID, Version: row.Version}
		if a.live != 0 {
			chosen.GoesLive = s.day(a.live)
		}
		selections = append(selections, chosen)
	}
	if _, err := s.store.Select(ctx, s.act(owner, c.begun-6, store.ByForm), campaign, selections); err != nil {
		return nil, fmt.Errorf("select: %w", err)
	}
	return s.rows(ctx, campaign)
}

// rows are a campaign's applications by handle.
func (s *sampler) rows(ctx context.Context, campaign int64) (map[string]store.Row, error) {
	page, err := s.store.Rows(ctx, s.team, store.Filter{CampaignID: campaign, Limit: 100})
	if err != nil {
		return nil, fmt.Errorf("read applications: %w", err)
	}
	byHandle := map[string]store.Row{}
	for _, row := range page.Rows {
		byHandle[row.Influencer.Handle.String()] = row
	}
	return byHandle, nil
}

// A sampleStep is one change to somebody's link and code, "" for as it is, and
// whether they are told then what they share.
type sampleStep struct {
	link, code string
	ago        int
	tell       bool
}

// steps are how an applicant came to what they share; ago is when their code
// came. A code given out by mistake is corrected two days later.
func (a sampleApplicant) steps(ago int) []sampleStep {
	if a.told == toldFirst {
		return []sampleStep{{a.link, a.first, ago + 2, true}, {"", a.code, 1, false}}
	}
	return []sampleStep{{"", a.first, ago + 2, false}, {"", a.code, ago, false}, {a.link, a.code, max(1, ago-1), a.told == toldAll}}
}

// giveOut sets links and codes, one after another as they came, and marks as
// sent what was sent.
func (s *sampler) giveOut(ctx context.Context, owner string, c sampleCampaign, rows map[string]store.Row) error {
	for i, a := range c.applicants {
		row, ok := rows[a.handle]
		if !ok || row.State != store.Selected {
			continue
		}
		row.Note = a.note
		for _, step := range a.steps(max(1, c.begun-8-i)) {
			var err error
			if row, err = s.set(ctx, s.act(owner, step.ago, store.ByCommand), row, step); err == nil && step.tell {
				row, err = s.tell(ctx, s.act(owner, step.ago, store.ByButton), row)
			}
			if err != nil {
				return fmt.Errorf("@%s: %w", a.handle, err)
			}
		}
	}
	return nil
}

// set takes one step, and answers where it led.
func (s *sampler) set(ctx context.Context, act store.Act, row store.Row, step sampleStep) (store.Row, error) {
	edit := store.EditOf(row.Application)
	var wrongLink, wrongCode error
	if step.link != "" {
		edit.Link, wrongLink = tracking.ParseLink(step.link)
	}
	if step.code != "" {
		edit.Code, wrongCode = tracking.ParseCode(step.code)
	}
	if err := errors.Join(wrongLink, wrongCode); err != nil {
		return row, err
	}
	return s.change(ctx, act, row, edit)
}

// tell marks as sent what somebody shares.
func (s *sampler) tell(ctx context.Context, act store.Act, row store.Row) (store.Row, error) {
	edit := store.EditOf(row.Application)
	edit.Told = new(row.Told())
	return s.change(ctx, act, row, edit)
}

// change makes an edit of a row, some minutes after the change before.
func (s *sampler) change(ctx context.Context, act store.Act, row store.Row, edit store.Edit) (store.Row, error) {
	if after := row.ChangedAt.Add(9 * time.Minute); act.At.Before(after) {
		act.At = after
	}
	changed, err := s.store.Change(ctx, act, edit)
	if err != nil {
		return store.Row{}, err
	}
	return changed.Rows[0].After, nil
}

// turnAway declines applicants and withdraws selected ones, with the reason.
func (s *sampler) turnAway(ctx context.Context, owner string, c sampleCampaign, campaign int64) error {
	rows, err := s.rows(ctx, campaign)
	if err != nil {
		return err
	}
	reasons := map[store.State]string{store.Declined: c.declined, store.Withdrawn: c.withdrawn}
	for _, a := range c.applicants {
		reason, away := reasons[a.state]
		if !away {
			continue
		}
		edit := store.EditOf(rows[a.handle].Application)
		edit.State, edit.Reason = a.state, reason
		if _, err := s.store.Change(ctx, s.act(owner, 3, store.ByCommand), edit); err != nil {
			return fmt.Errorf("@%s becomes %s: %w", a.handle, a.state, err)
		}
	}
	return nil
}
