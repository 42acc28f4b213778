package store

import (
	"context"
	"fmt"

	"github.com/lib/pq"
)

// eventsOf are the events with these keys, in their order.
func (s *Store) eventsOf(ctx context.Context, team string, rows []eventRow) ([]Event, error) {
	applications, err := states[Row](ctx, s, sqlPastApplications, team, rows, ofApplication)
	if err != nil {
		return nil, err
	}
	profiles, err := states[Influencer](ctx, s, sqlPastProfiles, team, rows, ofProfile)
	if err != nil {
		return nil, err
	}
	campaigns, err := states[Campaign](ctx, s, sqlPastCampaigns, team, rows, ofTerms)
	if err != nil {
		return nil, err
	}
	events := make([]Event, len(rows))
	for n, row := range rows {
		event := Event{At: row.At, By: row.By, Way: row.Way, Reason: row.Reason}
		switch row.What {
		case ofApplication:
			var before, after Row
			before, after, err = pair(applications, row.eventKey)
			event.Application = &Change{Before: before.there(), After: after}
		case ofProfile:
			event.Profile = new(ProfileChange)
			event.Profile.Before, event.Profile.After, err = pair(profiles, row.eventKey)
		default:
			event.Terms = new(CampaignChange)
			event.Terms.Before, event.Terms.After, err = pair(campaigns, row.eventKey)
		}
		if err != nil {
			return nil, fmt.Errorf("read history of %s %d at version %d: %w", row.What, row.ID, row.Version, err)
		}
		events[n] = event
	}
	return events, nil
}

// states reads what the rows of one sort are of, by version.
func states[T interface{ state() version }](ctx context.Context, s *Store, query, team string, rows []eventRow, what string) (map[version]T, error) {
	var ids, versions []int64
	for _, row := range rows {
		if row.What == what {
			ids, versions = append(ids, row.ID), append(versions, row.Version)
		}
	}
	found := map[version]T{}
	if len(ids) == 0 {
		return found, nil
	}
	all, err := read[T](ctx, s, query, team, pq.Array(ids), pq.Array(versions))
	if err != nil {
		return nil, fmt.Errorf("read history of %ss: %w", what, err)
	}
	for _, one := range all {
		found[one.state()] = one
	}
	return found, nil
}

func (r Row) state() version        { return version{r.ID, r.Version} }
func (i Influencer) state() version { return version{i.ID, i.Version} }
func (c Campaign) state() version   { return version{c.ID, c.Version} }
