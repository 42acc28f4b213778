package store

import (
	"context"
	"fmt"

	"codekeeper/store/tracking"

	"github.com/lib/pq"
)

const (
	// A line that is new or changed, and has problems, has warnings.
	sqlCountLines = `SELECT count(*) AS lines,
		count(*) FILTER (WHERE r.verdict = 'new') AS new,
		count(*) FILTER (WHERE r.verdict = 'changed') AS changed,
		count(*) FILTER (WHERE r.verdict = 'unchanged') AS unchanged,
		count(*) FILTER (WHERE r.verdict = 'waiting') AS waiting,
		count(*) FILTER (WHERE r.verdict = 'ignored') AS ignored,
		count(*) FILTER (WHERE r.verdict = 'error') AS errors,
		count(*) FILTER (WHERE r.verdict IN ('new', 'changed') AND r.problems <> '[]' AND r.outcome <> 'refused') AS warnings,
		count(*) FILTER (WHERE r.verdict IN ('new', 'changed') AND r.paired) AS paired,
		count(*) FILTER (WHERE r.verdict = 'new' AND r.outcome = 'applied') AS made,
		count(*) FILTER (WHERE r.verdict = 'changed' AND r.outcome = 'applied') AS applied,
		count(*) FILTER (WHERE r.outcome = 'refused') AS refused,
		count(*) FILTER (WHERE r.outcome = 'left') AS left_out,
		count(*) FILTER (WHERE r.verdict = 'ignored' AND r.problems @> '[{"what": "forgotten"}]') AS forgotten
	FROM import_rows r
	WHERE r.team_id = $1 AND r.import_id = $2`

	// Whose code is in the file, and not in the shop as far as is known.
	sqlImportNotInShop = `SELECT count(*)
	FROM import_rows r
	JOIN applications a ON a.team_id = r.team_id AND a.id = r.application_id AND a.not_in_shop AND a.state = 'selected'
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.verdict IN ('changed', 'unchanged') AND r.code <> '' AND code_key(r.code) = code_key(a.code)`

	sqlImportRows = `SELECT r.number, r.verdict, r.outcome, r.problems, COALESCE(i.handle, r.handle, '') AS handle,
		COALESCE(i.id, 0) AS influencer_id, COALESCE(r.name, i.name, '') AS name, COALESCE(r.platform, i.platform, '') AS platform,
		COALESCE(r.email, i.email, '') AS email, r.paired,
		COALESCE(r.raw_code, CASE r.code WHEN '' THEN 'TBD' ELSE r.code END, '') AS cell_code,
		COALESCE(r.raw_link, CASE r.link WHEN '' THEN 'TBD' ELSE r.link END, '') AS cell_link,
		COALESCE(r.state, '') AS cell_state, r.goes_live AS cell_live, COALESCE(r.note, '') AS cell_note, r.starts, r.ends,
		COALESCE(r.new_state, r.state, '') AS state, r.new_link AS link, r.new_code AS code, r.new_goes_live AS goes_live,
		COALESCE(r.new_note, r.note, '') AS note, r.new_profile,
		COALESCE(h.state, '') AS old_state, h.link AS old_link, h.code AS old_code, h.goes_live AS old_goes_live,
		COALESCE(h.note, '') AS old_note, COALESCE(h.not_in_shop AND m.from_shop AND r.code <> '', false) AS in_shop
	FROM import_rows r
	JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
	LEFT JOIN influencers i ON i.team_id = r.team_id AND i.id = r.influencer_id
	LEFT JOIN application_history h ON h.team_id = r.team_id AND h.application_id = r.application_id AND h.version = r.version
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number > $3
		AND (cardinality(CAST($4 AS text[])) = 0 OR r.verdict = ANY (CAST($4 AS text[])))
		AND (cardinality(CAST($5 AS text[])) = 0 OR r.outcome = ANY (CAST($5 AS text[])))
		AND (NOT CAST($6 AS boolean) OR r.problems <> '[]')
		AND (NOT CAST($7 AS boolean) OR r.paired)
		AND (NOT CAST($8 AS boolean) OR r.influencer_id IS NULL AND r.handle_key IS NOT NULL)
	ORDER BY r.number
	LIMIT $9`
)

// A Verdict is what became of a line when it was judged.
type Verdict string

// The verdicts.
const (
	LineNew       Verdict = "new"       // a new application
	LineChanged   Verdict = "changed"   // changes an application, or what is known of the influencer
	LineUnchanged Verdict = "unchanged" // says what is so already
	LineWaiting   Verdict = "waiting"   // a code that waits for somebody to say whose it is
	LineIgnored   Verdict = "ignored"
	LineError     Verdict = "error"
)

// An Outcome is what became of a line when the import was applied.
type Outcome string

// The outcomes; "" is none yet.
const (
	LineApplied Outcome = "applied"
	LineRefused Outcome = "refused" // for the reason in Problems
	LineLeft    Outcome = "left"    // it has a warning, and Anyway was not chosen
)

// ImportCounts count an import's lines by their verdicts, and once it is done
// by their outcomes.
type ImportCounts struct {
	Lines     int
	New       int
	Changed   int
	Unchanged int
	Waiting   int
	Ignored   int
	Errors    int
	Warnings  int // of the new and changed ones
	Paired    int // of them, those for whom somebody was proposed or chosen
	Made      int // new ones, applied
	Applied   int // changed ones, applied
	Refused   int
	LeftOut   int `db:"left_out"`
	Forgotten int // of the ignored ones, those whose influencer was forgotten since they were read
}

// An ImportRow is a line of a staged import as it was judged: what the
// application shall be, and what it was.
type ImportRow struct {
	Number       int
	Verdict      Verdict
	Outcome      Outcome
	Problems     ImportProblems
	Handle       string // "" for nobody
	InfluencerID int64  `db:"influencer_id"` // 0 for somebody new, or nobody
	Name         string
	Platform     string
	Email        string
	Paired       bool   // the influencer was proposed or chosen
	CellCode     string `db:"cell_code"` // as the file has it
	CellLink     string `db:"cell_link"`
	CellState    State  `db:"cell_state"`
	CellLive     Date   `db:"cell_live"`
	CellNote     string `db:"cell_note"`
	Starts       Date
	Ends         Date
	State        State
	Link         tracking.Link
	Code         tracking.Code
	GoesLive     Date `db:"goes_live"`
	Note         string
	NewProfile   bool          `db:"new_profile"` // name, platform, email or note of the influencer change
	OldState     State         `db:"old_state"`   // "" where there was no application
	OldLink      tracking.Link `db:"old_link"`
	OldCode      tracking.Code `db:"old_code"`
	OldGoesLive  Date          `db:"old_goes_live"`
	OldNote      string        `db:"old_note"`
	InShop       bool          `db:"in_shop"` // the shop has their code, which it hadn't before
}

// An ImportFilter says which lines are wanted; its zero value wants all.
type ImportFilter struct {
	After    int // the number of the line before the first
	Verdicts []Verdict
	Outcomes []Outcome
	Problems bool // only those with problems
	Paired   bool // only those for whom somebody was proposed or chosen
	Unknown  bool // only those that name somebody new
	Limit    int  // 0 is 1,000, which is the most
}

// ImportCounts are an import's, all 0 for one that isn't there.
func (s *Store) ImportCounts(ctx context.Context, team string, id int64) (ImportCounts, error) {
	counts, err := readOne[ImportCounts](ctx, s, sqlCountLines, team, id)
	if err != nil {
		return ImportCounts{}, fmt.Errorf("count the lines of import %d: %w", id, err)
	}
	return counts, nil
}

// mostLines is how many lines of an import are read at once, at most.
const mostLines = 1000

// ImportNotInShop counts an import's lines that hold a code which is not yet in
// the shop.
func (s *Store) ImportNotInShop(ctx context.Context, team string, id int64) (int, error) {
	n, err := readOne[int](ctx, s, sqlImportNotInShop, team, id)
	if err != nil {
		return 0, fmt.Errorf("count what import %d has that isn't in the shop: %w", id, err)
	}
	return n, nil
}

// ImportRows are lines of an import, in the file's order.
func (s *Store) ImportRows(ctx context.Context, team string, id int64, f ImportFilter) ([]ImportRow, error) {
	limit := f.Limit
	if limit <= 0 || limit > mostLines {
		limit = mostLines
	}
	verdicts, outcomes := make([]string, len(f.Verdicts)), make([]string, len(f.Outcomes))
	for n, v := range f.Verdicts {
		verdicts[n] = string(v)
	}
	for n, o := range f.Outcomes {
		outcomes[n] = string(o)
	}
	rows, err := read[ImportRow](ctx, s, sqlImportRows, team, id, f.After, pq.Array(verdicts), pq.Array(outcomes), f.Problems, f.Paired, f.Unknown, limit)
	if err != nil {
		return nil, fmt.Errorf("read the lines of import %d: %w", id, err)
	}
	return rows, nil
}
