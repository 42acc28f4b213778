package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// requestsKept is how long a request is remembered, so that a late
// redelivery changes nothing twice.
const requestsKept = 7 * 24 * time.Hour

// Sweep posts every digest that is due and not yet done today, and counts
// the messages posted. Any number of replicas may sweep at once: each
// channel's day is claimed by one of them.
func (a *App) Sweep(ctx context.Context) (posted int, err error) {
	now := a.clock.Now()
	if err := a.store.Sweep(ctx, now.Add(-requestsKept)); err != nil {
		return 0, err
	}
	plan, err := a.plan(ctx, now)
	if err != nil || !plan.schedule.due(plan.now) {
		return 0, err
	}
	done, err := a.store.DigestsDone(ctx, a.identity.TeamID, plan.ids(), plan.day())
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, t := range plan.targets {
		if done[t.id].Done {
			continue
		}
		outcome, _, err := a.post(ctx, plan, t, false)
		if err != nil {
			failed = append(failed, err)
		}
		if outcome == outcomePosted {
			posted++
		}
	}
	return posted, errors.Join(failed...)
}

// A plan is what the digest has to do now: where, and in which time zone.
type plan struct {
	schedule schedule
	now      time.Time // in the team's zone
	targets  []target
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
	return plan{schedule: s, now: now.In(s.zone), targets: targetsOf(live(all), s.channel)}, nil
}

// targetsOf says where each campaign's digest goes: its own channel, else
// the default, else a direct message to each owner.
func targetsOf(campaigns []store.Campaign, fallback string) []target {
	var targets []target
	add := func(id string, c store.Campaign) {
		i := slices.IndexFunc(targets, func(t target) bool { return t.id == id })
		if i < 0 {
			i = len(targets)
			targets = append(targets, target{id: id})
		}
		targets[i].campaigns = append(targets[i].campaigns, c)
	}
	for _, c := range campaigns {
		switch {
		case c.ChannelID != "":
			add(c.ChannelID, c)
		case fallback != "":
			add(fallback, c)
		default:
			for _, owner := range c.Owners {
				add(owner, c)
			}
		}
	}
	return targets
}

// What became of one target.
type outcome int

const (
	outcomeNothing outcome = iota // nothing to say
	outcomePosted
	outcomeDone   // somebody did it before
	outcomeFailed // with an error
)

// post claims the target's day and posts its digest. reopen: also when there
// was nothing to say earlier today.
func (a *App) post(ctx context.Context, p plan, t target, reopen bool) (outcome, store.DigestDay, error) {
	team, claim := a.identity.TeamID, rand.Text()
	day, ours, err := a.store.ClaimDigest(ctx, team, t.id, p.day(), claim, a.clock.Now(), reopen)
	if err != nil {
		return outcomeFailed, day, err
	}
	if !ours {
		return outcomeDone, day, nil
	}
	ref, err := a.send(ctx, p, t, day.Again)
	if err != nil {
		var refused *bot.SlackError
		if errors.As(err, &refused) { // Slack said no, so nothing was posted
			err = errors.Join(err, a.store.ReleaseDigest(ctx, team, t.id, p.day(), claim))
		}
		return outcomeFailed, day, err
	}
	day.Done, day.ChannelID, day.MessageTS = true, ref.ChannelID, ref.Timestamp
	if err := a.store.FinishDigest(ctx, team, t.id, p.day(), claim, ref.ChannelID, ref.Timestamp, a.clock.Now()); err != nil {
		return outcomeFailed, day, err
	}
	if ref.Timestamp == "" {
		return outcomeNothing, day, nil
	}
	return outcomePosted, day, nil
}

// send posts the digest, when there is something to say. again: an earlier
// claim was never finished, so its message may be there already.
func (a *App) send(ctx context.Context, p plan, t target, again bool) (bot.MessageRef, error) {
	items, err := a.digestItems(ctx, p, t)
	if err != nil || len(items) == 0 {
		return bot.MessageRef{}, err
	}
	channel := t.id
	if t.direct() {
		if channel, err = a.slack.DirectChannel(ctx, t.id); err != nil {
			return bot.MessageRef{}, err
		}
	}
	if again && !t.direct() { // the bot may not read direct messages
		found, err := a.slack.Posted(ctx, channel, digestBlock(p.day()), p.now.Add(-24*time.Hour))
		if err != nil {
			return bot.MessageRef{}, err
		}
		if found != nil {
			return *found, nil
		}
	}
	ref, err := a.slack.Post(ctx, channel, digestView(items, p.now))
	if !t.direct() && bot.IsSlack(err, "channel_not_found", "not_in_channel", "is_archived", "restricted_action") {
		return a.sendToOwners(ctx, p, t, items)
	}
	return ref, err
}

// sendToOwners is what happens when the channel can't be written to: the
// owners get the digest, and learn why.
func (a *App) sendToOwners(ctx context.Context, p plan, t target, items []item) (bot.MessageRef, error) {
	var owners []string
	for _, c := range t.campaigns {
		owners = append(owners, c.Owners...)
	}
	slices.Sort(owners)
	m := digestView(items, p.now)
	m.Blocks = append(m.Blocks, fine("This comes to you directly, because Codekeeper can't post in <#"+t.id+">. "+
		"Use `/invite @Codekeeper` there, or choose another channel with `/campaign edit`."))
	var last bot.MessageRef
	for _, owner := range slices.Compact(owners) {
		channel, err := a.slack.DirectChannel(ctx, owner)
		if err != nil {
			return last, err
		}
		if last, err = a.slack.Post(ctx, channel, m); err != nil {
			return last, err
		}
	}
	return last, nil
}

// digestItems are what is open in the target's campaigns, most urgent first.
func (a *App) digestItems(ctx context.Context, p plan, t target) ([]item, error) {
	var items []item
	for _, c := range t.campaigns {
		open, err := a.open(ctx, a.identity.TeamID, []store.Campaign{c}, store.Filter{CampaignID: c.ID})
		if err != nil {
			return nil, err
		}
		items = append(items, open...)
	}
	slices.SortFunc(items, byUrgency(p.day()))
	return items, nil
}
