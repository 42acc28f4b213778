package commands

import (
	"context"
	"fmt"
	"strings"

	"codekeeper/bot"

	"github.com/slack-go/slack"
)

// /influencer help [word] · /campaign help [word]
//
// Rendered from the commands themselves, so that it can't lie.

const helpBoundary = "Codekeeper keeps links and codes. It never calculates or pays commission: sales payouts belong in your affiliate or ecommerce system. " +
	"It sends influencers nothing, and asks no shop whether a code works."

// copyAlone ends the summary of what opens a form when it is typed alone.
const copyAlone = " Alone: the form."

// help is the help of one slash command.
func (a *App) help(slash string) bot.Command {
	return bot.Command{
		Slash:    slash,
		Name:     "help",
		Usage:    "help [word]",
		Summary:  "What there is, or how one of them is used.",
		Who:      bot.Members,
		Examples: []string{slash + " help", slash + " help list"},
		Parse:    func(text string) error { _, err := parseHelp(slash, text); return err },
		Run: func(_ context.Context, r *bot.Request) (*bot.Reply, error) {
			word, err := parseHelp(slash, r.Text)
			if err != nil {
				return nil, err
			}
			return bot.Say(helpView(a.Commands(), slash, word, r.User.Editor)), nil
		},
		Clicks: []bot.Route{{ID: helpRoute(slash), Who: bot.Members, Run: func(_ context.Context, r *bot.Request) (*bot.Reply, error) {
			return bot.Say(helpView(a.Commands(), slash, "", r.User.Editor)), nil
		}}},
	}
}

// helpRoute is of the button *Help* of a slash command.
func helpRoute(slash string) string { return "help" + strings.ReplaceAll(slash, "/", ".") }

// parseHelp reads the word, "" for none.
func parseHelp(slash, text string) (string, error) {
	w := words{text}
	first, err := w.next()
	if err != nil {
		return "", err
	}
	return fold(strings.TrimPrefix(first.text, "/")), w.noMore(slash + " help")
}

// helpView is the help of one word, or of the whole slash command. A word
// that people try is answered with the command they mean. editor says whether
// who asks may change things.
func helpView(all []bot.Command, slash, topic string, editor bool) bot.Message {
	if blocks := helpOn(all, slash, topic, editor); len(blocks) > 0 {
		return message("How to use "+esc(topic)+":", blocks...)
	}
	words := instead
	if slash == slashCampaign {
		words = insteadCampaign
	}
	if right := words[topic]; right != "" {
		var blocks []slack.Block
		for word := range strings.SplitSeq(right, " and ") {
			blocks = append(blocks, helpOn(all, slash, word, editor)...)
		}
		return message(fmt.Sprintf("There is no `%s %s`. What you want is %s:", slash, topic, right), blocks...)
	}
	first, other := fmt.Sprintf("What `%s` can do:", slash), slashCampaign
	if topic != "" {
		first = fmt.Sprintf("There is no help for %s. This is what `%s` can do:", esc(clip(topic, 40)), slash)
	}
	if slash == slashCampaign {
		other = slashInfluencer
	}
	return message(first, section(helpLines(all, slash)),
		fine(fmt.Sprintf("More on one of them: `%s help %s`. The other half: `%s help`", slash, firstName(all, slash), other)),
		fine(helpBoundary))
}

// helpOn is the help of the subcommand with this name: of this slash command
// first, then of the other one.
func helpOn(all []bot.Command, slash, name string, editor bool) []slack.Block {
	var own, others []slack.Block
	for _, c := range all {
		switch {
		case c.Name == "" || c.Name != name:
		case c.Slash == slash:
			own = append(own, section(helpOne(c, editor)))
		case name != "help":
			others = append(others, section(helpOne(c, editor)))
		}
	}
	return append(own, others...)
}

// helpLines are the subcommands, one a line.
func helpLines(all []bot.Command, slash string) string {
	var text strings.Builder
	for _, c := range all {
		if c.Slash == slash && c.Name != "" {
			fmt.Fprintf(&text, "`%s %s`  %s\n", c.Slash, esc(c.Usage), esc(c.Summary))
		}
	}
	return text.String()
}

// firstName is the first subcommand, for an example.
func firstName(all []bot.Command, slash string) string {
	for _, c := range all {
		if c.Slash == slash && c.Name != "" {
			return c.Name
		}
	}
	return "help"
}

// helpOne is the help of one subcommand. Who may use it is said to those who
// may not.
func helpOne(c bot.Command, editor bool) string {
	var text strings.Builder
	fmt.Fprintf(&text, "`%s %s`\n%s\n", c.Slash, esc(c.Usage), esc(c.Summary))
	if c.Who == bot.Editors && !editor {
		text.WriteString("Only for those who may change things, and you are not one of them.\n")
	}
	for _, example := range c.Examples {
		text.WriteString("• `" + esc(example) + "`\n")
	}
	return text.String()
}
