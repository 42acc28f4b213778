package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"
)

// TimeZone is the user's IANA time zone, "" when Slack knows none.
func (c *Client) TimeZone(ctx context.Context, userID string) (string, error) {
	user, err := c.userInfo(ctx, userID)
	if err != nil {
		return "", err
	}
	return user.TZ, nil
}

// Somebody is a user with what they are in the workspace; a client with which
// no Bot was made knows no editors. Username is the name that nobody shares.
type Somebody struct {
	User
	Username string
	Standing Standing
}

// Who says who a user is, by id. Somebody whom Slack doesn't know is a stranger.
func (c *Client) Who(ctx context.Context, userID string) (Somebody, error) {
	self, err := c.self(ctx)
	if err != nil {
		return Somebody{}, err
	}
	user, err := c.userInfo(ctx, userID)
	if IsSlack(err, "user_not_found", "user_not_visible") {
		return Somebody{User: User{ID: userID}}, nil
	}
	if err != nil {
		return Somebody{}, err
	}
	mayChange, err := c.mayChange(ctx)
	if err != nil {
		return Somebody{}, err
	}
	return somebody(user, self.TeamID, mayChange), nil
}

// Unreachable says whether a user can surely get no direct message: they left the
// workspace, are an app, or of another organisation. It answers false where Slack
// doesn't tell within 500 milliseconds; what it tells is remembered for five minutes.
func (c *Client) Unreachable(ctx context.Context, userID string) bool {
	p := c.people.Load()
	if p == nil {
		return false
	}
	who, err := p.who(ctx, userID)
	return err == nil && (who.standing == StandingGone || who.standing == StandingApp || who.standing == StandingStranger)
}

// mayChange tells of full members whether they may change things.
func (c *Client) mayChange(ctx context.Context) (func(id string) bool, error) {
	p := c.people.Load()
	if p == nil {
		return func(string) bool { return false }, nil
	}
	return p.mayChange(ctx)
}

func somebody(user *slack.User, teamID string, mayChange func(id string) bool) Somebody {
	who := judge(user, teamID)
	who.promote(mayChange)
	return Somebody{User: who.User, Username: user.Name, Standing: who.standing}
}

// How the workspace's people are read. Slack advises fewer a page, and allows
// this: a command waits for all of them. Source: Slack, "users.list".
const (
	usersPage  = 1000
	usersPages = 10
)

// Named are the people with this name, in any case: those with exactly this user
// name, display name or real name, else those whose name begins with it as a
// whole word. Of a workspace of more than 10,000 people the rest is not looked at.
func (c *Client) Named(ctx context.Context, name string) ([]Somebody, error) {
	self, err := c.self(ctx)
	if err != nil {
		return nil, err
	}
	mayChange, err := c.mayChange(ctx)
	if err != nil {
		return nil, err
	}
	var exact, begin []Somebody
	page := c.api.GetUsersPaginated(slack.GetUsersOptionLimit(usersPage))
	for n := range usersPages {
		if n > 0 && page.Cursor == "" {
			break
		}
		err := c.call(ctx, "users.list", "", func(ctx context.Context) (err error) {
			page, err = page.Next(ctx)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, user := range page.Users {
			switch called(&user, name) {
			case calledSo:
				exact = append(exact, somebody(&user, self.TeamID, mayChange))
			case calledAlmost:
				begin = append(begin, somebody(&user, self.TeamID, mayChange))
			}
		}
	}
	if len(exact) > 0 {
		return exact, nil
	}
	return begin, nil
}

// How a name fits somebody.
const (
	calledElse = iota
	calledAlmost
	calledSo
)

// called says how a name fits a user.
func called(user *slack.User, name string) int {
	fits := calledElse
	for _, own := range []string{user.Name, user.Profile.DisplayName, user.Profile.RealName, user.RealName} {
		first, _, _ := strings.Cut(own, " ")
		switch {
		case strings.EqualFold(own, name):
			return calledSo
		case strings.EqualFold(first, name):
			fits = calledAlmost
		}
	}
	return fits
}
