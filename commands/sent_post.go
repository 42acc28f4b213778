package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// A change to what was already sent is posted where the campaign's digest goes,
// at once: somebody uses an old link or code, and somebody must tell them.

const (
	// tellWithin bounds posting one change, after its answer: so many others in
	// its channel may be before it, of which Slack takes about one a second.
	tellWithin = 20 * time.Second
	// maxPosted is how many messages one request posts with their texts; of
	// more it posts one that counts them.
	maxPosted = 3
	// maxNamedIn is how many influencers one message names; the rest is counted.
	maxNamedIn = 10
)

// A notice is one message about what was changed after it was sent.
type notice struct {
	key      string // names it, so that it is posted once
	campaign store.Campaign
	message  bot.Message
}

// tellOfChanges posts what a request changed that was already sent, once however
// often the request comes. What goes wrong is logged once: /influencer list
// unsent shows the same.
func (a *App) tellOfChanges(ctx context.Context, request string) {
	ctx, cancel := context.WithTimeout(ctx, tellWithin)
	defer cancel()
	if err := a.postNotices(ctx, request); err != nil {
		a.log.ErrorContext(ctx, "change to what was sent not posted", "request", request, "err", err)
	}
}

func (a *App) postNotices(ctx context.Context, request string) error {
	by := store.Act{Team: a.identity.TeamID, Request: request}
	changes, _, err := a.store.ChangesDone(ctx, by)
	if err != nil {
		return err
	}
	campaign, _, err := a.store.CampaignDone(ctx, by)
	if err != nil || !slices.ContainsFunc(changes.Rows, changedSent) && len(sharedChange(campaign)) == 0 {
		return err
	}
	p, err := a.plan(ctx, a.clock.Now())
	if err != nil {
		return err
	}
	shared, err := a.sharedNotices(ctx, request, campaign, p.now)
	for _, n := range append(noticesOf(changes.Rows, request, p.now), shared...) {
		err = errors.Join(err, a.postOnce(ctx, p, n))
	}
	return err
}

// noticesOf are about what was changed of single influencers.
func noticesOf(changes []store.Change, request string, now time.Time) []notice {
	var all []notice
	told := slices.DeleteFunc(slices.Clone(changes), func(c store.Change) bool { return !changedSent(c) })
	for _, of := range grouped(told, func(c store.Change) int64 { return c.After.CampaignID }) {
		campaign := of[0].After.Campaign
		if len(of) > maxPosted {
			all = append(all, notice{fmt.Sprintf("%s %d", request, campaign.ID), campaign, manyChangedView(of, now)})
			continue
		}
		for _, c := range of {
			all = append(all, notice{fmt.Sprintf("%s %d", request, c.After.ID), campaign, changedView(c, now)})
		}
	}
	return all
}

// changedSent says whether a change is of something that the influencer had been
// told: they use an old one now, or the one they use is right again.
func changedSent(c store.Change) bool {
	return slices.ContainsFunc(kinds, func(k kind) bool { return k.changedSent(c) != unchanged })
}

// What became of a link or code that somebody had been told.
type sentChange int

const (
	unchanged sentChange = iota
	nowOld               // they use an old one
	nowTBD               // they use one that is TBD again: nothing takes its place yet
	rightNow             // another one was saved before, and now again the one they use
)

// changedSent is what a change did to the one that was told.
func (k kind) changedSent(c store.Change) sentChange {
	told, was, is := k.told(c.Before), k.text(c.Before), k.text(c.After.Application)
	switch {
	case c.After.State != store.Selected || c.Before.State != store.Selected || !k.mode(c.After).Unique():
	case told == tracking.TBD || was == is:
	case is == tracking.TBD:
		return nowTBD
	case k.old(c.After) != "":
		return nowOld
	case is == told:
		return rightNow
	}
	return unchanged
}

// changeSentence says who changed what, old to new, and what the influencer was
// told.
func changeSentence(c store.Change, now time.Time) string {
	row := c.After
	said := []string{fmt.Sprintf("<@%s> changed what %s was told for *%s*:", row.ChangedBy, who(row.Influencer), esc(row.Campaign.Name))}
	var what []string
	for _, k := range kinds {
		switch was, told := k.text(c.Before), k.told(c.Before); k.changedSent(c) {
		case unchanged:
		case rightNow:
			what = append(what, fmt.Sprintf("%s %s → %s again, which they have", k, shortly(was), shortly(told)))
		case nowOld, nowTBD:
			words := fmt.Sprintf("%s %s → %s", k, shortly(was), shortly(k.shares(row)))
			if was != told {
				words += fmt.Sprintf(" (they have %s)", shortly(told))
			}
			what = append(what, words)
		}
	}
	said = append(said, andList(what)+".")
	if tookAway(c) {
		said = append(said, copyStillUsed)
	}
	if words := publishedWords(c, now); words != "" {
		said = append(said, words)
	}
	return strings.Join(said, " ")
}

// copyStillUsed is about one that is TBD again: nobody can be told anything yet.
const copyStillUsed = "The one they have is still in use: replace it as soon as the new one is there."

// tookAway says whether a change made TBD what somebody had been told.
func tookAway(c store.Change) bool {
	return slices.ContainsFunc(kinds, func(k kind) bool { return k.changedSent(c) == nowTBD })
}

// publishedWords warn from the day somebody goes live: what they were told may be
// in published posts. "" before.
func publishedWords(c store.Change, now time.Time) string {
	live, today := c.After.GoesLiveOn(), store.DateOf(now)
	stale := tookAway(c) || slices.ContainsFunc(kinds, func(k kind) bool { return k.changedSent(c) == nowOld })
	switch {
	case !stale || live == "" || today < live:
		return ""
	case today == live:
		return "They go live today: the old one may be in published posts."
	}
	return fmt.Sprintf("They have been live since %s: the old one may be in published posts.", dayNear(live, today))
}

// withPublished is what an answer says first, with that warning.
func withPublished(first string, c store.Change, now time.Time) string {
	if words := publishedWords(c, now); words != "" {
		return first + " " + words
	}
	return first
}

// changedView is the post about one influencer.
func changedView(c store.Change, now time.Time) bot.Message {
	lead := changeSentence(c, now)
	row := c.After
	switch {
	case row.NotInShop:
		return message(fmt.Sprintf("%s %s isn't in the shop yet. Its message is offered once it is created there.", lead, copyable(row.Code.String())))
	case !sendable(row) && len(stillUsed(row)) > 0:
		id := rowID(row.Application)
		return message(lead, actions(button(copyUpdate, routeEditDigest, id, id)))
	case !sendable(row):
		return message(lead + " There is nothing to send.")
	}
	blocks := append([]slack.Block{section("Copy this to them, then mark it as sent:")}, pasteable(influencerMessage(row))...)
	value := sending{Marks: marksOf(row), Lead: lead}.value()
	return message(lead, append(blocks, actions(button(copyMarkSent, routeSentPosted, rowID(row.Application), value)))...)
}

// manyChangedView is the post about many influencers of one campaign.
func manyChangedView(changes []store.Change, now time.Time) bot.Message {
	rows := make([]store.Row, len(changes))
	published, still := false, 0
	for n, c := range changes {
		rows[n] = c.After
		published = published || publishedWords(c, now) != ""
		if tookAway(c) {
			still++
		}
	}
	lead := fmt.Sprintf("<@%s> changed what %s were told for *%s*: %s.",
		rows[0].ChangedBy, count(len(rows), "influencer"), esc(rows[0].Campaign.Name), andMore(namesOf(rows), maxNamedIn))
	if still > 0 {
		lead += fmt.Sprintf(" Of %d it is TBD now. %s", still, copyStillUsed)
	}
	return manyView(lead, rows, published)
}

// manyView is a post about many of one campaign, with the way to all their
// messages, and to what is TBD.
func manyView(lead string, rows []store.Row, published bool) bot.Message {
	if published {
		lead += " Some of them are live: the old one may be in published posts."
	}
	c := rows[0].Campaign
	var buttons []slack.BlockElement
	if slices.ContainsFunc(rows, store.Row.Unsent) {
		buttons = append(buttons, button(copyUnsent, routeUnsent, c.Slug, listing{Campaign: c.ID, Filter: filterUnsent}.value()))
	}
	if slices.ContainsFunc(rows, func(row store.Row) bool { return len(stillUsed(row)) > 0 }) {
		buttons = append(buttons, button(copyWhatIsTBD, routeTBD, c.Slug, encoded(tbdPage{Campaign: c.ID})))
	}
	if len(buttons) == 0 {
		return message(lead)
	}
	return message(lead, actions(buttons...))
}

// sharedNotices are about the link or code that everyone shares: those who were
// told it use an old one.
func (a *App) sharedNotices(ctx context.Context, request string, c store.CampaignChange, now time.Time) ([]notice, error) {
	what := sharedChange(c)
	if len(what) == 0 {
		return nil, nil
	}
	f := store.Filter{CampaignID: c.After.ID, Changed: true, Order: store.BySending, Limit: maxNamedIn}
	changed, err := a.store.Rows(ctx, a.identity.TeamID, f)
	if err != nil {
		return nil, err
	}
	f = store.Filter{CampaignID: c.After.ID, TBD: true, StillUsing: true, Order: store.ByLaunch, Limit: maxNamedIn}
	still, err := a.store.Rows(ctx, a.identity.TeamID, f)
	if err != nil || changed.Total+still.Total == 0 {
		return nil, err
	}
	lead := fmt.Sprintf("<@%s> changed what everyone shares in *%s*: %s.", c.After.ChangedBy, esc(c.After.Name), andList(what))
	if changed.Total > 0 {
		lead += fmt.Sprintf(" %s told something else: %s.", countWere(changed.Total, "influencer"), andMoreOf(namesOf(changed.Rows), changed.Total))
	}
	if still.Total > 0 {
		lead += fmt.Sprintf(" %s told one that is TBD now: %s. %s", countWere(still.Total, "influencer"), andMoreOf(namesOf(still.Rows), still.Total), copyStillUsed)
	}
	all, today := slices.Concat(changed.Rows, still.Rows), store.DateOf(now) // who goes live first is among them
	published := slices.ContainsFunc(all, func(row store.Row) bool { return row.GoesLiveOn() != "" && row.GoesLiveOn() <= today })
	return []notice{{request + " everyone", c.After, manyView(lead, all, published)}}, nil
}

// sharedChange is what everyone shares and was changed to another one: "code
// `TEA10` → `TEA15`".
func sharedChange(c store.CampaignChange) []string {
	var what []string
	for _, k := range kinds {
		was, is := k.sharedOf(c.Before.Terms), k.sharedOf(c.After.Terms)
		if c.Before.ID != 0 && was != is {
			what = append(what, fmt.Sprintf("%s %s → %s", k, shortly(was), shortly(is)))
		}
	}
	return what
}
