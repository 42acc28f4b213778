package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/slack-go/slack"
)

// readySubmission answers a form: all that happens to it stands in the
// acknowledgement.
func (b *Bot) readySubmission(a *act, r *Reply) (delivery, error) {
	var d delivery
	if len(r.Errors) > 0 {
		if payload := errorsAnswer(a.view.inputs(), r.Errors); payload != nil {
			return delivery{payload: payload}, nil
		}
		p := fieldProblem(r.Errors)
		return d, b.answerView(a, &d, overForm(a), b.answerForm(a, titleProblem, labelClose, p.message))
	}
	update := r.Update
	if r.Message != nil {
		if a.response.usable(a.At) || update != nil || r.Open != nil {
			b.answer(a, &d, *r.Message, false)
		} else {
			update = b.answerForm(a, titleSaved, labelDone, *r.Message)
		}
	}
	switch {
	case update != nil:
		return d, b.answerView(a, &d, slack.RAUpdate, update)
	case r.Open != nil:
		return d, b.answerView(a, &d, slack.RAPush, r.Open)
	}
	return d, nil
}

// overForm is how a message is shown over a form without losing what was typed
// in it, where three views are not open already.
func overForm(a *act) slack.ViewResponseAction {
	if a.view.deepest() {
		return slack.RAUpdate
	}
	return slack.RAPush
}

// answerView puts a view into the acknowledgement. One that is too big for it
// begins as a loading view, and comes by the Web API.
func (b *Bot) answerView(a *act, d *delivery, action slack.ViewResponseAction, form *slack.ModalViewRequest) error {
	view, err := b.client.sealed(form, a.response)
	if err != nil {
		return err
	}
	d.payload, err = json.Marshal(slack.ViewSubmissionResponse{ResponseAction: action, View: &view})
	if err != nil {
		return fmt.Errorf("form %q: %w", form.CallbackID, err)
	}
	if len(d.payload) < maxAcknowledgement {
		return nil
	}
	loading := view
	loading.Submit = nil
	loading.Blocks = slack.Blocks{BlockSet: sections("One moment…")}
	loading.ExternalID = "loading-" + a.Form.ID + "-" + newReference()
	d.payload, err = json.Marshal(slack.ViewSubmissionResponse{ResponseAction: action, View: &loading})
	d.then("big form", func(ctx context.Context) error {
		return b.updateLoading(ctx, loading.ExternalID, view)
	})
	return err
}

// maxFieldError keeps what stands under a field readable, and the
// acknowledgement small.
const maxFieldError = 600

// errorsAnswer shows sentences under fields. Slack takes only block ids of
// inputs, so that what belongs to no input goes under the first; nil when the
// form has none.
func errorsAnswer(inputs []string, sentences map[string]string) json.RawMessage {
	if len(inputs) == 0 {
		return nil
	}
	under := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(sentences)) {
		field := name
		if !slices.Contains(inputs, name) {
			field = inputs[0]
		}
		if under[field] != "" {
			under[field] += " "
		}
		under[field] += sentences[name]
	}
	for len(under) > 0 {
		for field, sentence := range under {
			under[field] = Clip(sentence, maxFieldError)
		}
		payload, err := json.Marshal(slack.NewErrorsViewSubmissionResponse(under))
		if err == nil && len(payload) < maxAcknowledgement {
			return payload
		}
		delete(under, slices.Max(slices.Collect(maps.Keys(under))))
	}
	return nil
}

// fieldProblem is field errors where there are no fields to show them under.
func fieldProblem(sentences map[string]string) *problem {
	p := newProblem(outcomeUserError, FieldErrors(sentences).Error())
	p.fields = sentences
	return p
}

// answerForm is the answer to somebody as a form of its own. What they press in
// it carries on from what they did.
func (b *Bot) answerForm(a *act, title, closes string, m Message) *slack.ModalViewRequest {
	form := messageView(title, closes, m)
	if b.config.Carries != nil {
		form.PrivateMetadata = b.config.Carries(a.Request)
	}
	return form
}

// messageView is a message as a view of its own.
func messageView(title, closes string, m Message) *slack.ModalViewRequest {
	blocks := m.Blocks
	if len(blocks) == 0 {
		blocks = sections(m.Text)
	}
	return &slack.ModalViewRequest{
		Type:   slack.VTModal,
		Title:  slack.NewTextBlockObject(slack.PlainTextType, title, false, false),
		Close:  slack.NewTextBlockObject(slack.PlainTextType, closes, false, false),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// tell is the reply that says what went wrong, where the person looks.
func (b *Bot) tell(a *act, p *problem) *Reply {
	switch {
	case a.Kind == KindSubmission && len(p.fields) > 0:
		return &Reply{Errors: p.fields}
	case a.Kind == KindSubmission:
		return &Reply{Errors: map[string]string{p.field: p.text}}
	case a.Kind == KindOptions:
		return &Reply{}
	case a.Kind == KindHome:
		m := messageView("", "", p.message)
		return &Reply{Home: &slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: m.Blocks}}
	case a.Kind == KindCommand:
		return Say(p.message)
	case a.inForm() && !a.view.deepest(), !a.inForm() && !a.response.usable(a.At):
		return &Reply{Open: b.answerForm(a, titleProblem, labelClose, p.message)}
	}
	return Say(p.message)
}

// unreadable answers a payload that can't be read, as far as its kind can be
// told: a form must not close as if it were saved.
func (b *Bot) unreadable(ctx context.Context, env *envelope) {
	kind := kindOf(env)
	var payload any
	switch kind {
	case KindCommand:
		payload = newAnswer(Message{Text: sayUnreadable}, false)
	case KindSubmission:
		view, err := b.client.sealed(messageView(titleProblem, labelClose, Message{Text: sayUnreadable}), response{})
		if err == nil {
			payload = slack.ViewSubmissionResponse{ResponseAction: slack.RAUpdate, View: &view}
		}
	case KindOptions:
		payload = map[string]any{"options": []any{}}
	}
	var encoded json.RawMessage
	if payload != nil {
		if js, err := json.Marshal(payload); err == nil {
			encoded = js
		}
	}
	b.acknowledge(ctx, env, kind.String(), encoded)
	b.metrics.request(kind.String(), "unknown", outcomeUnreadable)
}
