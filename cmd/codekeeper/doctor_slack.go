package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"codekeeper/bot"
	"codekeeper/commands"
)

// group looks at the user group that may change things.
func (d *doctor) group(ctx context.Context) {
	id, err := d.editors()
	if d.fix("EDITORS", err) {
		return
	}
	if id == "" {
		d.ok("EDITORS", "not set, so every full member may change things")
		return
	}
	if d.client == nil {
		return
	}
	members, err := editorsOf(ctx, d.token, d.base, id)
	if err == nil && members == 0 {
		err = setting("EDITORS", id, "the group has no members, so nobody may change anything: add somebody to it")
	}
	if d.fix("EDITORS", err) {
		return
	}
	d.ok("EDITORS", fmt.Sprintf("%s, with %d who may change things", id, members))
}

// errNoGroup is wrapped where Slack knows no such user group.
var errNoGroup = errors.New("no such user group in Slack: copy its id again, or leave EDITORS empty")

// editorsOf counts the members of the user group that may change things.
func editorsOf(ctx context.Context, token, base, id string) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, slackWithin)
	defer cancel()
	members, err := newAPI(token, "", base).GetUserGroupMembersContext(ctx, id)
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok && refused.Err == "no_such_subteam" {
		return 0, fmt.Errorf("EDITORS %q: %w", id, errNoGroup)
	}
	if err != nil {
		return 0, setting("EDITORS", id, err.Error())
	}
	return len(members), nil
}

// channels looks at every channel that a digest goes to, once.
func (d *doctor) channels(ctx context.Context) {
	places := d.places
	if d.DigestChannel != "" {
		places = append([]place{{d.DigestChannel, "DIGEST_CHANNEL"}}, places...)
	}
	if d.client == nil {
		return
	}
	var seen []string
	for _, p := range places {
		if slices.Contains(seen, p.id) {
			continue
		}
		seen = append(seen, p.id)
		what := "channel " + p.id
		found, err := d.channel(ctx, p.id)
		if err != nil {
			d.fix(what, fmt.Errorf("%w (%s)", err, p.because))
			continue
		}
		d.ok(what, fmt.Sprintf("%s (%s)", found, p.because))
	}
}

// channel is what was found of a channel that a digest can be posted in: its
// name, and whether the first digest joins it.
func (d *doctor) channel(ctx context.Context, id string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, slackWithin)
	defer cancel()
	c, err := d.client.Channel(ctx, id)
	switch {
	case bot.IsSlack(err, "channel_not_found"):
		return "", errors.New("not found: correct the id, or for a private channel type /invite @Codekeeper in it")
	case err != nil:
		return "", err
	}
	switch place := commands.DigestAccess(c); {
	case place.Invite:
		return "", fmt.Errorf("#%s %s: type /invite @Codekeeper there", c.Name, place.Closed)
	case place.Closed != "":
		return "", fmt.Errorf("#%s %s: choose another", c.Name, place.Closed)
	case place.Join:
		return "#" + c.Name + ", which will be joined", nil
	}
	return "#" + c.Name, nil
}
