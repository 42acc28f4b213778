package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// Constraints whose violation means something to who asked.
const (
	requestOnce     = "requests_pkey"
	slugTaken       = "campaigns_slug_taken"
	handleTaken     = "handles_taken"
	applicationOnce = "applications_once"
	linkTaken       = "applications_link_taken"
	codeTaken       = "applications_code_taken"
	handoverOnce    = "handovers_once"
)

// state says whether err is Postgres', with one of these SQLSTATEs.
func state(err error, codes ...pqerror.Code) bool { return err != nil && pq.As(err, codes...) != nil }

// violates says whether err is the violation of one of these unique constraints.
func violates(err error, constraints ...string) bool {
	if err == nil {
		return false
	}
	violation := pq.As(err, pqerror.UniqueViolation)
	return violation != nil && slices.Contains(constraints, violation.Constraint)
}

// lost says whether the connection went away. pq answers driver.ErrBadConn
// for the server's FATAL messages too (57P01 when somebody ends a backend).
func lost(err error) bool {
	if err == nil {
		return false
	}
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		return true
	}
	if dial, ok := errors.AsType[*net.OpError](err); ok {
		return dial.Op != "dial" // nothing was sent: not lost, never there
	}
	return state(err, pqerror.AdminShutdown, pqerror.CrashShutdown) || class(err) == "08"
}

func class(err error) string {
	if e := pq.As(err); e != nil {
		return string(e.Code.Class())
	}
	return ""
}

// interrupted says whether err is how ctx's end shows: the server's "query
// canceled", database/sql's own answer, or a transaction ended under us.
func interrupted(ctx context.Context, err error) bool {
	return state(err, pqerror.QueryCanceled) || errors.Is(err, ctx.Err()) || errors.Is(err, sql.ErrTxDone) || errors.Is(err, sql.ErrConnDone)
}
