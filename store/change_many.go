package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"codekeeper/store/tracking"
)

// errOneByOne says that of many changes made by one statement one wants a link
// or code that is taken: the server doesn't say which.
var errOneByOne = errors.New("one of many wants what is taken")

// inTxTogether is inTx for many changes, which do makes together, in one
// statement, and when that fails with errOneByOne one by one, to say which of
// them is refused.
func (s *Store) inTxTogether(ctx context.Context, do func(c session, together bool) error) error {
	err := s.inTx(ctx, func(c session) error { return do(c, true) })
	if errors.Is(err, errOneByOne) {
		err = s.inTx(ctx, func(c session) error { return do(c, false) })
	}
	return err
}

// changeAll makes the edits, and answers in their order.
func changeAll(ctx context.Context, c session, act Act, edits []Edit, together bool) ([]Change, error) {
	sorted := slices.SortedFunc(slices.Values(edits), func(a, b Edit) int { return cmp.Compare(a.ID, b.ID) })
	for n := range sorted {
		if n > 0 && sorted[n-1].ID == sorted[n].ID {
			return nil, fmt.Errorf("application %d is edited twice at once", sorted[n].ID)
		}
	}
	change := changeEach
	if together {
		change = changeTogether
	}
	done, err := change(ctx, c, act, sorted)
	if err != nil {
		return nil, err
	}
	changes := make([]Change, len(edits))
	for n, edit := range edits {
		at, _ := slices.BinarySearchFunc(sorted, edit, func(a, b Edit) int { return cmp.Compare(a.ID, b.ID) })
		changes[n] = done[at]
	}
	return changes, nil
}

// changeEach makes the edits one after the other.
func changeEach(ctx context.Context, c session, act Act, edits []Edit) ([]Change, error) {
	var changes []Change
	for _, edit := range edits {
		change, err := changeOne(ctx, c, act, edit, false)
		if err != nil {
			return nil, among(changes, err)
		}
		changes = append(changes, change)
	}
	return changes, nil
}

type encodedEdit struct {
	ID           int64         `json:"id"`
	Version      int64         `json:"version"`
	State        State         `json:"state"`
	Link         tracking.Link `json:"link"`
	Code         tracking.Code `json:"code"`
	GoesLive     *Date         `json:"goes_live"`
	Note         string        `json:"note"`
	Reason       string        `json:"reason"`
	SnoozedUntil *Date         `json:"snoozed_until"`
	MadeCode     bool          `json:"made_code"`
	InShop       bool          `json:"in_shop"`
	Told         bool          `json:"told"`
	ToldLink     tracking.Link `json:"told_link"`
	ToldCode     tracking.Code `json:"told_code"`
}

// changeTogether makes the edits in one statement, or answers errOneByOne.
func changeTogether(ctx context.Context, c session, act Act, edits []Edit) ([]Change, error) {
	if len(edits) == 0 {
		return nil, nil
	}
	list := make([]encodedEdit, len(edits))
	for n, e := range edits {
		list[n] = encodedEdit{
			e.ID, e.Version, e.State, e.Link, e.Code, dateOrNull(e.GoesLive), e.Note, e.Reason,
			dateOrNull(e.SnoozedUntil), e.MadeCode, e.InShop, e.Told != nil, e.told().Link, e.told().Code,
		}
	}
	encoded, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	rows, err := many[judgedRow](ctx, c, sqlChangeMany, act.Team, act.Request, act.At, act.Way, act.User, false, string(encoded))
	if violates(err, linkTaken, codeTaken) {
		return nil, fmt.Errorf("%w: %w", errOneByOne, err)
	}
	if err != nil {
		return nil, err
	}
	of := map[int64][]judgedRow{}
	for _, row := range rows {
		of[row.ID] = append(of[row.ID], row)
	}
	changes := make([]Change, len(edits))
	for n, edit := range edits {
		if changes[n], err = changed(edit, of[edit.ID]); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// dateOrNull is a date as JSON shall have it.
func dateOrNull(d Date) *Date {
	if d == "" {
		return nil
	}
	return &d
}
