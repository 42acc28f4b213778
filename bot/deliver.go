package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"
)

// A delivery is a reply made ready: what the acknowledgement says, and what
// follows it. What has to be done before, as opening a form, is done.
type delivery struct {
	payload json.RawMessage // nil: an empty acknowledgement
	steps   []step          // in order, after the acknowledgement
}

type step struct {
	name   string
	do     func(ctx context.Context) error
	within time.Duration // 0: afterWithin
}

func (d *delivery) then(name string, do func(ctx context.Context) error) {
	d.steps = append(d.steps, step{name: name, do: do})
}

// prepare makes a reply ready. When that fails, the person is told that what
// they did may be saved: the handler is through.
func (b *Bot) prepare(ctx context.Context, a *act, r *Reply) delivery {
	if r == nil {
		r = &Reply{}
	}
	within, cancel := context.WithDeadline(ctx, a.env.received.Add(giveUpAfter))
	defer cancel()
	external := ""
	if r.Live != nil {
		r = new(*r) // the handler's own stays as it is
		external = live(a.ID, r)
	}
	d, err := b.ready(within, a, r)
	if err != nil {
		d = b.instead(ctx, a, r, err)
	}
	if r.Live != nil {
		b.liveStep(a, &d, external, r.Live)
	}
	if r.Later != nil {
		b.later(a, &d, r.Later)
	}
	if r.After != nil {
		d.then("after", r.After)
	}
	return d
}

// instead is the delivery for a reply that could not be made ready. It uses no
// trigger: that may be what failed.
func (b *Bot) instead(ctx context.Context, a *act, r *Reply, err error) delivery {
	p := newProblem(outcomeLate, saySlackLate)
	if !slackLate(err) || r.Message != nil {
		reference := newReference()
		said := sayHalf
		if r.Message == nil && (r.Open != nil || r.Update != nil) && a.Kind != KindSubmission {
			said = sayNoForm
		}
		p = newProblem(outcomeFault, fmt.Sprintf(said, reference))
		b.report(a, target{name: "delivery"}, err, p, reference)
	}
	if a.Kind == KindCommand || a.Kind == KindClick || a.Kind == KindShortcut {
		var d delivery
		b.answer(a, &d, p.message, false)
		return d
	}
	d, err := b.ready(ctx, a, b.tell(a, p))
	if err != nil {
		b.log.Error("can't tell of a fault", "kind", a.Kind.String(), "err", err)
		return delivery{}
	}
	return d
}

// slackLate says whether Slack had no time for a form: nothing is wrong, and
// trying again may do.
func slackLate(err error) bool {
	return IsSlack(err, "expired_trigger_id", "ratelimited") || errors.Is(err, context.DeadlineExceeded)
}

func (b *Bot) ready(ctx context.Context, a *act, r *Reply) (delivery, error) {
	if len(r.Errors) > 0 && a.Kind != KindSubmission {
		r = b.tell(a, fieldProblem(r.Errors))
	}
	d, err := b.readyKind(ctx, a, r)
	if err == nil && r.Home != nil {
		b.home(a, &d, *r.Home)
	}
	return d, err
}

// readyKind makes ready what belongs to the way in which somebody acted.
func (b *Bot) readyKind(ctx context.Context, a *act, r *Reply) (delivery, error) {
	switch a.Kind {
	case KindCommand:
		return b.readyCommand(ctx, a, r)
	case KindClick, KindShortcut:
		return b.readyClick(ctx, a, r)
	case KindSubmission:
		return b.readySubmission(a, r)
	case KindOptions:
		return readyOptions(r)
	case KindHome:
		return delivery{}, nil
	}
	return delivery{}, fmt.Errorf("unknown kind %d", a.Kind)
}

// readyCommand opens the form first: the trigger lives three seconds.
func (b *Bot) readyCommand(ctx context.Context, a *act, r *Reply) (delivery, error) {
	var d delivery
	if r.Message != nil {
		b.answer(a, &d, *r.Message, false)
	}
	return d, b.openForm(ctx, a, r.Open)
}

// readyClick is for clicks and shortcuts, whose acknowledgement is empty.
func (b *Bot) readyClick(ctx context.Context, a *act, r *Reply) (delivery, error) {
	var d delivery
	if m := r.Message; m != nil {
		deepest := a.inForm() && a.view.deepest()
		switch {
		case a.response.usable(a.At) || r.Open != nil || r.Update != nil || deepest && len(a.view.inputs()) > 0:
			replace := r.Replace && a.Message != nil && a.Message.Ephemeral
			b.answer(a, &d, *m, replace)
		case deepest:
			r = &Reply{Update: b.answerForm(a, titleAnswer, labelClose, *m)}
		default:
			r = &Reply{Open: b.answerForm(a, titleAnswer, labelClose, *m)}
		}
	}
	if r.Update != nil {
		if err := b.updateForm(ctx, a, r.Update); err != nil {
			return d, err
		}
	}
	return d, b.openForm(ctx, a, r.Open)
}

func (a *act) inForm() bool { return a.Form != nil }

// openForm opens a form, or pushes it on the one that was clicked in. A
// trigger that was used already did its work at an earlier delivery.
func (b *Bot) openForm(ctx context.Context, a *act, form *slack.ModalViewRequest) error {
	if form == nil {
		return nil
	}
	view, err := b.client.sealed(form, a.response)
	if err != nil {
		return err
	}
	open := b.client.openView
	if a.inForm() {
		open = b.client.pushView
	}
	err = open(ctx, a.triggerID, view)
	if IsSlack(err, "exchanged_trigger_id") {
		b.log.Debug("the form is open already", "request", a.ID)
		return nil
	}
	return err
}

// updateForm replaces the form that was clicked in, unless it is closed.
func (b *Bot) updateForm(ctx context.Context, a *act, form *slack.ModalViewRequest) error {
	if !a.inForm() {
		return errors.New("there is no form to update")
	}
	view, err := b.client.sealed(form, a.response)
	if err != nil {
		return err
	}
	err = b.client.updateView(ctx, a.Form.ID, "", view)
	if IsSlack(err, "not_found") {
		return nil
	}
	return err
}

// home publishes the person's Home tab after the acknowledgement.
func (b *Bot) home(a *act, d *delivery, home slack.HomeTabViewRequest) {
	d.then("home", func(ctx context.Context) error { return b.client.PublishHome(ctx, a.UserID, home) })
}

// readyOptions answers a typeahead, with at most 100 options and no more than
// an acknowledgement holds.
func readyOptions(r *Reply) (delivery, error) {
	size := len(`{"options":[]}`)
	fitting := []json.RawMessage{}
	for _, o := range r.Options[:min(len(r.Options), 100)] {
		encoded, err := json.Marshal(o)
		if err != nil {
			return delivery{}, fmt.Errorf("option: %w", err)
		}
		if size += len(encoded) + 1; size >= maxAcknowledgement {
			break
		}
		fitting = append(fitting, encoded)
	}
	payload, err := json.Marshal(map[string]any{"options": fitting})
	return delivery{payload: payload}, err
}

// answer sends a message to the person, visible only to them: in the
// acknowledgement of a command when it fits, else through the response url,
// else as a direct message.
func (b *Bot) answer(a *act, d *delivery, m Message, replace bool) {
	if a.Kind == KindCommand {
		payload, err := json.Marshal(newAnswer(m, false))
		if err == nil && len(payload) < maxAcknowledgement {
			d.payload = payload
			return
		}
	}
	if !a.response.usable(a.At) {
		d.then("direct message", func(ctx context.Context) error { return b.direct(ctx, a.UserID, m) })
		return
	}
	a.response.left--
	address := a.response.url
	d.then("answer", func(ctx context.Context) error { return b.respond(ctx, a.UserID, address, m, replace) })
}

// respondWithin is what a response url is given, so that of afterWithin enough
// is left for the direct message that takes its place.
const respondWithin = 10 * time.Second

// respond answers through a response url; where Slack doesn't take it in time,
// by a direct message.
func (b *Bot) respond(ctx context.Context, userID, address string, m Message, replace bool) error {
	within, cancel := context.WithTimeout(ctx, respondWithin)
	defer cancel()
	err := b.client.respond(within, address, m, replace)
	if err == nil {
		return nil
	}
	b.log.Warn("answer goes as a direct message", "err", err)
	return b.direct(ctx, userID, m)
}

// direct sends a direct message: what somebody did is done, and no place is
// left in which only they would see the answer.
func (b *Bot) direct(ctx context.Context, userID string, m Message) error {
	channel, err := b.client.DirectChannel(ctx, userID)
	if err != nil {
		return err
	}
	_, err = b.client.Post(ctx, channel, m)
	return err
}

// follow does what follows the acknowledgement, without keeping the worker,
// unless too much of that is under way.
func (b *Bot) follow(a *act, d delivery) {
	if len(d.steps) == 0 {
		return
	}
	b.slots <- struct{}{}
	b.background(func(ctx context.Context) {
		defer func() { <-b.slots }()
		for _, s := range d.steps {
			if err := b.step(ctx, s); err != nil {
				b.log.Error("failed after the acknowledgement", "step", s.name, "kind", a.Kind.String(),
					"request", a.ID, "user", a.UserID, "err", err)
			}
		}
	})
}

func (b *Bot) step(ctx context.Context, s step) (err error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(s.within, afterWithin))
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = newPanic(p)
		}
	}()
	return s.do(ctx)
}

// afterSlots bounds how much may follow acknowledgements at once.
const afterSlots = 64

// updateLoading replaces a loading form by the real one. The acknowledgement
// that opens it and this call go different ways: Slack says not_found until it
// is there.
func (b *Bot) updateLoading(ctx context.Context, externalID string, view slack.ModalViewRequest) error {
	for try := 1; ; try++ {
		if err := sleep(ctx, time.Duration(try)*100*time.Millisecond); err != nil {
			return err
		}
		err := b.client.updateView(ctx, "", externalID, view)
		if !IsSlack(err, "not_found") || try == maxTries {
			return err
		}
	}
}
