package store

// What a changing statement found, in its column verdict.
const (
	verdictOK         = "ok"
	verdictSame       = "same"       // nothing would change
	verdictStale      = "stale"      // the version moved on
	verdictGone       = "gone"       // it was taken back
	verdictArchived   = "archived"   // the campaign is
	verdictState      = "state"      // declined or withdrawn, and not to be selected
	verdictUntellable = "untellable" // marked as sent, and there is nothing yet to tell
	verdictStep       = "step"       // no such step between states
	verdictLink       = "link"       // a link of their own where it is not unique
	verdictCode       = "code"       // likewise a code
)

// A judgment is what a changing statement found. Its rows are what was there
// and, when that was changed, what is there now.
type judgment struct{ Verdict string }

func (j judgment) verdict() string { return j.Verdict }

// judge answers what was there before and after a statement that changes one
// row of which only the version can be wrong. Errors: ErrNotFound, *Stale
// of the row, errAgain.
func judge[R interface {
	verdict() string
	stale() error
}](rows []R, err error,
) (before, after R, _ error) {
	old, err := first(rows, err)
	switch {
	case err != nil:
		return before, after, err
	case old.verdict() == verdictStale:
		return before, after, old.stale()
	case old.verdict() == verdictOK && len(rows) == 1:
		return before, after, errAgain
	}
	return old, rows[len(rows)-1], nil
}
