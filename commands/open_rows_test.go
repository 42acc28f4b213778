package commands

import (
	"context"
	"database/sql"
	"fmt"
	"testing"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// asksForOpen are the ways to ask what is open.
func asksForOpen(w *world, app *App) map[string]func(context.Context) error {
	command := func(text string, run bot.Handler) func(context.Context) error {
		return func(ctx context.Context) error {
			r := w.request("")
			r.Text = text
			_, err := run(ctx, r)
			return err
		}
	}
	return map[string]func(context.Context) error{
		"tbd":         command("", app.runTBD),
		"tbd mine":    command("mine", app.runTBD),
		"tbd code":    command("code", app.runTBD),
		"list unsent": command("unsent", app.runList),
		"home":        func(ctx context.Context) error { _, err := app.Home(ctx, w.request("")); return err },
		"digest": func(ctx context.Context) error {
			p, err := app.plan(ctx, w.sim.Clock().Now())
			if err != nil {
				return err
			}
			d, err := app.digestState(ctx, p, p.targets[0], nil)
			digestView(d, p.now)
			return err
		},
	}
}

// However much is open, few more rows are read than an answer shows, always by
// as many statements.
func TestWhatIsOpenIsReadAsFarAsItIsShown(t *testing.T) {
	t.Parallel()
	w := start(t)
	app, counted := w.counting()
	db, err := sql.Open("postgres", counted.url)
	must(t, err)
	defer db.Close()
	c := w.campaign("Summer Glow", launching("2026-06-20"))
	shared := w.campaign("All Together", modes(store.Shared, store.NotNeeded), launching("2026-06-20"))
	var asked [2]map[string]int64
	for round, each := range []int{40, 600} {
		w.fill(db, c, each)
		var selections []store.Selection
		for n := range each {
			selections = append(selections, store.Selection{Handle: handleOf(t, fmt.Sprintf("all%d.%d", round, n))})
		}
		_, err := w.store.Select(t.Context(), w.act(), shared.ID, selections)
		must(t, err)
		asked[round] = map[string]int64{}
		for what, ask := range asksForOpen(w, app) {
			before := counted.rows.Load()
			asked[round][what] = counted.during(func() { must(t, ask(t.Context())) })
			most := int64(60)
			if what == "list unsent" { // *Mark all as sent* carries as many as fit into it
				most += maxMarked
			}
			rows := counted.rows.Load() - before
			if rows == 0 || rows > most {
				t.Errorf("%s reads %d rows of %d", what, rows, each)
			}
			t.Logf("%s of %d: %d rows by %d statements", what, each, rows, asked[round][what])
		}
	}
	if diff := cmp.Diff(asked[0], asked[1]); diff != "" {
		t.Errorf("statements, of few and of many (-few +many):\n%s", diff)
	}
}
