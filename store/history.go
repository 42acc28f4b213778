package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"codekeeper/store/tracking"
)

// An Event is one change in somebody's history, or in that of a link or code.
// One of Application, Profile and Terms is set.
type Event struct {
	At     time.Time
	By     string // Slack user id
	Way    Way
	Reason string // of a decline

	Application *Change         // as it was before and after
	Profile     *ProfileChange  // likewise
	Terms       *CampaignChange // of a shared link or code
}

// Events are some of a history, the newest first. Next is what the next ones
// come After, "" at the end.
type Events struct {
	List []Event
	Next string
}

// A Span says which events are wanted: those before a moment, and After what
// earlier Events had as their Next.
type Span struct {
	Before time.Time // zero: all
	After  string
	Limit  int // 0 is 10, at most 100
}

// What an event is a change of. They order what happened at the same time.
const (
	ofApplication = "application"
	ofProfile     = "profile"
	ofTerms       = "terms"
)

const (
	defaultEvents = 10
	mostEvents    = 100
)

// eventKey is where a page of events ended.
type eventKey struct {
	At      time.Time
	What    string
	ID      int64
	Version int64
}

type eventRow struct {
	eventKey
	By     string
	Way    Way
	Reason string
}

// HistoryOf are the changes of an influencer: of all their applications, of
// their profile, and of the links and codes that they shared with everyone in a
// campaign. It answers ErrBadPage for an After that is none.
func (s *Store) HistoryOf(ctx context.Context, team string, influencerID int64, span Span) (Events, error) {
	return s.events(ctx, team, sqlEventsOf, span, influencerID)
}

// HistoryOfLink are the changes by which somebody got or lost a link, or was
// told it, and by which a campaign began or ended to share it. Errors as of
// HistoryOf.
func (s *Store) HistoryOfLink(ctx context.Context, team string, link tracking.Link, span Span) (Events, error) {
	return s.events(ctx, team, sqlEventsOfLink, span, link)
}

// HistoryOfCode is HistoryOfLink for a code.
func (s *Store) HistoryOfCode(ctx context.Context, team string, code tracking.Code, span Span) (Events, error) {
	return s.events(ctx, team, sqlEventsOfCode, span, code)
}

// events reads the keys of a page, and then what they are of.
func (s *Store) events(ctx context.Context, team, query string, span Span, of any) (Events, error) {
	after, err := span.after()
	if err != nil {
		return Events{}, fmt.Errorf("read history: %w", err)
	}
	limit := min(span.Limit, mostEvents)
	if limit <= 0 {
		limit = defaultEvents
	}
	rows, err := read[eventRow](ctx, s, query, team, of, after.ID != 0, after.At, after.What, after.ID, after.Version,
		!span.Before.IsZero(), span.Before.UTC(), limit+1)
	if err != nil {
		return Events{}, fmt.Errorf("read history: %w", err)
	}
	page := Events{}
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = pageKeyText(rows[limit-1].eventKey)
	}
	page.List, err = s.eventsOf(ctx, team, rows)
	return page, err
}

func (s Span) after() (eventKey, error) {
	if s.After == "" {
		return eventKey{}, nil
	}
	key, ok := readPageKey[eventKey](s.After)
	if !ok || key.ID == 0 {
		return eventKey{}, ErrBadPage
	}
	return key, nil
}

// errNoSnapshot says that a history row lacks the one before it, which nothing
// deletes.
var errNoSnapshot = errors.New("a history row without the one before it")

// version names one state of one thing.
type version struct{ id, version int64 }

// pair is the state of a version, and the one before it; the zero state for
// the first.
func pair[T any](states map[version]T, key eventKey) (before, after T, err error) {
	after, ok := states[version{key.ID, key.Version}]
	if !ok {
		return before, after, errNoSnapshot
	}
	if key.Version > 1 {
		if before, ok = states[version{key.ID, key.Version - 1}]; !ok {
			return before, after, errNoSnapshot
		}
	}
	return before, after, nil
}
