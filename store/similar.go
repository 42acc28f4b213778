package store

import (
	"context"
	"fmt"

	"codekeeper/store/tracking"
)

// The codes that anybody held or shares or shared and that are taken for $2,
// not $2 itself, each as it was last written. The conditions repeat those of
// the indexes.
const sqlSimilarCodes = `SELECT code FROM (
		SELECT DISTINCT ON (code_key(code)) code, at FROM (
			SELECT h.code, h.at FROM application_history h
			WHERE h.team_id = $1 AND h.state = 'selected' AND h.code IS NOT NULL AND code_similar(h.code) = code_similar(CAST($2 AS text))
			UNION ALL
			SELECT h.shared_code, h.at FROM campaign_history h
			WHERE h.team_id = $1 AND h.shared_code IS NOT NULL AND code_similar(h.shared_code) = code_similar(CAST($2 AS text))
		) held
		WHERE code_key(code) <> code_key(CAST($2 AS text))
		ORDER BY code_key(code), at DESC
	) latest
	ORDER BY at DESC, code
	LIMIT $3`

// SimilarCodes are codes that anybody holds or held and that are easily taken
// for this one, the latest first: ANNA-15 and ANNAI5 for ANNA15. None is
// similar to TBD.
func (s *Store) SimilarCodes(ctx context.Context, team string, code tracking.Code, limit int) ([]tracking.Code, error) {
	if code.TBD() {
		return nil, nil
	}
	found, err := read[tracking.Code](ctx, s, sqlSimilarCodes, team, code, limit)
	if err != nil {
		return nil, fmt.Errorf("find similar codes: %w", err)
	}
	return found, nil
}
