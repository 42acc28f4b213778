package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
)

// /campaign digest [now]
//
// Alone, the digest settings form. now posts for channels not yet done
// today, refreshes today's message elsewhere, and answers with its link. Home
// has a button for the form.

const routeDigestOpen = "digest.open"

// copyLacksScope is about a target's place.
const copyLacksScope = "Not posted in %s: Codekeeper lacks a permission in Slack. Whoever runs it can see which with `codekeeper doctor`."

func (a *App) digest() bot.Command {
	return bot.Command{
		Slash:    slashCampaign,
		Name:     "digest",
		Usage:    "digest [now]",
		Summary:  "Set when the digest comes, or post it now.",
		Who:      bot.Editors,
		Examples: []string{"/campaign digest", "/campaign digest now"},
		Parse:    func(text string) error { _, err := parseDigest(text); return err },
		Run:      a.runDigest,
		Clicks:   []bot.Route{{ID: routeDigestOpen, Who: bot.Editors, Run: a.runDigest}},
		Options:  []bot.Route{{ID: routeDigestZone, Who: bot.Members, Run: zoneOptions}},
		Forms:    []bot.Route{{ID: formDigest, Who: bot.Editors, Run: a.saveDigest}},
	}
}

// parseDigest says whether it is to be posted now.
func parseDigest(text string) (now bool, err error) {
	w := words{text}
	first, err := w.next()
	if err != nil {
		return false, err
	}
	if first.text != "" && !first.is("now") {
		return false, &bot.UserError{
			Problem: fmt.Sprintf("There is no digest %s.", clip(first.text, 40)),
			Try:     "/campaign digest now",
			Hint:    "To set when it comes: /campaign digest",
		}
	}
	return first.text != "", w.noMore("/campaign digest now")
}

func (a *App) runDigest(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	now, err := parseDigest(r.Text)
	if err != nil {
		return nil, err
	}
	if now {
		return &bot.Reply{Later: func(ctx context.Context) (*bot.Message, error) { return a.digestNow(ctx, r.UserID) }}, nil
	}
	form, err := a.digestFormNow(ctx, r)
	if err != nil {
		return nil, err
	}
	form.meta.Way = wayOf(r)
	return &bot.Reply{Open: form.view()}, nil
}

// digestNow posts where today's digest is not done, and refreshes it
// elsewhere, because a user asks for it.
func (a *App) digestNow(ctx context.Context, user string) (*bot.Message, error) {
	p, err := a.plan(ctx, a.clock.Now())
	if err != nil {
		return nil, err
	}
	if len(p.targets) == 0 {
		return nil, &bot.UserError{Problem: "There is no live campaign, so there is nothing to say.", Try: "/campaign new"}
	}
	p.asked = true
	if p.done, err = a.store.DigestsDone(ctx, a.identity.TeamID, p.ids(), p.day()); err != nil {
		return nil, err
	}
	var lines []string
	late := 0
	for n, t := range p.targets {
		if ctx.Err() != nil && n > 0 {
			late = len(p.targets) - n
			break
		}
		line, err := a.digestNowIn(ctx, p, t, user)
		if err != nil && (ctx.Err() == nil || n == 0) {
			return nil, err
		}
		if err == nil {
			lines = append(lines, line)
		}
	}
	said := append([]string{digestLines(lines, late)}, unreadLines(a.unread(ctx, p.campaigns(), nil, p.schedule.channel))...)
	return new(message(strings.Join(said, "\n"))), nil
}

// digestLines are the first lines of an answer, with how many more there are,
// and for how many there was no time.
func digestLines(lines []string, late int) string {
	const most = 20
	if more := len(lines) - most; more > 0 {
		lines = append(lines[:most], fmt.Sprintf("And %d more.", more))
	}
	if late > 0 {
		lines = append(lines, fmt.Sprintf("There was no time for %d more: do it again.", late))
	}
	return strings.Join(lines, "\n")
}

// digestNowIn does one target, and says in mrkdwn what became of it.
func (a *App) digestNowIn(ctx context.Context, p plan, t target, user string) (string, error) {
	what, day, err := a.postDigest(ctx, p, t)
	if closed, ok := errors.AsType[*closedChannel](err); ok {
		return "Not posted. " + closed.words(t.choose(t.campaigns[0])), nil
	}
	ref := bot.MessageRef{ChannelID: day.ChannelID, Timestamp: day.MessageTS}
	switch {
	case t.direct() && bot.IsSlack(err, unreachable...):
		return fmt.Sprintf("Not sent to <@%s>, who can't be written to: they are no longer in this workspace.", t.id), nil
	case bot.IsSlack(err, "missing_scope"):
		return fmt.Sprintf(copyLacksScope, t.mention()), nil
	case bot.IsSlack(err):
		a.log.WarnContext(ctx, "digest asked for and not posted", "target", t.id, "err", err)
		return fmt.Sprintf("Not posted in %s: Slack refused it. Do it again in a minute.", t.mention()), nil
	case err != nil:
		return "", err
	case what == outcomeNothing:
		return a.nothingPosted(ctx, p, t)
	case what == outcomePosted:
		return fmt.Sprintf("Posted in %s%s", t.mention(), a.linkTo(ctx, t, ref, user)), nil
	case !day.Done:
		return fmt.Sprintf("The digest for %s is being posted right now.", t.mention()), nil
	}
	return a.refresh(ctx, t, day, user)
}

// nothingPosted says why there was nothing to post.
func (a *App) nothingPosted(ctx context.Context, p plan, t target) (string, error) {
	d, err := a.digestState(ctx, p, t, nil)
	switch n := d.snoozed.all(); {
	case err != nil:
		return "", err
	case n == 1:
		return fmt.Sprintf("Nothing to post in %s: 1 is snoozed. %s", t.mention(), d.snoozed.where()), nil
	case n > 0:
		return fmt.Sprintf("Nothing to post in %s: %d are snoozed. %s", t.mention(), n, d.snoozed.where()), nil
	}
	return fmt.Sprintf("Nothing is open for %s, so nothing was posted.", t.mention()), nil
}

// refresh brings today's message up to date.
func (a *App) refresh(ctx context.Context, t target, day store.DigestDay, user string) (string, error) {
	ref := bot.MessageRef{ChannelID: day.ChannelID, Timestamp: day.MessageTS}
	err := a.rewriteDigest(ctx, day, nil)
	switch {
	case bot.IsSlack(err, messageGone...):
		return fmt.Sprintf("Today's digest in %s was deleted, and comes once a day. What is TBD now: `/influencer tbd`", t.mention()), nil
	case bot.IsSlack(err, "missing_scope"):
		return fmt.Sprintf(copyLacksScope, t.mention()), nil
	case bot.IsSlack(err):
		a.log.WarnContext(ctx, "digest not refreshed", "target", t.id, "err", err)
		return fmt.Sprintf("Today's digest in %s could not be refreshed: Slack refused it.%s", t.mention(), a.linkTo(ctx, t, ref, user)), nil
	case err != nil:
		return "", err
	}
	return fmt.Sprintf("Refreshed today's digest in %s%s", t.mention(), a.linkTo(ctx, t, ref, user)), nil
}

// mention names the target in mrkdwn.
func (t target) mention() string {
	if t.direct() {
		return "the direct messages of <@" + t.id + ">"
	}
	return "<#" + t.id + ">"
}

// linkTo is a link to the message, for those who can open it.
func (a *App) linkTo(ctx context.Context, t target, ref bot.MessageRef, user string) string {
	if t.direct() && t.id != user {
		return "."
	}
	link, err := a.slack.Permalink(ctx, ref)
	if err != nil {
		a.log.WarnContext(ctx, "no link to the digest", "target", t.id, "err", err)
		return "."
	}
	return fmt.Sprintf(": <%s|open it>", link)
}
