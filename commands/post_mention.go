package commands

import (
	"context"
	"regexp"

	"codekeeper/bot"

	"github.com/slack-go/slack"
)

// An answer mentions people, which pings nobody where one person reads it. In a
// channel it would ping everybody who ever changed something, so a post names
// them, and mentions only who posted it.

// mentioned is a mention as we write it; what people typed is escaped, and
// never one.
var mentioned = regexp.MustCompile(`<@([UW][A-Z0-9]+)>`)

// copyColleague is somebody whose name Slack doesn't tell.
const copyColleague = "a colleague"

// namedPost is a post with names instead of mentions but of user.
func (a *App) namedPost(ctx context.Context, m bot.Message, user string) bot.Message {
	names := map[string]string{}
	name := func(text string) string {
		return mentioned.ReplaceAllStringFunc(text, func(mention string) string {
			id := mentioned.FindStringSubmatch(mention)[1]
			if id == user {
				return mention
			}
			if _, ok := names[id]; !ok {
				names[id] = a.colleagueName(ctx, id)
			}
			return names[id]
		})
	}
	return bot.Message{Text: name(m.Text), Blocks: rewritten(m.Blocks, name)}
}

// colleagueName is somebody's name in mrkdwn.
func (a *App) colleagueName(ctx context.Context, id string) string {
	who, err := a.slack.Who(ctx, id)
	if err != nil {
		a.log.WarnContext(ctx, "colleague not named", "user", id, "err", err)
	}
	if who.Name == "" {
		return copyColleague
	}
	return esc(who.Name)
}

// rewritten are blocks whose texts have gone through edit; the blocks given
// stay as they are.
func rewritten(blocks []slack.Block, edit func(string) string) []slack.Block {
	text := func(t *slack.TextBlockObject) *slack.TextBlockObject {
		if t == nil || t.Type != slack.MarkdownType {
			return t
		}
		edited := *t
		edited.Text = edit(t.Text)
		return &edited
	}
	all := make([]slack.Block, len(blocks))
	for n, block := range blocks {
		switch b := block.(type) {
		case *slack.SectionBlock:
			section := *b
			section.Text, section.Fields = text(b.Text), nil
			for _, field := range b.Fields {
				section.Fields = append(section.Fields, text(field))
			}
			block = &section
		case *slack.ContextBlock:
			fine := *b
			fine.ContextElements.Elements = nil
			for _, element := range b.ContextElements.Elements {
				if t, ok := element.(*slack.TextBlockObject); ok {
					element = text(t)
				}
				fine.ContextElements.Elements = append(fine.ContextElements.Elements, element)
			}
			block = &fine
		}
		all[n] = block
	}
	return all
}
