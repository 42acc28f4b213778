package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/lib/pq/pqerror"
)

// importWithin is how long applying may take, and importClaimLasts how long a
// claim keeps others off: longer, so that nobody takes over what is still being
// applied. A claim that old was made by a process that is gone.
const (
	importWithin     = 5 * time.Minute
	importClaimLasts = importWithin + time.Minute
)

const (
	sqlApplyImport = `WITH pressed AS (
		UPDATE imports m SET state = 'applying', applied_at = $3, applied_by = $4, anyway = $6
		WHERE m.team_id = $1 AND m.id = $5 AND m.state = 'staged'
			AND EXISTS (SELECT FROM campaigns c WHERE c.team_id = m.team_id AND c.id = m.campaign_id AND c.archived_at IS NULL)
		RETURNING *
	), asked AS (
		INSERT INTO requests (team_id, id, at, by) SELECT m.team_id, $2, $3, $4 FROM pressed m
	)
	SELECT ` + importColumns + ` FROM pressed m`

	// The row is locked by whoever comes first, and who comes after judges
	// what that one left.
	sqlClaimImport = `UPDATE imports m SET claim = $3, claimed_at = $4
	WHERE m.team_id = $1 AND m.id = $2 AND m.state = 'applying' AND (m.claim IS NULL OR m.claim = $3 OR m.claimed_at <= $5)
	RETURNING ` + importColumns

	sqlReleaseImport = `UPDATE imports m SET claim = NULL, claimed_at = NULL
	WHERE m.team_id = $1 AND m.id = $2 AND m.state = 'applying' AND m.claim = $3`

	sqlUnfinishedImports = `SELECT ` + importColumns + ` FROM imports m
	WHERE m.team_id = $1 AND (m.state = 'applying' AND (m.claim IS NULL OR m.claimed_at <= $2)
		OR m.state = 'done' AND m.told_at IS NULL AND m.finished_at <= $2)
	ORDER BY m.id`

	sqlClaimImportNotice = `UPDATE imports m SET told_at = $3 WHERE m.team_id = $1 AND m.id = $2 AND m.state = 'done' AND m.told_at IS NULL`

	sqlReleaseImportNotice = `UPDATE imports m SET told_at = NULL WHERE m.team_id = $1 AND m.id = $2 AND m.told_at = $3`
)

// ApplyImport says that a staged import is to be applied; with anyway also its
// lines that have warnings. RunImport does it, here or on another replica. One
// that is being applied or done already is answered as it stands (Repeat).
// Errors: ErrNotFound, *Archived.
func (s *Store) ApplyImport(ctx context.Context, act Act, id int64, anyway bool) (Import, error) {
	act = act.stored()
	var pressed Import
	err := s.write(ctx, func(c session) (err error) {
		pressed, err = one[Import](ctx, c, sqlApplyImport, act.Team, act.Request, act.At, act.User, id, anyway)
		used := violates(err, requestOnce)
		if used || errors.Is(err, ErrNotFound) {
			pressed, err = pressedBefore(ctx, c, act.Team, id)
		}
		if used && errors.Is(err, errAgain) {
			err = errOtherRequest // it was to be pressed, and wasn't by this
		}
		return err
	})
	if err != nil {
		return Import{}, fmt.Errorf("apply import %d: %w", id, err)
	}
	return pressed, nil
}

// pressedBefore is an import that is applying or done, or says why it isn't, as
// notLive does.
func pressedBefore(ctx context.Context, c session, team string, id int64) (Import, error) {
	found, err := one[Import](ctx, c, sqlImport, team, id)
	switch {
	case err != nil:
		return Import{}, harmless(err)
	case found.State == ImportApplying || found.State == ImportDone:
		found.Repeat = true
		return found, nil
	case found.State == ImportStaged:
		return Import{}, notLive(ctx, c, team, found.CampaignID)
	}
	return Import{}, fmt.Errorf("import %d is not staged: %w", id, ErrNotFound)
}

// RunImport applies an import that is to be applied, in one transaction and
// once, however many try. claim is a text of the caller's own, made anew for
// each try: while another's claim stands, and when the import is done already,
// it is answered as it stands, and ours is false. It ends with an error after
// five minutes; a claim that at is six minutes past is taken over. progress, nil
// for none, hears how many lines of how many are applied. Lines that can't be
// applied any more are refused one by one, with the reason. Errors: ErrNotFound.
func (s *Store) RunImport(ctx context.Context, team string, id int64, claim string, at time.Time, progress func(done, of int)) (m Import, ours bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, importWithin)
	defer cancel()
	m, ours, err = s.claimImport(ctx, team, id, claim, at)
	if err != nil || !ours {
		return m, false, err
	}
	act := m.act(team)
	var done Import
	err = s.inTx(ctx, func(c session) (err error) {
		done, err = applyImport(ctx, c, act, m, at, progress)
		if violates(err, linkTaken, codeTaken, handleTaken, applicationOnce) || state(err, pqerror.ForeignKeyViolation) {
			return errAgain // somebody took it a moment ago: then it is refused
		}
		return err
	})
	repeat, err := s.repeated(ctx, act, err)
	if repeat {
		done, err = s.Import(ctx, team, id)
	}
	if err != nil {
		return Import{}, false, fmt.Errorf("apply import %d: %w", id, err)
	}
	return done, true, nil
}

func (s *Store) claimImport(ctx context.Context, team string, id int64, claim string, at time.Time) (m Import, ours bool, err error) {
	err = s.write(ctx, func(c session) error {
		m, err = one[Import](ctx, c, sqlClaimImport, team, id, claim, at, at.Add(-importClaimLasts))
		return err
	})
	if errors.Is(err, ErrNotFound) {
		m, err = s.Import(ctx, team, id)
		return m, false, err
	}
	if err != nil {
		return Import{}, false, fmt.Errorf("claim import %d: %w", id, err)
	}
	return m, true, nil
}

// ReleaseImport gives a claim back after applying has failed, so that another
// replica need not wait until it is over.
func (s *Store) ReleaseImport(ctx context.Context, team string, id int64, claim string) error {
	if err := s.giveBack(ctx, sqlReleaseImport, team, id, claim); err != nil {
		return fmt.Errorf("release import %d: %w", id, err)
	}
	return nil
}

// UnfinishedImports are the team's that are to be applied and that nobody is
// applying, and those done of which nobody told.
func (s *Store) UnfinishedImports(ctx context.Context, team string, at time.Time) ([]Import, error) {
	left, err := read[Import](ctx, s, sqlUnfinishedImports, team, at.Add(-importClaimLasts))
	if err != nil {
		return nil, fmt.Errorf("read unfinished imports: %w", err)
	}
	return left, nil
}

// ClaimImportNotice says whether the end of an import is ours to tell; of many
// who ask exactly one is told so. It answers ErrOutcomeUnknown where it may be
// ours, and is then to be given back.
func (s *Store) ClaimImportNotice(ctx context.Context, team string, id int64, at time.Time) (bool, error) {
	ours, err := s.claim(ctx, sqlClaimImportNotice, team, id, storedTime(at))
	if err != nil {
		return false, fmt.Errorf("claim the notice of import %d: %w", id, err)
	}
	return ours, nil
}

// ReleaseImportNotice gives back what ClaimImportNotice gave at that time, so
// that somebody tells it later.
func (s *Store) ReleaseImportNotice(ctx context.Context, team string, id int64, at time.Time) error {
	if err := s.giveBack(ctx, sqlReleaseImportNotice, team, id, storedTime(at)); err != nil {
		return fmt.Errorf("release the notice of import %d: %w", id, err)
	}
	return nil
}
