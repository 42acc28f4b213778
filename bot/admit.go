package bot

import (
	"context"
	"fmt"
)

// admit finds out who acts. The error is a problem for whoever may do nothing
// here: guests, people of other organisations, and who is not known.
func (b *Bot) admit(ctx context.Context, a *act) error {
	who, err := b.people.who(ctx, a.UserID)
	if err != nil {
		b.log.Warn("can't tell who acts", "user", a.UserID, "err", err)
		return newProblem(outcomeRefused, sayNotKnown)
	}
	a.User = who.User
	switch who.standing {
	case StandingMember, StandingEditor:
		return nil
	case StandingGuest:
		return b.refusal(ctx, a, sayGuest)
	case StandingStranger:
		return b.refusal(ctx, a, sayStranger)
	default:
		return b.refusal(ctx, a, sayGone)
	}
}

// refusal names whom to ask: who may change things, and never who was refused.
// Under a field of a form a mention would show as its code, so that there it is
// the name.
func (b *Bot) refusal(ctx context.Context, a *act, sentence string) *problem {
	who, ok := b.people.editor(ctx, b.owners(ctx), a.UserID)
	switch {
	case ok && a.Kind != KindSubmission:
		p := newProblem(outcomeRefused, fmt.Sprintf(sentence, who.ID))
		p.message.Text = fmt.Sprintf(sentence, "<@"+Escape(who.ID)+">")
		return p
	case ok && who.Name != "":
		return newProblem(outcomeRefused, fmt.Sprintf(sentence, "@"+who.Name))
	}
	return newProblem(outcomeRefused, fmt.Sprintf(sentence, someAdmin))
}
