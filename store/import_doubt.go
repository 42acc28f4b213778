package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// Doubts that only a closer look at a new line raises are added to it; of
// somebody who was forgotten during that there is nothing to say.
const sqlDoubtLines = `UPDATE import_rows r SET problems = r.problems || d.problem, doubts = r.doubts || d.problem
	FROM jsonb_to_recordset(CAST($3 AS jsonb)) AS d (number int, problem jsonb)
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = d.number AND r.verdict IN ('new', 'changed') AND r.outcome = ''
		AND NOT r.problems @> jsonb_build_array(d.problem)
		AND (NOT d.problem ? 'handle' OR EXISTS (SELECT FROM influencers i WHERE i.team_id = $1 AND i.handle = d.problem ->> 'handle'))`

// DoubtImport adds what to think of first to lines of a staged import, by their
// numbers. What a line has already is not added again.
func (s *Store) DoubtImport(ctx context.Context, team string, id int64, doubts map[int]ImportProblem) error {
	type doubt struct {
		Number  int           `json:"number"`
		Problem ImportProblem `json:"problem"`
	}
	list := make([]doubt, 0, len(doubts))
	for number, problem := range doubts {
		list = append(list, doubt{number, problem})
	}
	encoded, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("encode doubts: %w", err)
	}
	err = s.inTx(ctx, func(c session) error {
		if _, err := run(ctx, c, sqlNobodyForgotten, team); err != nil {
			return err
		}
		_, err := run(ctx, c, sqlDoubtLines, team, id, string(encoded))
		return err
	})
	if err != nil {
		return fmt.Errorf("doubt lines of import %d: %w", id, err)
	}
	return nil
}
