package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"codekeeper/store/tracking"
)

const (
	// A COPY runs only inside a transaction, where lib/pq sends its lines as
	// they come: it can't be prepared beforehand as the statements are.
	copyImportLines = `COPY import_rows (team_id, import_id, number, handle, handle_key, name, platform, seen_on, email, about, state,
		link, code, goes_live, note, starts, ends, disabled, raw_link, raw_code, doubts, problems, verdict) FROM STDIN`

	// Who stages holds the row, so that two who stage it do so in turn.
	sqlHoldImport = `SELECT ` + importColumns + ` FROM imports m WHERE m.team_id = $1 AND m.id = $2 FOR UPDATE`

	// While something that may name somebody is stored nobody is forgotten, who
	// would not be found in it; and while somebody is, nothing is stored. It is
	// taken before any row, by both.
	sqlNobodyForgotten = `SELECT pg_advisory_xact_lock_shared(hashtextextended('forget ' || w.team_id, 0)) FROM (SELECT CAST($1 AS text) AS team_id) w WHERE w.team_id = $1`
	sqlNothingStaged   = `SELECT pg_advisory_xact_lock(hashtextextended('forget ' || w.team_id, 0)) FROM (SELECT CAST($1 AS text) AS team_id) w WHERE w.team_id = $1`

	sqlForgottenSince = `SELECT EXISTS (SELECT FROM influencers i WHERE i.team_id = $1 AND i.forgotten_at >= $2)`

	sqlEmptyImport = `DELETE FROM import_rows r WHERE r.team_id = $1 AND r.import_id = $2`

	sqlStaged = `UPDATE imports m SET state = 'staged', from_shop = $3, pasted = '' WHERE m.team_id = $1 AND m.id = $2
	RETURNING ` + importColumns
)

const (
	// forMany makes the plans of a transaction fit many lines. The server's
	// statistics know nothing yet of lines copied a moment ago: taking them for
	// few it would compare each with each.
	forMany = `SELECT set_config('enable_nestloop', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`

	// manyLines is from how many lines on that pays: some statements compare each
	// with each, once for each, so that 180 take a minute.
	manyLines = 30
)

// planFor prepares a transaction for as many lines as the import has.
func planFor(ctx context.Context, c session, team string, id int64) error {
	counts, err := one[ImportCounts](ctx, c, sqlCountLines, team, id)
	if err != nil || counts.Lines < manyLines {
		return err
	}
	_, err = c.tx.ExecContext(ctx, forMany)
	return err
}

// copyEvery is how often staging says how far it is, in lines.
const copyEvery = 500

// A Staging is what a file holds, read line by line.
type Staging struct {
	Lines    iter.Seq[ImportLine] // may be gone through several times
	FromShop bool                 // the shop exported it, so that it knows the codes
	Today    Date                 // for what is expired
	Progress func(lines int)      // told now and then; nil: nobody
}

// StageImport puts the lines of an import where they can be looked at, and
// judges each: what it would change, and what is wrong with it. An import that
// was staged before stays as it is then. Errors: ErrNotFound, *Archived,
// ErrForgottenSince (a file, which may name them; pasted lines that do are gone).
func (s *Store) StageImport(ctx context.Context, team string, id int64, staging Staging) (Import, error) {
	var staged Import
	err := s.inTx(ctx, func(c session) (err error) {
		if _, err := run(ctx, c, sqlNobodyForgotten, team); err != nil {
			return err
		}
		staged, err = one[Import](ctx, c, sqlHoldImport, team, id)
		if err != nil || staged.State != ImportReading {
			return err
		}
		if staged.FileID != "" {
			if err := nobodyForgotten(ctx, c, team, staged.StartedAt); err != nil {
				return err
			}
		}
		if _, err := shareCampaign(ctx, c, team, staged.CampaignID); err != nil {
			return err
		}
		if _, err := run(ctx, c, sqlEmptyImport, team, id); err != nil {
			return err
		}
		if err := copyLines(ctx, c, team, id, staging); err != nil {
			return err
		}
		if err := planFor(ctx, c, team, id); err != nil {
			return err
		}
		if staged, err = one[Import](ctx, c, sqlStaged, team, id, staging.FromShop); err != nil {
			return err
		}
		return judgeImport(ctx, c, team, staged, staging.Today)
	})
	if err != nil {
		return Import{}, fmt.Errorf("stage import %d: %w", id, err)
	}
	return staged, nil
}

// nobodyForgotten sees to it that nobody is forgotten until the transaction
// ends. Where somebody was since then it answers ErrForgottenSince.
func nobodyForgotten(ctx context.Context, c session, team string, since time.Time) error {
	if _, err := run(ctx, c, sqlNobodyForgotten, team); err != nil {
		return err
	}
	forgotten, err := one[bool](ctx, c, sqlForgottenSince, team, since)
	if err == nil && forgotten {
		err = ErrForgottenSince
	}
	return err
}

// copyLines sends the lines by one COPY.
func copyLines(ctx context.Context, c session, team string, id int64, staging Staging) (err error) {
	to, err := c.tx.PrepareContext(ctx, copyImportLines)
	if err != nil {
		return err
	}
	defer func() {
		if failed := to.Close(); failed != nil && err == nil {
			err = failed
		}
	}()
	count := 0
	for line := range staging.Lines {
		cells, err := line.cells(team, id)
		if err != nil {
			return err
		}
		if _, err := to.ExecContext(ctx, cells...); err != nil {
			return err
		}
		if count++; count%copyEvery == 0 && staging.Progress != nil {
			staging.Progress(count)
		}
	}
	_, err = to.ExecContext(ctx) // sends what is left, and hears what became of it
	return err
}

// cells are the line's columns, in the order in which they are copied.
func (l ImportLine) cells(team string, id int64) ([]any, error) {
	problems, err := json.Marshal(storableProblems(l.Problems))
	if err != nil {
		return nil, err
	}
	doubts, err := json.Marshal(storableProblems(l.Doubts))
	if err != nil {
		return nil, err
	}
	verdict := Verdict("")
	switch {
	case l.Ignored:
		verdict = LineIgnored
	case len(l.Problems) > 0:
		verdict = LineError
	}
	return []any{
		team, id, l.Number, textOrNull(cmp.Or(l.Handle.String(), l.RawWho)), textOrNull(l.Handle.Key()), textOrNull(l.Name), textOrNull(l.Platform),
		textOrNull(l.SeenOn), textOrNull(l.Email), textOrNull(l.About), textOrNull(string(l.State)), linkCell(l.Link), codeCell(l.Code),
		textOrNull(string(l.GoesLive)), textOrNull(l.Note), textOrNull(string(l.Starts)), textOrNull(string(l.Ends)), l.Disabled,
		textOrNull(l.RawLink), textOrNull(l.RawCode), string(doubts), string(problems), string(verdict),
	}, nil
}

// textOrNull is a text as a cell shall have it: empty is null.
func textOrNull(text string) sql.NullString {
	text = storable(text)
	return sql.NullString{String: text, Valid: text != ""}
}

// storable drops the one character that Postgres can't store.
func storable(text string) string { return strings.ReplaceAll(text, "\x00", "") }

func storableProblems(problems []ImportProblem) []ImportProblem {
	clean := append([]ImportProblem{}, problems...)
	for n := range clean {
		clean[n].Text, clean[n].Try, clean[n].Campaign = storable(clean[n].Text), storable(clean[n].Try), storable(clean[n].Campaign)
	}
	return clean
}

func linkCell(link *tracking.Link) sql.NullString {
	switch {
	case link == nil:
		return sql.NullString{}
	case link.TBD():
		return sql.NullString{Valid: true}
	}
	return sql.NullString{String: link.String(), Valid: true}
}

func codeCell(code *tracking.Code) sql.NullString {
	switch {
	case code == nil:
		return sql.NullString{}
	case code.TBD():
		return sql.NullString{Valid: true}
	}
	return sql.NullString{String: code.String(), Valid: true}
}
