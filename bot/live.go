package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/slack-go/slack"
)

// liveWithin bounds what a form shows the progress of.
const liveWithin = 5 * time.Minute

// A Show puts another content in the place of a form, as often as it is
// called. A form that was closed meanwhile stays closed: then it does nothing,
// and answers false.
type Show func(ctx context.Context, form *slack.ModalViewRequest) (open bool)

// live makes the form that a reply opens or puts in the place of another one
// that can be shown anew by the name it is given. The name is the request's:
// one that is delivered again shows its progress in the same form.
func live(request string, r *Reply) (external string) {
	sum := sha256.Sum256([]byte(request))
	external = "live-" + hex.EncodeToString(sum[:12])
	for _, form := range []**slack.ModalViewRequest{&r.Open, &r.Update} {
		if *form != nil {
			named := **form
			named.ExternalID = external
			*form = &named
		}
	}
	return external
}

// liveStep has run go on after the acknowledgement, with the form. What it
// answers goes the way of Later's answers; an error is shown in the form where
// it is open still.
func (b *Bot) liveStep(a *act, d *delivery, external string, run func(ctx context.Context, show Show) (*Message, error)) {
	address := a.takeResponse()
	var m *Message
	d.steps = append(d.steps, step{name: "live", within: liveWithin, do: func(ctx context.Context) error {
		show := b.shows(a, external)
		m = b.runLater(ctx, a, func(ctx context.Context) (*Message, error) {
			m, err := run(ctx, show)
			if err == nil {
				return m, nil
			}
			p, reference := explain(ctx, a, err)
			b.report(a, target{name: "live"}, err, p, reference)
			if show(context.WithoutCancel(ctx), b.answerForm(a, titleProblem, labelClose, p.message)) {
				return nil, nil //nolint:nilnil // it is told
			}
			return &p.message, nil
		})
		return nil
	}})
	d.then("answer", func(ctx context.Context) error { return b.answerLater(ctx, a, address, m) })
}

// shows is a Show of the form with this external id.
func (b *Bot) shows(a *act, external string) Show {
	first, gone := true, false
	return func(ctx context.Context, form *slack.ModalViewRequest) bool {
		if gone {
			return false
		}
		err := b.showLive(ctx, a, external, form, first)
		first = false
		if gone = IsSlack(err, "not_found"); !gone && err != nil {
			b.log.Warn("form not shown anew", "err", err)
		}
		return !gone
	}
}

// showLive shows the form. The first time Slack may not have it yet: the
// acknowledgement goes another way.
func (b *Bot) showLive(ctx context.Context, a *act, external string, form *slack.ModalViewRequest, first bool) error {
	view, err := b.client.sealed(form, a.response)
	if err != nil {
		return fmt.Errorf("live form: %w", err)
	}
	view.ExternalID = external
	ctx, cancel := context.WithTimeout(ctx, afterWithin)
	defer cancel()
	if first {
		return b.updateLoading(ctx, external, view)
	}
	return b.client.updateView(ctx, "", external, view)
}
