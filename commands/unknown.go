package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
)

// instead names the right command for words that people try.
var instead = map[string]string{
	"set": "code and link", "update": "code and link", "change": "code and link",
	"missing": "tbd", "open": "tbd", "todo": "tbd",
	"find": "show and list", "search": "list", "get": "show", "view": "show",
	"remove": "decline", "delete": "decline", "withdraw": "decline", "reject": "decline", "unselect": "decline",
	"create": "add", "invite": "add", "new": "add", "apply": "add",
	"approve": "select", "accept": "select", "pick": "select",
	"coupon": "code", "url": "link",
}

var insteadCampaign = map[string]string{
	"add": "new", "create": "new", "update": "edit", "set": "edit", "change": "edit",
	"remove": "archive", "delete": "archive", "close": "archive", "end": "archive", "restore": "reopen", "unarchive": "reopen",
	"view": "show", "find": "list", "settings": "digest",
}

// Unknown answers a first word that is no subcommand: a handle with its
// card, a word that people try with the right command, a slip of the finger
// with the word that was meant.
func (a *App) Unknown(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	words := instead
	if r.Slash == slashCampaign {
		words = insteadCampaign
	}
	if right, ok := words[r.Word]; ok {
		return nil, wrongWord(r.Word, right, r.Slash)
	}
	if r.Slash == slashCampaign {
		return a.unknownCampaignWord(ctx, r)
	}
	h, _, err := store.ParseHandle(firstWord(r.Line))
	if err == nil {
		i, rows, err := a.store.FindInfluencer(ctx, r.TeamID, h)
		if err == nil {
			return bot.Say(showView(i, rows, r.At)), nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if strings.HasPrefix(r.Line, "@") {
			return nil, a.unknownHandle(ctx, r, h)
		}
	}
	return nil, unknownWord(a.Commands(), r)
}

// unknownCampaignWord shows the campaign that was named without a subcommand.
func (a *App) unknownCampaignWord(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	w := words{r.Line}
	first, err := w.next()
	if err != nil {
		return nil, err
	}
	if found := named(campaigns, first.text); len(found) == 1 && w.empty() {
		return nil, &bot.UserError{Problem: first.text + " is a campaign.", Try: "/campaign show " + found[0].Slug}
	}
	return nil, unknownWord(a.Commands(), r)
}

func firstWord(line string) string {
	w := words{line}
	first, _ := w.next() //nolint:errcheck // an odd quote is no handle
	return first.text
}

// wrongWord says which command does what this word was meant for.
func wrongWord(word, right string, slash ...string) error {
	s := slashInfluencer
	if len(slash) > 0 {
		s = slash[0]
	}
	first, _, _ := strings.Cut(right, " ")
	return &bot.UserError{
		Problem: fmt.Sprintf("There is no %s %s. What you want is %s.", s, word, right),
		Try:     s + " help " + first,
	}
}

// unknownWord names the subcommand that was probably meant.
func unknownWord(all []bot.Command, r *bot.Request) error {
	var names []string
	for _, c := range all {
		if c.Slash == r.Slash && c.Name != "" && !c.Hidden {
			names = append(names, c.Name)
		}
	}
	e := &bot.UserError{Problem: fmt.Sprintf("There is no %s %s.", r.Slash, clip(r.Word, 40)), Try: r.Slash + " help"}
	if near := closest(names, r.Word, 1); len(near) > 0 {
		e.Problem += fmt.Sprintf(" Did you mean %s?", near[0])
		e.Try = strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Slash, near[0], r.Text))
	}
	return e
}
