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

// help is the help of one slash command.
func (a *App) help(slash string) bot.Command {
	return bot.Command{
		Slash:    slash,
		Name:     "help",
		Usage:    "help [word]",
		Summary:  "What there is, or how one of them is used.",
		Who:      bot.Members,
		Examples: []string{slash + " help", slash + " help list"},
		Parse:    func(text string) error { _, err := parseHelp(text); return err },
		Run: func(_ context.Context, r *bot.Request) (*bot.Reply, error) {
			word, err := parseHelp(r.Text)
			if err != nil {
				return nil, err
			}
			return bot.Say(helpView(a.Commands(), slash, word)), nil
		},
		Clicks: []bot.Route{{ID: "help" + strings.ReplaceAll(slash, "/", "."), Who: bot.Members, Run: func(context.Context, *bot.Request) (*bot.Reply, error) {
			return bot.Say(helpView(a.Commands(), slash, "")), nil
		}}},
	}
}

func parseHelp(text string) (string, error) {
	w := words{text}
	first, err := w.next()
	if err != nil {
		return "", err
	}
	return fold(strings.TrimPrefix(first.text, "/")), w.noMore("/influencer help select")
}

// helpView is the help of one word, or of the whole slash command.
func helpView(all []bot.Command, slash, topic string) bot.Message {
	var blocks []slack.Block
	var text strings.Builder
	for _, c := range all {
		if c.Name == "" || c.Hidden {
			continue
		}
		if c.Name == topic && (c.Slash == slash || topic != "help") {
			blocks = append(blocks, section(helpOne(c)))
		}
		if c.Slash == slash {
			fmt.Fprintf(&text, "`%s %s`  %s\n", c.Slash, esc(c.Usage), esc(c.Summary))
		}
	}
	if len(blocks) > 0 {
		return message("How to use "+esc(topic)+":", blocks...)
	}
	first := fmt.Sprintf("What `%s` can do:", slash)
	if topic != "" {
		first = fmt.Sprintf("There is no help for %s. This is what `%s` can do:", esc(clip(topic, 40)), slash)
	}
	other := slashCampaign
	if slash == slashCampaign {
		other = slashInfluencer
	}
	return message(first, section(text.String()), fine(helpBoundary+" See also `"+other+" help`."))
}

func helpOne(c bot.Command) string {
	text := fmt.Sprintf("`%s %s`\n%s\n", c.Slash, esc(c.Usage), esc(c.Summary))
	if c.Who == bot.Editors {
		text += "For those who may change things.\n"
	}
	for _, example := range c.Examples {
		text += "• `" + esc(example) + "`\n"
	}
	return text
}
