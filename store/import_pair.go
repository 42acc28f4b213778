package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/lib/pq"
)

const (
	// Lines that were errors because of each other are judged anew too: who
	// is chosen now may mend them.
	sqlPairLines = `WITH pairs AS (
		SELECT * FROM unnest(CAST($3 AS int[]), CAST($4 AS bigint[])) AS p (number, influencer_id)
	)
	UPDATE import_rows r SET fresh = true, verdict = '', problems = '[]', application_id = NULL, version = NULL, influencer_version = NULL,
		influencer_id = CASE WHEN p.number IS NULL THEN r.influencer_id ELSE NULLIF(p.influencer_id, 0) END,
		paired = CASE WHEN p.number IS NULL THEN r.paired ELSE p.influencer_id <> 0 END
	FROM import_rows o
	LEFT JOIN pairs p ON p.number = o.number AND o.handle_key IS NULL AND (o.paired OR o.verdict = 'waiting')
	WHERE o.team_id = $1 AND o.import_id = $2 AND (p.number IS NOT NULL AND COALESCE(o.influencer_id, 0) <> p.influencer_id
			OR o.verdict = 'error' AND o.problems -> 0 ->> 'what' IN ('twice', 'twin', 'taken'))
		AND r.team_id = $1 AND r.import_id = $2 AND r.number = o.number`

	sqlWaitingCodes = `SELECT r.number, r.code, COALESCE(CASE WHEN r.paired THEN r.influencer_id END, 0) AS influencer_id
	FROM import_rows r
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.handle_key IS NULL AND r.code <> '' AND (r.verdict = 'waiting' OR r.paired)
	ORDER BY r.number`

	sqlImportNames = `SELECT DISTINCT r.influencer_id FROM import_rows r
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.influencer_id IS NOT NULL`
)

// ErrImportApplied is returned where an import can't be changed any more.
var ErrImportApplied = errors.New("the import is being applied, or done")

// An ImportPair says whose a nameless code is.
type ImportPair struct {
	Number       int   // of the line
	InfluencerID int64 // 0: nobody's
}

// A NamelessCode is a code of an import that waits for somebody, or for whom
// somebody was proposed or chosen.
type NamelessCode struct {
	Number       int
	Code         string
	InfluencerID int64 `db:"influencer_id"` // who was proposed or chosen, 0 for nobody yet
}

// NamelessCodes are those of an import, in the file's order.
func (s *Store) NamelessCodes(ctx context.Context, team string, id int64) ([]NamelessCode, error) {
	codes, err := read[NamelessCode](ctx, s, sqlWaitingCodes, team, id)
	if err != nil {
		return nil, fmt.Errorf("read the nameless codes of import %d: %w", id, err)
	}
	return codes, nil
}

// ImportNames are the influencers whom lines of an import name, or for whom
// they were proposed or chosen, by their ids.
func (s *Store) ImportNames(ctx context.Context, team string, id int64) (map[int64]bool, error) {
	ids, err := read[int64](ctx, s, sqlImportNames, team, id)
	if err != nil {
		return nil, fmt.Errorf("read whom import %d names: %w", id, err)
	}
	named := make(map[int64]bool, len(ids))
	for _, id := range ids {
		named[id] = true
	}
	return named, nil
}

// PairImport says whose nameless codes are, and judges those lines anew. A
// pair of a line that names somebody itself is left out, and whoever was
// forgotten meanwhile gets nothing. Errors: ErrNotFound,
// ErrImportApplied, *Archived.
func (s *Store) PairImport(ctx context.Context, team string, id int64, today Date, pairs []ImportPair) error {
	numbers, influencers := make([]int64, len(pairs)), make([]int64, len(pairs))
	for n, pair := range pairs {
		numbers[n], influencers[n] = int64(pair.Number), pair.InfluencerID
	}
	err := s.inTx(ctx, func(c session) error {
		if _, err := run(ctx, c, sqlNobodyForgotten, team); err != nil {
			return err
		}
		staged, err := one[Import](ctx, c, sqlHoldImport, team, id)
		if err != nil {
			return err
		}
		if staged.State != ImportStaged {
			return ErrImportApplied
		}
		if _, err := shareCampaign(ctx, c, team, staged.CampaignID); err != nil {
			return err
		}
		if err := planFor(ctx, c, team, id); err != nil {
			return err
		}
		if _, err := run(ctx, c, sqlPairLines, team, id, pq.Array(numbers), pq.Array(influencers)); err != nil {
			return err
		}
		return judgeImport(ctx, c, team, staged, today)
	})
	if err != nil {
		return fmt.Errorf("pair the codes of import %d: %w", id, err)
	}
	return nil
}
