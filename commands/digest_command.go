package commands

import (
	"context"
	"fmt"
	"strings"

	"codekeeper/bot"
)

// /campaign digest [now]
//
// Alone, the digest settings form. now posts for channels not yet done
// today, refreshes today's message elsewhere, and answers with its link.

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
		return false, &bot.UserError{Problem: fmt.Sprintf("There is no digest %s.", clip(first.text, 40)), Try: "/campaign digest now"}
	}
	return first.text != "", w.noMore("/campaign digest now")
}

func (a *App) runDigest(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	now, err := parseDigest(r.Text)
	if err != nil {
		return nil, err
	}
	if now {
		return &bot.Reply{Later: a.digestNow}, nil
	}
	form, err := a.digestFormNow(ctx)
	if err != nil {
		return nil, err
	}
	return &bot.Reply{Open: form.view()}, nil
}

// digestNow posts where today's digest is not done, and refreshes it elsewhere.
func (a *App) digestNow(ctx context.Context) (*bot.Message, error) {
	p, err := a.plan(ctx, a.clock.Now())
	if err != nil {
		return nil, err
	}
	if len(p.targets) == 0 {
		return nil, &bot.UserError{Problem: "There is no campaign yet, so there is nothing to say.", Try: "/campaign new"}
	}
	var said []string
	for _, t := range p.targets {
		line, err := a.digestNowIn(ctx, p, t)
		if err != nil {
			return nil, err
		}
		said = append(said, line)
	}
	const most = 20
	if len(said) > most {
		said = append(said[:most], fmt.Sprintf("And %d more.", len(said)-most))
	}
	m := message(strings.Join(said, "\n"))
	return &m, nil
}

// digestNowIn does one target, and says in mrkdwn what became of it.
func (a *App) digestNowIn(ctx context.Context, p plan, t target) (string, error) {
	place := "<#" + t.id + ">"
	if t.direct() {
		place = "a direct message to <@" + t.id + ">"
	}
	what, day, err := a.post(ctx, p, t, true)
	if err != nil {
		if bot.IsSlack(err) {
			return fmt.Sprintf("Could not post in %s: Slack refused it. Is Codekeeper there? `/invite @Codekeeper`", place), nil
		}
		return "", err
	}
	if what == outcomeNothing {
		return "Nothing is TBD for " + place + ", so nothing was posted.", nil
	}
	verb := "Posted"
	if what == outcomeDone {
		if !day.Done {
			return "The digest for " + place + " is being posted right now.", nil
		}
		items, err := a.digestItems(ctx, p, t)
		if err != nil {
			return "", err
		}
		err = a.slack.Rewrite(ctx, bot.MessageRef{ChannelID: day.ChannelID, Timestamp: day.MessageTS}, digestView(items, p.now))
		if bot.IsSlack(err, "message_not_found") {
			return "Today's digest in " + place + " was deleted. The next one comes at its time.", nil
		}
		if err != nil {
			return "", err
		}
		verb = "Refreshed today's digest"
	}
	link, err := a.slack.Permalink(ctx, bot.MessageRef{ChannelID: day.ChannelID, Timestamp: day.MessageTS})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s in %s: <%s|open it>", verb, place, link), nil
}

const (
	formDigest      = "digest"
	routeDigestZone = "digest.zone"

	fieldTime    = "time"
	fieldZone    = "zone"
	fieldDays    = "days"
	fieldChannel = "channel"
)

// zoneOptions are the time zones whose name contains what was typed.
func zoneOptions(_ context.Context, r *bot.Request) (*bot.Reply, error) {
	reply := &bot.Reply{}
	key := strings.ReplaceAll(fold(r.Text), " ", "_")
	for _, name := range zoneNames() {
		if strings.Contains(strings.ToLower(name), key) && len(reply.Options) < maxOptions {
			reply.Options = append(reply.Options, option(name, strings.ReplaceAll(name, "_", " ")))
		}
	}
	return reply, nil
}
