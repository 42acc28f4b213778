package bot

import (
	"context"
	"fmt"
	"time"
)

// ownerWithin is what Config.Owner is given.
const ownerWithin = 300 * time.Millisecond

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

// refusal names whom to ask. Under a field of a form a mention would show as
// its code, so that there it is the name.
func (b *Bot) refusal(ctx context.Context, a *act, sentence string) *problem {
	owner := b.owner(ctx)
	if owner == "" {
		return newProblem(outcomeRefused, fmt.Sprintf(sentence, someAdmin))
	}
	if a.Kind != KindSubmission {
		p := newProblem(outcomeRefused, fmt.Sprintf(sentence, owner))
		p.message.Text = fmt.Sprintf(sentence, "<@"+Escape(owner)+">")
		return p
	}
	if who, err := b.people.who(ctx, owner); err == nil && who.Name != "" {
		return newProblem(outcomeRefused, fmt.Sprintf(sentence, "@"+who.Name))
	}
	return newProblem(outcomeRefused, fmt.Sprintf(sentence, someAdmin))
}

// owner asks Config.Owner, "" when it can't tell in time.
func (b *Bot) owner(ctx context.Context) string {
	if b.config.Owner == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, ownerWithin)
	defer cancel()
	id, err := b.config.Owner(ctx)
	if err != nil {
		b.log.Warn("can't tell whom to ask", "err", err)
		return ""
	}
	return id
}
