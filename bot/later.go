package bot

import "context"

// later is what takes longer than Slack waits, and then its answer. Each has a
// step of its own, so that what took all its time can still be answered.
func (b *Bot) later(a *act, d *delivery, run func(ctx context.Context) (*Message, error)) {
	address := a.takeResponse()
	var m *Message
	d.then("later", func(ctx context.Context) error {
		m = b.runLater(ctx, a, run)
		return nil
	})
	d.then("answer", func(ctx context.Context) error { return b.answerLater(ctx, a, address, m) })
}

// takeResponse is a response url for one more answer, "" when Slack takes no
// more.
func (a *act) takeResponse() string {
	if !a.response.usable(a.At) {
		return ""
	}
	a.response.left--
	return a.response.url
}

// answerLater gives an answer through a response url, or without one as a
// direct message.
func (b *Bot) answerLater(ctx context.Context, a *act, address string, m *Message) error {
	switch {
	case m == nil:
		return nil
	case address == "":
		return b.direct(ctx, a.UserID, *m)
	}
	return b.respond(ctx, a.UserID, address, *m, false)
}

// runLater runs it, and makes an error or a panic what the person is told.
func (b *Bot) runLater(ctx context.Context, a *act, run func(ctx context.Context) (*Message, error)) (m *Message) {
	fail := func(err error) *Message {
		p, reference := explain(ctx, a, err)
		b.report(a, target{name: "later"}, err, p, reference)
		return &p.message
	}
	defer func() {
		if p := recover(); p != nil {
			m = fail(newPanic(p))
		}
	}()
	m, err := run(ctx)
	if err != nil {
		return fail(err)
	}
	return m
}
