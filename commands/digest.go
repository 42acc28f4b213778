package commands

import (
	"context"
	"errors"
	"slices"
	"time"

	"codekeeper/store"
)

// requestsKept is how long a request is remembered, so that a late
// redelivery changes nothing twice.
const requestsKept = 7 * 24 * time.Hour

// readWithin bounds finding out what is due, so that a database that doesn't
// answer never holds up the sweeps to come.
const readWithin = 30 * time.Second

// tidyWithin bounds what a sweep does beside digests and imports: telling of
// handovers, and forgetting what is old.
const tidyWithin = 30 * time.Second

// Sweep posts every digest that is due and not yet done today, and counts
// those posted. Any number of replicas may sweep at once: each channel's day
// is claimed by one of them. It also goes on with imports that were left, tells
// colleagues of handovers who were not told yet, and forgets old requests and
// imports.
func (a *App) Sweep(ctx context.Context) (posted int, err error) {
	now := a.clock.Now()
	p, err := a.duePlan(ctx, now)
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, t := range p.targets {
		if p.done[t.id].Done {
			continue
		}
		what, _, err := a.postDigest(ctx, p, t)
		if err != nil {
			failed = append(failed, err)
		}
		if what == outcomePosted {
			posted++
		}
	}
	failed = append(failed, a.sweepImports(ctx))
	ctx, cancel := context.WithTimeout(ctx, tidyWithin)
	defer cancel()
	failed = append(failed, a.tellUntold(ctx, now), a.store.Sweep(ctx, now.Add(-requestsKept)))
	return posted, errors.Join(failed...)
}

// duePlan is what is due now and what of it is done; a plan without targets
// when nothing is.
func (a *App) duePlan(ctx context.Context, now time.Time) (plan, error) {
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	p, err := a.plan(ctx, now)
	if err != nil {
		return plan{}, err
	}
	if !p.schedule.due(p.now) {
		p.targets = nil
	}
	if len(p.targets) > 0 {
		p.done, err = a.store.DigestsDone(ctx, a.identity.TeamID, p.ids(), p.day())
	}
	return p, err
}

// A plan is what the digest has to do now: where, and in which time zone.
type plan struct {
	schedule schedule
	now      time.Time // in the team's zone
	targets  []target
	done     map[string]store.DigestDay // by target, before
	asked    bool                       // by somebody, who hears what became of it
}

// A target is where a digest goes: a channel, or an owner's direct message
// (a user id), with the campaigns it speaks of.
type target struct {
	id        string
	campaigns []store.Campaign
}

// direct says whether the target is a person.
func (t target) direct() bool { return t.id[0] == 'U' || t.id[0] == 'W' }

func (p plan) day() store.Date { return store.DateOf(p.now) }

// target is the target with this id, without campaigns when no live one speaks
// there.
func (p plan) target(id string) target {
	if n := slices.IndexFunc(p.targets, func(t target) bool { return t.id == id }); n >= 0 {
		return p.targets[n]
	}
	return target{id: id}
}

// campaigns are those that it speaks of, each once, with who is asked in them.
func (p plan) campaigns() []store.Campaign {
	var all []store.Campaign
	for _, t := range p.targets {
		for _, c := range t.campaigns {
			if !slices.ContainsFunc(all, func(other store.Campaign) bool { return other.ID == c.ID }) {
				all = append(all, c)
			}
		}
	}
	return all
}

func (p plan) ids() []string {
	ids := make([]string, len(p.targets))
	for i, t := range p.targets {
		ids[i] = t.id
	}
	return ids
}

func (a *App) plan(ctx context.Context, now time.Time) (plan, error) {
	all, err := a.store.Campaigns(ctx, a.identity.TeamID)
	if err != nil {
		return plan{}, err
	}
	s, err := a.schedule(ctx, all)
	if err != nil {
		return plan{}, err
	}
	p := plan{schedule: s, now: now.In(s.zone)}
	covers, err := a.store.Covers(ctx, a.identity.TeamID, p.day())
	if err != nil {
		return plan{}, err
	}
	p.targets = targetsOf(asked(live(all), covers), s.channel)
	return p, nil
}

// targetsOf says where each campaign's digest goes: its own channel, else
// the default, else a direct message to each owner.
func targetsOf(campaigns []store.Campaign, fallback string) []target {
	var targets []target
	for _, c := range campaigns {
		switch {
		case c.ChannelID != "":
			targets = addTo(targets, c.ChannelID, c)
		case fallback != "":
			targets = addTo(targets, fallback, c)
		default:
			for _, owner := range c.Owners {
				targets = addTo(targets, owner, c)
			}
		}
	}
	return targets
}

// addTo adds a campaign to the target with this id.
func addTo(targets []target, id string, c store.Campaign) []target {
	i := slices.IndexFunc(targets, func(t target) bool { return t.id == id })
	if i < 0 {
		i = len(targets)
		targets = append(targets, target{id: id})
	}
	targets[i].campaigns = append(targets[i].campaigns, c)
	return targets
}

// owners are those of the target's campaigns, each as a target of their own
// with the campaigns they own.
func (t target) owners() []target {
	var owners []target
	for _, c := range t.campaigns {
		for _, owner := range c.Owners {
			owners = addTo(owners, owner, c)
		}
	}
	return owners
}
