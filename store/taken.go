package store

import (
	"context"
	"errors"
	"fmt"

	"codekeeper/store/tracking"
)

// The conditions repeat those of the unique indexes, so that these are used.
const (
	sqlLinkHolder = `SELECT ` + rowColumns + ` FROM ` + rowTables + `
	WHERE a.team_id = $1 AND a.campaign_id = $2 AND a.state = 'selected' AND a.link IS NOT NULL
		AND link_key(a.link) = link_key(CAST($3 AS text))`

	sqlCodeHolder = `SELECT ` + rowColumns + ` FROM ` + rowTables + `
	WHERE a.team_id = $1 AND a.campaign_id = $2 AND a.state = 'selected' AND a.code IS NOT NULL
		AND code_key(a.code) = code_key(CAST($3 AS text))`
)

// A conflict says that a link or code is taken before it is known by whom:
// that can be read only once the transaction that failed is over.
type conflict struct {
	team          string
	applicationID int64 // who wanted it, or
	campaignID    int64 // where it was wanted, and
	influencerID  int64 // for whom
	link          tracking.Link
	code          tracking.Code
	by            *Row // somebody else of the same request
	cause         error
}

func (e *conflict) Error() string { return e.cause.Error() }
func (e *conflict) Unwrap() error { return e.cause }

func (e *conflict) overLink() bool { return violates(e.cause, linkTaken) }

// among notes in a *conflict which of the changes made by the same request has
// what it is about: rolled back, it can't be found in the database.
func among(changes []Change, err error) error {
	about, ok := errors.AsType[*conflict](err)
	if !ok {
		return err
	}
	for _, change := range changes {
		row := change.After
		if row.State == Selected && (about.overLink() && row.Link.Same(about.link) || !about.overLink() && row.Code.Same(about.code)) {
			about.by = &row
		}
	}
	return err
}

// explain turns a *conflict into a *Taken that names who has it, or into
// errAgain when nobody else has it any more. Any other err stays as it is.
func (s *Store) explain(ctx context.Context, err error) error {
	about, ok := errors.AsType[*conflict](err)
	if !ok {
		return err
	}
	taken, query := &Taken{What: "code", Text: about.code.String(), By: about.by}, sqlCodeHolder
	if about.overLink() {
		taken, query = &Taken{What: "link", Text: about.link.String(), By: about.by}, sqlLinkHolder
	}
	if taken.By != nil {
		return taken
	}
	campaignID, influencerID := about.campaignID, about.influencerID
	if about.applicationID != 0 {
		wanting, err := readOne[Row](ctx, s, sqlApplication, about.team, about.applicationID)
		if err != nil {
			return fmt.Errorf("find who has it: %w", err)
		}
		campaignID, influencerID = wanting.CampaignID, wanting.InfluencerID
	}
	by, err := readOne[Row](ctx, s, query, about.team, campaignID, taken.Text)
	switch {
	case errors.Is(err, ErrNotFound), err == nil && by.InfluencerID == influencerID:
		return errAgain
	case err != nil:
		return fmt.Errorf("find who has it: %w", err)
	}
	taken.By = &by
	return taken
}
