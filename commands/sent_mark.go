package commands

import (
	"context"
	"errors"
	"slices"

	"codekeeper/bot"
	"codekeeper/store"
)

// A marking is what became of those who were to be marked as sent.
type marking struct {
	done    []store.Change // marked now
	already []store.Row    // marked before as having been told the same
	moved   []store.Row    // shown something else than they share now, so left alone
}

// size is how many they were.
func (m marking) size() int { return len(m.done) + len(m.already) + len(m.moved) }

// before says whether nothing was left to do: all who can be marked were marked
// before.
func (m marking) before() bool { return len(m.done) == 0 && len(m.already) > 0 }

// markSent marks as sent whoever still shares what the marks showed. Who was
// changed since is left alone, and so is who can't be told any more.
func (a *App) markSent(ctx context.Context, r *bot.Request, ms marks) (marking, error) {
	rows, err := a.store.Applications(ctx, r.TeamID, ms.ids())
	if err != nil {
		return marking{}, err
	}
	if len(rows) == 0 && len(ms) > 0 {
		_, err = a.there(ctx, r, ms[0].id, errForged)
	}
	switch {
	case err != nil:
		return marking{}, err
	case len(rows) == 0:
		return marking{}, errForged
	}
	before, repeat, err := a.store.ChangesDone(ctx, act(r))
	if err != nil {
		return marking{}, err
	}
	if repeat {
		return markedBefore(before, rows), nil
	}
	for tries := 0; ; tries++ {
		edits, moved := ms.edits(rows)
		changes, err := a.store.Change(ctx, act(r), edits...)
		if err == nil {
			m := marking{moved: moved}
			m.add(changes)
			return m, nil
		}
		// Somebody changed one of them a moment ago: look again.
		if !renewed(rows, err) || tries == len(rows)+maxTries {
			return marking{}, userError(err)
		}
	}
}

// maxTries is how often others may come in between before the person is told.
const maxTries = 5

// edits are those that mark as sent whoever shares what the marks showed; moved
// are the others.
func (m marks) edits(rows []store.Row) (edits []store.Edit, moved []store.Row) {
	for _, row := range rows {
		if !m.shows(row) || !row.Tellable() {
			moved = append(moved, row)
			continue
		}
		edit := store.EditOf(row.Application)
		edit.Told = new(row.Told())
		edits = append(edits, edit)
	}
	return edits, moved
}

// renewed puts the row for which the store refused to mark all, as it is now, in
// its place. It is false for any other error.
func renewed(rows []store.Row, err error) bool {
	now, ok := refusedRow(err)
	if archived, is := errors.AsType[*store.Archived](err); is {
		for i := range rows {
			if rows[i].CampaignID == archived.Campaign.ID {
				rows[i].Campaign, ok = archived.Campaign, true
			}
		}
		return ok
	}
	i := slices.IndexFunc(rows, func(row store.Row) bool { return row.ID == now.ID })
	if !ok || i < 0 {
		return false
	}
	rows[i] = now
	return true
}

// refusedRow is the row, as it is now, for which the store refused all.
func refusedRow(err error) (store.Row, bool) {
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
		return stale.Current, true
	}
	if early, ok := errors.AsType[*store.NotReady](err); ok {
		return early.Row, true
	}
	if gone, ok := errors.AsType[*store.NotSelected](err); ok {
		return gone.Row, true
	}
	return store.Row{}, false
}

// add tells those marked now from those marked before.
func (m *marking) add(changes store.Changes) {
	for _, c := range changes.Rows {
		if c.Before.Version == c.After.Version {
			m.already = append(m.already, c.After)
			continue
		}
		m.done = append(m.done, c)
	}
}

// markedBefore is what a request that comes again did at first.
func markedBefore(changes store.Changes, rows []store.Row) marking {
	m := marking{done: changes.Rows}
	for _, row := range rows {
		switch {
		case slices.ContainsFunc(changes.Rows, func(c store.Change) bool { return c.After.ID == row.ID }):
		case row.Sent():
			m.already = append(m.already, row)
		default:
			m.moved = append(m.moved, row)
		}
	}
	return m
}
