package commands

import (
	"context"
	"fmt"

	"codekeeper/bot"
)

// clickSent is *Mark as sent*, of one message or of many. In a list it shows
// the list again, without those who are done.
func (a *App) clickSent(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	s, err := readSending(r.Value)
	if err != nil {
		return nil, err
	}
	m, err := a.markSent(ctx, r, s.Marks)
	if err != nil {
		return nil, err
	}
	reply := bot.Say(markingAnswer(r, m))
	if s.List == nil || len(m.moved) > 0 {
		if m.before() { // a second click leaves the answer to the first, with its Undo
			return reply, nil
		}
		return inPlace(reply), nil
	}
	list, err := a.listed(ctx, r, *s.List)
	if err != nil { // what is done is done
		a.log.WarnContext(ctx, "list not shown again", "err", err)
		return reply, nil
	}
	list = withLead(list, markingWords(m, local(r))+"\n"+list.Text)
	return listReply(r, *s.List, undoable(r, len(m.done) > 0, list), true), nil
}

// clickSentPosted is *Mark as sent* below a post in a channel, which anybody
// there who may change things can press. The post then says who did.
func (a *App) clickSentPosted(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	s, err := readSending(r.Value)
	if err != nil {
		return nil, err
	}
	m, err := a.markSent(ctx, r, s.Marks)
	if err != nil {
		return nil, err
	}
	reply := bot.Say(markingAnswer(r, m))
	if len(m.moved) == 0 && r.Message != nil && !r.Message.Ephemeral {
		reply.After = func(ctx context.Context) error {
			if err := a.slack.Rewrite(ctx, *r.Message, postedDone(s, m, local(r))); err != nil {
				return fmt.Errorf("say below the post that it is sent: %w", err)
			}
			return nil
		}
	}
	return reply, nil
}
