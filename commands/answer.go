package commands

import (
	"context"

	"codekeeper/bot"
)

// inPlace puts the answer in the place of the one whose button was pressed,
// so that no button of an older version stays.
func inPlace(reply *bot.Reply) *bot.Reply {
	if reply != nil {
		reply.Replace = true
	}
	return reply
}

// answerThere answers a click where it was: in the place of the answer, or of
// the form.
func answerThere(r *bot.Request, title string, m bot.Message) *bot.Reply {
	if r.Form != nil {
		return &bot.Reply{Update: modal("answer", title, "", encoded(answeredBy(r)), m.Blocks)}
	}
	return inPlace(bot.Say(m))
}

// manyRows is from how many changed rows on a change may take longer than Slack
// waits.
const manyRows = 500

// nowOrLater runs what changes so many rows, and answers in place of what was
// pressed: before the acknowledgement, or when they are many after it.
func nowOrLater(ctx context.Context, n int, run func(context.Context) (*bot.Message, error)) (*bot.Reply, error) {
	if n > manyRows {
		return &bot.Reply{Later: run}, nil
	}
	m, err := run(ctx)
	if err != nil {
		return nil, err
	}
	return inPlace(bot.Say(*m)), nil
}
