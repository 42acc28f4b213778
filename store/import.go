package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"codekeeper/store/tracking"
)

const (
	importColumns = `m.id, m.campaign_id, m.state, m.file_id, m.file_name, m.pasted, m.channel_id, m.from_shop, m.started_at, m.started_by,
	m.anyway, m.applied_at, COALESCE(m.applied_by, '') AS applied_by, m.finished_at, m.told_at`

	// The request comes first: of two that arrive at once the second then waits
	// for the first.
	sqlStartImport = `WITH asked AS (
		INSERT INTO requests (team_id, id, at, by)
		SELECT c.team_id, $2, $3, $4 FROM campaigns c WHERE c.team_id = $1 AND c.id = $5 AND c.archived_at IS NULL
		RETURNING *
	), started AS (
		INSERT INTO imports (team_id, campaign_id, file_id, file_name, pasted, channel_id, started_at, started_by, request_id)
		SELECT a.team_id, $5, $6, $7, $8, $9, a.at, a.by, a.id FROM asked a
		RETURNING *
	)
	SELECT ` + importColumns + ` FROM started m`

	sqlImport = `SELECT ` + importColumns + ` FROM imports m WHERE m.team_id = $1 AND m.id = $2`

	sqlRequestImport = `SELECT ` + importColumns + ` FROM imports m WHERE m.team_id = $1 AND m.request_id = $2`
)

// An ImportState says how far an import is.
type ImportState string

// The states of an import.
const (
	ImportReading  ImportState = "reading"  // started, and not staged yet
	ImportStaged   ImportState = "staged"   // read and judged: nothing is changed yet
	ImportApplying ImportState = "applying" // Apply was pressed
	ImportDone     ImportState = "done"
)

// An ImportSource is what is imported, where to, and where it was started.
type ImportSource struct {
	CampaignID int64  `db:"campaign_id"`
	FileID     string `db:"file_id"` // Slack's, "" for pasted lines
	FileName   string `db:"file_name"`
	Pasted     string // lines, "" for a file, and once they are staged; at most MaxPasted characters
	ChannelID  string `db:"channel_id"` // "" where it was started in no channel
}

// An Import is a file, or pasted lines, on their way into a campaign. Each is
// staged first, which changes nothing, and applied when somebody has seen what
// it would change.
type Import struct {
	ID    int64
	State ImportState
	ImportSource
	FromShop   bool       `db:"from_shop"` // its codes are those that the shop knows
	StartedAt  time.Time  `db:"started_at"`
	StartedBy  string     `db:"started_by"`
	Anyway     bool       // rows with warnings are applied too
	AppliedAt  *time.Time `db:"applied_at"` // when Apply was pressed, nil before
	AppliedBy  string     `db:"applied_by"`
	FinishedAt *time.Time `db:"finished_at"` // nil until it is done
	ToldAt     *time.Time `db:"told_at"`     // when its end was told, nil before
	Repeat     bool       `db:"-"`           // the request had been done already
}

// Request is the id of the request by which the import changes applications.
func (m Import) Request() string { return fmt.Sprintf("import-%d", m.ID) }

// act is who changes applications by it.
func (m Import) act(team string) Act {
	act := Act{Team: team, Request: m.Request(), User: m.AppliedBy, Way: ByImport}
	if m.AppliedAt != nil {
		act.At = *m.AppliedAt
	}
	return act.stored()
}

// An ImportLine is one line of a file as it was parsed. Empty cells change
// nothing; a Link or Code that is there and TBD says that it is TBD.
type ImportLine struct {
	Number   int    // of the line in the file, the first being 1; no two have the same
	Handle   Handle // zero where the line names nobody
	Name     string
	Platform string // as a column says
	SeenOn   string // as the address says by which they are named; used where nothing else is known
	Email    string
	About    string // the note about the influencer
	State    State  // "" for an empty cell
	Link     *tracking.Link
	Code     *tracking.Code
	GoesLive Date
	Note     string          // the application's
	Starts   Date            // from when the shop takes the code
	Ends     Date            // until when
	Disabled bool            // the shop says that the code can't be used
	RawWho   string          // the handle as it stands in the file, where it can't be read
	RawLink  string          // likewise the link
	RawCode  string          // likewise the code
	Doubts   []ImportProblem // what to think of first, by the cells alone
	Problems []ImportProblem
	Ignored  bool // for the reason in Problems; otherwise a line with Problems is an error
}

// A Trouble is what is wrong with a line of an import, or what to think of
// before it is applied.
type Trouble string

// What is wrong with a line: with these it is not applied.
const (
	TroubleUnread   Trouble = "unread"   // a cell can't be read: Kind, Text and Try say which and what works
	TroubleNobody   Trouble = "nobody"   // it names nobody, and has no code to find somebody by
	TroubleTwice    Trouble = "twice"    // Row names the same influencer, and says something else
	TroubleTwin     Trouble = "twin"     // Row gives the same link or code to somebody else
	TroubleTaken    Trouble = "taken"    // Handle has the link or code in the campaign; Row, which is not applied, would give it up, 0 for none
	TroubleNotTheir Trouble = "not_own"  // nobody has a link or code of their own in the campaign; Shared: they were selected while everyone shared one
	TroubleState    Trouble = "state"    // declined or withdrawn, and not to be selected
	TroubleStale    Trouble = "stale"    // By changed the application meanwhile
	TroubleProfile  Trouble = "profile"  // By changed the influencer meanwhile
	TroubleArchived Trouble = "archived" // the campaign was archived meanwhile
)

// Why a line is ignored.
const (
	TroubleSame      Trouble = "same"      // Row says the same
	TroubleCampaign  Trouble = "campaign"  // it is of another campaign, Campaign
	TroubleNoCode    Trouble = "no_code"   // Text says what it is instead of a code
	TroubleHeld      Trouble = "held"      // Handle has the code in Campaign; Until when, "" for still
	TroubleForgotten Trouble = "forgotten" // who it names was forgotten since it was read
	TroubleIsShared  Trouble = "shared"    // everyone shares it in Campaign; Until when
)

// What to think of first: warnings. A line with TroubleHeld or TroubleIsShared
// that names somebody is one too.
const (
	TroubleExpired   Trouble = "expired"   // the shop takes the code until Until only
	TroubleDisabled  Trouble = "disabled"  // the shop doesn't take the code
	TroubleStarts    Trouble = "starts"    // the shop takes the code from From, after they go live on Until
	TroubleTBD       Trouble = "tbd"       // Text becomes TBD
	TroubleWithdraws Trouble = "withdraws" // who is selected is withdrawn
	TroubleMoves     Trouble = "moves"     // Handle gives up the link or code Text by Row
	TroubleAlike     Trouble = "alike"     // a new handle looks like Handle, which is known
	TroubleNear      Trouble = "near"      // the link Text hardly differs from Try, which Handle has in Campaign, or everyone (Shared), or Row gives
	TroubleLink      Trouble = "link"      // the link will lose money, whoever has it
	TroubleDay       Trouble = "day"       // Text says why a day can't be read, and Try what works
	TroubleRewritten Trouble = "rewritten" // Text says what a spreadsheet probably made of the code
)

// An ImportProblem says what is wrong with a line or to think of, in parts to
// make a sentence of.
type ImportProblem struct {
	What     Trouble `json:"what"`
	Kind     string  `json:"kind,omitempty"` // "link", "code", or the column's name
	Text     string  `json:"text,omitempty"`
	Try      string  `json:"try,omitempty"`
	Row      int     `json:"row,omitempty"`
	Handle   string  `json:"handle,omitempty"`
	Campaign string  `json:"campaign,omitempty"`
	Shared   bool    `json:"shared,omitempty"` // everyone has it, in Campaign, or had when they were selected
	By       string  `json:"by,omitempty"`     // Slack user id
	From     Date    `json:"from,omitempty"`
	Until    Date    `json:"until,omitempty"`
}

// ImportProblems are a line's.
type ImportProblems []ImportProblem

// Scan reads a jsonb column.
func (p *ImportProblems) Scan(src any) error {
	var text []byte
	switch v := src.(type) {
	case nil:
		*p = nil
		return nil
	case []byte:
		text = v
	case string:
		text = []byte(v)
	default:
		return fmt.Errorf("scan %T into store.ImportProblems", src)
	}
	return json.Unmarshal(text, p)
}

// StartImport begins an import, which is to be staged then. Errors:
// ErrNotFound, *Archived (the campaign), ErrForgottenSince.
func (s *Store) StartImport(ctx context.Context, act Act, source ImportSource) (Import, error) {
	act = act.stored()
	var started Import
	err := s.inTx(ctx, func(c session) (err error) {
		if err := nobodyForgotten(ctx, c, act.Team, act.At); err != nil {
			return err
		}
		started, err = one[Import](ctx, c, sqlStartImport, act.Team, act.Request, act.At, act.User, source.CampaignID,
			source.FileID, source.FileName, source.Pasted, source.ChannelID)
		if errors.Is(err, ErrNotFound) {
			err = notLive(ctx, c, act.Team, source.CampaignID)
		}
		return err
	})
	repeat, err := s.repeated(ctx, act, err)
	if repeat {
		if started, err = readOne[Import](ctx, s, sqlRequestImport, act.Team, act.Request); err == nil {
			started.Repeat = true
		}
		if errors.Is(err, ErrNotFound) {
			err = errOtherRequest
		}
	}
	if err != nil {
		return Import{}, fmt.Errorf("start an import: %w", err)
	}
	return started, nil
}

// notLive says why a campaign took nothing: ErrNotFound, an *Archived, or errAgain
// when it takes something by now.
func notLive(ctx context.Context, c session, team string, id int64) error {
	campaign, err := one[Campaign](ctx, c, sqlCampaign, team, id)
	switch {
	case err != nil:
		return harmless(err)
	case campaign.Archived():
		return &Archived{Campaign: campaign}
	}
	return errAgain
}

// Import is one import, or ErrNotFound.
func (s *Store) Import(ctx context.Context, team string, id int64) (Import, error) {
	found, err := readOne[Import](ctx, s, sqlImport, team, id)
	if err != nil {
		return Import{}, fmt.Errorf("read import %d: %w", id, err)
	}
	return found, nil
}
