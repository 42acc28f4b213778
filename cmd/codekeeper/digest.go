package main

import (
	"context"
	"fmt"

	"codekeeper/bot"
)

// digestCommand is for a scheduler outside, where no serve runs; beside one it
// does no harm.
type digestCommand struct{}

// Run posts what is due. That nothing was due, or that it was posted already,
// is no error.
func (*digestCommand) Run(ctx context.Context, p *program) error {
	log, err := p.logger(defaultLevel)
	if err != nil {
		return err
	}
	apiURL, err := p.apiURL()
	if err != nil {
		return err
	}
	defaults, err := p.digest()
	if err != nil {
		return err
	}
	token, err := p.botToken()
	if err != nil {
		return err
	}
	address, err := p.databaseURL()
	if err != nil {
		return err
	}
	keeper, err := openMigrated(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = keeper.Close() }()
	client := bot.NewClient(token, apiURL, log)
	defer client.Close()
	identity, err := p.identify(ctx, client)
	if err != nil {
		return err
	}
	w := wiring{client: client, identity: identity, store: keeper, clock: bot.RealTime{}, digest: defaults, log: log}
	posted, err := w.commands().Sweep(ctx)
	if err != nil {
		return fmt.Errorf("post what is due: %w", err)
	}
	_, err = fmt.Fprintln(p.stdout, postedSentence(posted))
	return err
}

func postedSentence(posted int) string {
	switch posted {
	case 0:
		return "No digest is due, or it was posted already."
	case 1:
		return "Posted 1 digest."
	}
	return fmt.Sprintf("Posted %d digests.", posted)
}
