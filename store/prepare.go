package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq/pqerror"
)

// statements are all SQL that methods run, each beside its method.
// Open prepares them once, so that a mistake in one shows at the start and not
// on some later day; database/sql prepares them again on each further
// connection when it first needs them. A test finds a constant that is not
// listed here.
func statements() []string {
	return []string{
		sqlCampaigns, sqlCampaign, sqlCounts, sqlSharedEarlier, sqlCreateCampaign, sqlLockCampaign, sqlEditCampaign, sqlNewlyNeeded,
		sqlArchiveCampaign, sqlCampaignBySlug, sqlRequestCampaigns, sqlRequestAffected,
		sqlInfluencer, sqlInfluencerRows, sqlInfluencersByKey, sqlSimilarHandles, sqlSearchInfluencers,
		sqlShareCampaign, sqlCreateInfluencers, sqlSaveProfile, sqlRequestProfiles, sqlRequestNew,
		sqlLockInfluencer, sqlForget, sqlForgetApplications, sqlForgetHistory,
		sqlCovers, sqlHandover, sqlHandoverOf, sqlEndHandover, sqlRequestHandovers, sqlUntold, sqlClaimHandoverNotice, sqlReleaseHandoverNotice,
		sqlClaimPost, sqlReleasePost,
		sqlApplication, sqlApplications, sqlApplicationsBy, sqlCampaignsBy, sqlRowsOf, sqlSelectedOf, sqlChange, sqlChangeMany, sqlApply, sqlLinkHolder, sqlCodeHolder, sqlHeld, sqlHeldShared, sqlSimilarCodes, sqlAsOf,
		sqlEventsOf, sqlEventsOfLink, sqlEventsOfCode, sqlPastApplications, sqlPastProfiles, sqlPastCampaigns,
		sqlInfluencers, sqlNearLinks, sqlNearShared, sqlKnown,
		sqlShown, sqlRowsByHandle, sqlRowsByLaunch, sqlRowsBySending, sqlTBDByHandle, sqlTBDByLaunch,
		sqlOpenCounts, sqlOpenShared, sqlOpenRows, sqlDigestCounts, sqlDigestOpen, sqlToldShared,
		sqlRequest, sqlAsk, sqlRequestBefore, sqlRequestAfter, sqlSweep,
		sqlCountChanged, sqlUndo, sqlUndoWaits, sqlUndoGiveUp, sqlUndoTerms, sqlTermsStand, sqlUndoCampaign, sqlUndoProfiles,
		sqlSettings, sqlSaveSettings, sqlRequestSettings,
		sqlNobodyForgotten, sqlForgottenSince, sqlNothingStaged, sqlImportNotInShop,
		sqlStartImport, sqlImport, sqlRequestImport, sqlHoldImport, sqlEmptyImport, sqlStaged, sqlCountLines, sqlImportRows,
		sqlMatchLines, sqlWantLines, sqlLinesTwice, sqlLinesTwinLinks, sqlLinesTwinCodes, sqlJudgeLines, sqlJudgeNewLines,
		sqlJudgeNameless, sqlStagedWaits, sqlLinesTaken, sqlLinesMove, sqlLinesHeld, sqlLinesNear, sqlDoubtLines, sqlLinesJudged, sqlPairLines, sqlWaitingCodes, sqlImportNames,
		sqlApplyImport, sqlClaimImport, sqlReleaseImport, sqlUnfinishedImports, sqlClaimImportNotice, sqlReleaseImportNotice,
		sqlReadyLines, sqlRefuseAll, sqlMeetLines, sqlRefuseNotOwn, sqlNextLines, sqlReadyLeft, sqlRefuseUnfit, sqlReadyWaits, sqlRefuseTaken, sqlGiveUp, sqlImportSwaps, sqlImportInfluencers,
		sqlImportApplications, sqlImportChanges, sqlImportProfiles, sqlFinishImport, sqlSweepImports,
		sqlDigestDay, sqlDigestsDone, sqlClaimDigest, sqlFinishDigest, sqlReleaseDigest,
		sqlDigestRows, sqlSaveDigestRows, sqlDigestsTouched, sqlDigestKeysShown,
	}
}

func (s *Store) prepare(ctx context.Context) error {
	s.prepared = make(map[string]*sqlx.Stmt)
	for _, query := range statements() {
		stmt, err := s.db.PreparexContext(ctx, query) //nolint:sqlclosecheck // kept until Close
		if state(err, pqerror.UndefinedTable, pqerror.UndefinedColumn, pqerror.UndefinedFunction, pqerror.UndefinedObject) {
			return fmt.Errorf("%w (%w)", ErrNotMigrated, err)
		}
		if err != nil {
			return fmt.Errorf("prepare %.60q: %w", query, err)
		}
		s.prepared[query] = stmt
	}
	return nil
}

// A session runs prepared statements, on any connection of the pool or inside
// one transaction.
type session struct {
	prepared map[string]*sqlx.Stmt
	tx       *sqlx.Tx // nil: no transaction
}

func (s *Store) pool() session { return session{prepared: s.prepared} }

func (c session) statement(ctx context.Context, query string) (*sqlx.Stmt, error) {
	stmt, ok := c.prepared[query]
	if !ok {
		return nil, fmt.Errorf("statement %.60q is not prepared", query)
	}
	if c.tx != nil {
		stmt = c.tx.StmtxContext(ctx, stmt)
	}
	return stmt, nil
}

// many reads all rows a statement answers. It reads to the end even where one
// row is expected: only then has the server said that it is committed.
func many[T any](ctx context.Context, c session, query string, args ...any) ([]T, error) {
	stmt, err := c.statement(ctx, query) //nolint:sqlclosecheck // the store's, or it ends with its transaction
	if err != nil {
		return nil, err
	}
	var rows []T
	if err := stmt.SelectContext(ctx, &rows, args...); err != nil {
		return nil, err
	}
	return rows, nil
}

// one is many for a statement that answers at most one row, or ErrNotFound.
func one[T any](ctx context.Context, c session, query string, args ...any) (T, error) {
	return first(many[T](ctx, c, query, args...))
}

func first[T any](rows []T, err error) (T, error) {
	if err == nil && len(rows) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		var none T
		return none, err
	}
	return rows[0], nil
}

// run runs a statement that answers no rows, and counts those it touched.
func run(ctx context.Context, c session, query string, args ...any) (int64, error) {
	stmt, err := c.statement(ctx, query) //nolint:sqlclosecheck // the store's, or it ends with its transaction
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// read runs one reading statement, and again when its connection was lost.
func read[T any](ctx context.Context, s *Store, query string, args ...any) ([]T, error) {
	var rows []T
	err := persist(ctx, func() error {
		var err error
		rows, err = many[T](ctx, s.pool(), query, args...)
		return harmless(err)
	})
	return rows, err
}

// readOne is read for a statement that answers at most one row, or ErrNotFound.
func readOne[T any](ctx context.Context, s *Store, query string, args ...any) (T, error) {
	return first(read[T](ctx, s, query, args...))
}

// begin starts a transaction at READ COMMITTED: each statement sees what was
// committed before it began, which is what reading behind a lock needs.
func (s *Store) begin(ctx context.Context) (session, error) {
	tx, err := s.db.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	return session{prepared: s.prepared, tx: tx}, err
}

// end rolls a transaction back unless it is over.
func (c session) end() error {
	if err := c.tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}
