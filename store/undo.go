package store

import (
	"context"
	"errors"
	"fmt"
)

const sqlCountChanged = `SELECT (SELECT count(*) FROM application_history WHERE team_id = $1 AND request_id = $2)
	+ (SELECT count(*) FROM influencer_history WHERE team_id = $1 AND request_id = $2 AND version > 1)`

// Undone is what Undo did with all that the request had changed. Repeat: it
// was undone by the same act before.
type Undone struct {
	Rows     []Change         // as they were before the request again
	Profiles []ProfileChange  // likewise
	Terms    []CampaignChange // likewise

	// Left as they are: changed since, or with a link or code that somebody else
	// has now.
	Moved         []Row
	MovedProfiles []Influencer
	MovedTerms    []Campaign
	Taken         []*Taken

	Repeat bool
}

// Nothing says whether nothing was undone.
func (u Undone) Nothing() bool { return len(u.Rows)+len(u.Profiles)+len(u.Terms) == 0 }

// standsAs says in SQL whether the row of a table, in the version now, is what
// it was in the version left: nobody changed it since, or what they changed was
// undone before. $1 is the team.
func standsAs(table, id, now, left string) string {
	const said = ` - CAST('{version,at,by,way,request_id,reason}' AS text[])`
	history, of := table+`_history`, table+`_id`
	return `(` + now + ` = ` + left + ` OR EXISTS (SELECT FROM ` + history + ` l
		JOIN ` + history + ` n ON n.team_id = l.team_id AND n.` + of + ` = l.` + of + ` AND n.version = ` + now + `
		WHERE l.team_id = $1 AND l.` + of + ` = ` + id + ` AND l.version = ` + left + ` AND to_jsonb(l)` + said + ` = to_jsonb(n)` + said + `))`
}

// kept says whether something was left as it is.
func (u Undone) kept() bool {
	return len(u.Moved)+len(u.MovedProfiles)+len(u.MovedTerms)+len(u.Taken) > 0
}

// errKept says that what goes back together doesn't, because of one of them.
var errKept = errors.New("something that must go back together was changed since")

// Undo makes what a request changed what it was before, as a new change. What
// somebody changed since is left alone, and so is what would now be taken. A
// campaign, and the applications that were changed with it, go back together or
// stay together. Who was new in a campaign is taken back, as if they had never
// been there; a new campaign or influencer remains. Errors: ErrNotFound (the
// request changed nothing that could go back), *Archived.
func (s *Store) Undo(ctx context.Context, act Act, request string) (Undone, error) {
	act = act.stored()
	var undone Undone
	clash := false
	err := s.inTx(ctx, func(c session) (err error) {
		undone, err = undo(ctx, c, act, request, clash)
		if violates(err, linkTaken, codeTaken) {
			// Somebody took it a moment ago, or those who go back pass it on
			// among themselves, in another order than the rows are written in.
			clash = true
			return errAgain
		}
		return err
	})
	if errors.Is(err, errKept) {
		err = nil
	}
	repeat, err := s.repeated(ctx, act, err)
	if err == nil && !repeat && undone.Nothing() {
		repeat, err = s.requested(ctx, act)
	}
	if repeat {
		undone, err = s.undoneBefore(ctx, act)
	}
	if err != nil {
		return Undone{}, fmt.Errorf("undo: %w", err)
	}
	return undone, nil
}

// CountChanged counts the applications and profiles that a request changed, for
// Undo to say beforehand how long it may take.
func (s *Store) CountChanged(ctx context.Context, team, request string) (int, error) {
	n, err := readOne[int](ctx, s, sqlCountChanged, team, request)
	if err != nil {
		return 0, fmt.Errorf("count what a request changed: %w", err)
	}
	return n, nil
}

// undo undoes in a transaction; with clash those who go back first give up
// what they have.
func undo(ctx context.Context, c session, act Act, request string, clash bool) (Undone, error) {
	var undone Undone
	terms, err := undoTerms(ctx, c, act, request, &undone)
	if err != nil {
		return undone, err
	}
	profiles, err := undoProfiles(ctx, c, act, request, &undone)
	if err != nil {
		return undone, err
	}
	rows, err := undoApplications(ctx, c, act, request, clash, &undone)
	switch {
	case err != nil:
		return undone, err
	case terms+profiles+rows == 0:
		return undone, ErrNotFound
	case terms > 0 && undone.kept():
		undone.Rows, undone.Profiles, undone.Terms = nil, nil, nil
		return undone, errKept
	case undone.Nothing():
		return undone, nil
	}
	for n := range undone.Terms {
		undone.Terms[n].Affected = len(undone.Rows)
	}
	return undone, ask(ctx, c, act)
}

// undoneBefore is what an act that comes again undid the first time. What it
// left alone then is not known any more.
func (s *Store) undoneBefore(ctx context.Context, act Act) (Undone, error) {
	done, err := s.changesOf(ctx, act)
	if err != nil {
		return Undone{}, err
	}
	undone := Undone{Rows: done.Rows, Repeat: true}
	if undone.Profiles, err = s.profilesChangedBy(ctx, act); err != nil {
		return Undone{}, err
	}
	terms, changed, err := s.CampaignDone(ctx, act)
	switch {
	case err != nil:
		return Undone{}, err
	case changed:
		terms.Repeat = false
		undone.Terms = []CampaignChange{terms}
	}
	if undone.Nothing() {
		return Undone{}, errOtherRequest
	}
	return undone, nil
}
