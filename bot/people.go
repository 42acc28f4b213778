package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"
)

// How people are looked up.
const (
	peopleKept    = 5 * time.Minute        // by the Clock
	peopleWithin  = 500 * time.Millisecond // what a request waits
	peopleAtMost  = 10 * time.Second       // what Slack is given; the next request profits
	maxPeopleKept = 10_000
)

// errUnknownPerson is who could not be looked up in time.
var errUnknownPerson = errors.New("slack did not say in time who this is")

// Standing is what somebody is in the workspace.
type Standing int

// What somebody can be; the zero value is who may do nothing.
const (
	StandingStranger Standing = iota // of another organisation, or nobody Slack knows
	StandingGuest
	StandingGone // deactivated
	StandingApp  // no person
	StandingMember
	StandingEditor // a member who may change things
)

// A person is somebody as Slack told.
type person struct {
	User
	standing Standing
}

// people finds out who acts, and remembers it for five minutes.
type people struct {
	client *Client
	clock  Clock
	group  string // the user group of editors, "" when every member is one
	spawn  func(func(context.Context))

	flight singleflight.Group
	mu     sync.Mutex
	teamID string
	known  map[string]remembered[person]
	edits  remembered[[]string]
}

type remembered[T any] struct {
	what T
	at   time.Time
}

func (r remembered[T]) fresh(now time.Time) bool {
	age := now.Sub(r.at)
	return !r.at.IsZero() && age >= 0 && age < peopleKept
}

// newPeople makes a directory. spawn starts what may outlast a request.
func newPeople(client *Client, clock Clock, group string, spawn func(func(context.Context))) *people {
	return &people{client: client, clock: clock, group: group, spawn: spawn, known: map[string]remembered[person]{}}
}

func (p *people) setTeam(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.teamID = id
}

// who says who somebody is, within 500 milliseconds. An error means that it is
// not known.
func (p *people) who(ctx context.Context, id string) (person, error) {
	if id == "" {
		return person{}, fmt.Errorf("no user id: %w", errUnknownPerson)
	}
	if known, ok := p.remembers(id); ok {
		return known, nil
	}
	answer := p.flight.DoChan(id, func() (any, error) { return p.background(id) })
	ctx, cancel := context.WithTimeout(ctx, peopleWithin)
	defer cancel()
	select {
	case r := <-answer:
		found, ok := r.Val.(person)
		if r.Err != nil || !ok {
			return person{}, errors.Join(errUnknownPerson, r.Err)
		}
		return found, nil
	case <-ctx.Done():
		return person{}, errors.Join(errUnknownPerson, ctx.Err())
	}
}

// remembers tells who is known and not too long.
func (p *people) remembers(id string) (person, bool) {
	now := p.clock.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	known, ok := p.known[id]
	if !ok || !known.fresh(now) || p.group != "" && !p.edits.fresh(now) {
		return person{}, false
	}
	return known.what, true
}

// background asks Slack on the bot's own time, and remembers the answer.
func (p *people) background(id string) (person, error) {
	type told struct {
		person
		err error
	}
	answer := make(chan told, 1)
	p.spawn(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, peopleAtMost)
		defer cancel()
		who, err := p.ask(ctx, id)
		answer <- told{who, err}
	})
	t := <-answer
	return t.person, t.err
}

func (p *people) ask(ctx context.Context, id string) (person, error) {
	mayChange, err := p.mayChange(ctx)
	if err != nil {
		return person{}, err
	}
	info, err := p.client.userInfo(ctx, id)
	if IsSlack(err, "user_not_found", "user_not_visible") {
		info, err = &slack.User{ID: id, IsStranger: true}, nil
	}
	if err != nil {
		return person{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	who := judge(info, p.teamID)
	who.ID = id
	who.promote(mayChange)
	if len(p.known) >= maxPeopleKept {
		clear(p.known)
	}
	p.known[id] = remembered[person]{who, p.clock.Now()}
	return who, nil
}

// mayChange tells of full members whether they may change things.
func (p *people) mayChange(ctx context.Context) (func(id string) bool, error) {
	editors, err := p.editors(ctx)
	if slackSaysNo(err) { // then nobody may, and every member reads
		p.client.log.ErrorContext(ctx, "slack does not tell who is in the editors' group", "group", p.group, "err", err)
		editors, err = nil, nil
	}
	return func(id string) bool { return p.group == "" || slices.Contains(editors, id) }, err
}

// promote makes a full member an editor who is one.
func (p *person) promote(mayChange func(id string) bool) {
	if p.standing == StandingMember && mayChange(p.ID) {
		p.standing, p.Editor = StandingEditor, true
	}
}

// slackSaysNo says whether Slack answered, and will answer the same again.
func slackSaysNo(err error) bool {
	failed, ok := errors.AsType[*SlackError](err)
	return ok && failed.Code != "" && failed.Code != "ratelimited" && !strings.HasPrefix(failed.Code, "http_")
}

// editors are the members of the user group. When they have changed, nobody's
// standing is remembered.
func (p *people) editors(ctx context.Context) ([]string, error) {
	if p.group == "" {
		return nil, nil
	}
	p.mu.Lock()
	edits := p.edits
	p.mu.Unlock()
	if edits.fresh(p.clock.Now()) {
		return edits.what, nil
	}
	members, err, _ := p.flight.Do("group "+p.group, func() (any, error) {
		return p.client.groupMembers(ctx, p.group)
	})
	if err != nil {
		return nil, fmt.Errorf("editors' group: %w", err)
	}
	all, _ := members.([]string)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.edits = remembered[[]string]{all, p.clock.Now()}
	clear(p.known)
	return all, nil
}

// judge reads users.info. Whatever is not clearly a full member is not one.
func judge(u *slack.User, teamID string) person {
	who := person{User: User{
		ID:       u.ID,
		Name:     cmp.Or(u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name),
		TimeZone: u.TZ,
	}}
	switch {
	case u.IsStranger || u.TeamID != teamID:
		who.standing = StandingStranger
	case u.Deleted:
		who.standing = StandingGone
	case u.IsBot || u.ID == "USLACKBOT":
		who.standing = StandingApp
	case u.IsRestricted || u.IsUltraRestricted:
		who.standing = StandingGuest
	default:
		who.standing = StandingMember
	}
	return who
}
