package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"
)

// What people are told when something is not done.
const (
	sayBusy       = "Codekeeper is busy right now, and nothing was saved. Try again in a minute."
	sayRestarting = "Codekeeper is restarting, and nothing was saved. Try again in a few seconds."
	sayLate       = "That took too long, and nothing was saved. Try again."
	sayLateForm   = "That took too long, and nothing was saved. Press Save again."
	sayUnsure     = "It is not certain that this was saved. Do it again: it is safe, nothing is stored twice."
	sayUnsureForm = "It is not certain that this was saved. Press Save again: it is safe, nothing is stored twice."
	sayFault      = "Something went wrong on our side. Nothing was saved. Try again; if it happens again, pass on this reference: Reference %s"
	sayHalf       = "Something went wrong on our side while showing the answer. What you did may be saved: look before you do it again. Reference %s"
	sayNoForm     = "Something went wrong on our side, and the form did not open. Try again; if it happens again, pass on this reference: Reference %s"
	saySlackLate  = "Slack took too long to open the form. Try again."
	sayUnreadable = "Slack sent something that Codekeeper can't read, and nothing was saved. Try again."
	sayStaleForm  = "This form is out of date. Close it and open it again."
	sayStaleClick = "This button is out of date. Use the command again to get a new one."
	sayNoCommand  = "Codekeeper doesn't know this command."
	sayNotKnown   = "Slack did not say in time who you are, so nothing was done. Try again in a moment."
	sayGuest      = "Codekeeper is for full members of this workspace, not for guests. Ask %s."
	sayStranger   = "Codekeeper is only for the people of the workspace it belongs to. Ask %s there."
	sayGone       = "Codekeeper is for full members of this workspace. Ask %s."
	sayNoEditor   = "You can look at everything here, but only editors can change it. Ask %s."
	someAdmin     = "an admin of this workspace"

	titleProblem = "That didn't work"
	titleSaved   = "Saved"
	titleAnswer  = "Codekeeper"
	labelDone    = "Done"
	labelClose   = "Close"
)

// Outcomes, for metrics and logs.
const (
	outcomeOK         = "ok"
	outcomeUserError  = "user_error"
	outcomeRefused    = "refused"
	outcomeLate       = "late"
	outcomeUnsure     = "unsure"
	outcomeFault      = "fault"
	outcomeBusy       = "busy"
	outcomeRestarting = "restarting"
	outcomeUnreadable = "unreadable"
	outcomeStale      = "stale"
)

// A problem is why something was not done, as it is told to the person.
type problem struct {
	outcome string
	text    string      // plain
	field   string      // the field it belongs under, "" for the first
	fields  FieldErrors // or one sentence for each field
	message Message     // as a message
}

func (p *problem) Error() string { return p.text }

func newProblem(outcome, text string) *problem {
	return &problem{outcome: outcome, text: text, message: Message{Text: Escape(text)}}
}

// newUnsure is for what may be done, and may not.
func newUnsure(kind Kind) *problem {
	return newProblem(outcomeUnsure, pick(kind == KindSubmission, sayUnsureForm, sayUnsure))
}

// explain turns a handler's error into what the person is told. fault is set
// when the error is to be logged, and then names it.
func explain(ctx context.Context, a *act, err error) (p *problem, fault string) {
	if p, ok := errors.AsType[*problem](err); ok {
		return p, ""
	}
	if fields, ok := errors.AsType[FieldErrors](err); ok {
		p := newProblem(outcomeUserError, fields.Error())
		p.fields = fields
		return p, ""
	}
	if user, ok := errors.AsType[*UserError](err); ok {
		return userProblem(user), ""
	}
	late := errors.Is(err, context.DeadlineExceeded) || errors.Is(ctx.Err(), context.DeadlineExceeded)
	switch {
	case errors.Is(err, ErrUnknownOutcome), late && a.env.again():
		return newUnsure(a.Kind), newReference()
	case late:
		return newProblem(outcomeLate, pick(a.Kind == KindSubmission, sayLateForm, sayLate)), newReference()
	}
	reference := newReference()
	return newProblem(outcomeFault, fmt.Sprintf(sayFault, reference)), reference
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// userProblem shows what would work as text to copy, or to press. It is rich
// text, in which nothing has to be escaped, no link is made of an address, and
// no underscore makes italics.
func userProblem(e *UserError) *problem {
	p := newProblem(outcomeUserError, e.Error())
	p.field = e.Field
	said := []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(Sentences(e.Problem, e.Hint), nil)}
	if e.Try != "" {
		said = []slack.RichTextSectionElement{
			slack.NewRichTextSectionTextElement(Sentences(e.Problem, "Try "), nil),
			slack.NewRichTextSectionTextElement(e.Try, &slack.RichTextSectionTextStyle{Code: true}),
		}
		if e.Hint != "" {
			said = append(said, slack.NewRichTextSectionTextElement(". "+e.Hint, nil))
		}
	}
	p.message.Blocks = []slack.Block{slack.NewRichTextBlock("", slack.NewRichTextSection(said...))}
	if len(e.Buttons) > 0 {
		p.message.Blocks = append(p.message.Blocks, slack.NewActionBlock("", e.Buttons...))
	}
	return p
}

// maxSection is what a section's text may hold, in characters.
const maxSection = 3000

// sections are as many sections as a text needs, at most ten.
func sections(mrkdwn string) []slack.Block {
	var blocks []slack.Block
	for rest := []rune(mrkdwn); len(rest) > 0 && len(blocks) < 10; {
		n := min(len(rest), maxSection)
		if strings.TrimSpace(string(rest[:n])) != "" {
			text := slack.NewTextBlockObject(slack.MarkdownType, string(rest[:n]), false, false)
			blocks = append(blocks, slack.NewSectionBlock(text, nil, nil))
		}
		rest = rest[n:]
	}
	return blocks
}

// newReference is a short name for a fault: four characters that can't be
// mistaken for each other, shown to the person and written in the log.
func newReference() string {
	const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	b := make([]byte, 4)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b)
}
