package slacksim

import (
	"slices"
	"strings"
)

// slackbot is the sender of what the client itself tells a person.
const slackbot = "USLACKBOT"

// User is one person. ID is made when empty.
type User struct {
	ID, Name, RealName string
	// TZ is an IANA zone; empty is UTC.
	TZ string
	// Guest is a multi-channel guest, SingleChannelGuest a guest of one channel.
	Guest, SingleChannelGuest bool
	// Deleted is a deactivated account.
	Deleted bool
	// TeamID is the person's own workspace when it is another organisation's; empty is this one.
	TeamID string
	// Bot is another app's user.
	Bot bool
	// Owner owns the workspace.
	Owner bool
}

// Group is a user group. ID is made when empty; Members are user ids.
type Group struct {
	ID, Handle string
	Members    []string
}

// Channel is a place for messages. ID is made when empty; Members are user ids, the bot's own when it is in.
type Channel struct {
	ID, Name string
	Private  bool
	Archived bool
	// Shared is shared with another organisation.
	Shared  bool
	Members []string

	im string // the person whose direct messages with the app these are
}

// people holds who and what the workspace has, each in the order it was added.
type people struct {
	users    []*User
	channels []*Channel
	groups   []*Group
	seats    map[string]*seat
}

func newPeople() people { return people{seats: map[string]*seat{}} }

// seat is what one person's client remembers between their acts.
type seat struct {
	mark    int64            // the change before their last act: an answer is newer
	window  *window          // the form they last acted in
	trouble string           // what the client told them about their last press
	looked  map[string]int64 // the change up to which they have seen each place in the page
}

// read notes that they have seen a place up to a change.
func (s *seat) read(channelID string, seq int64) {
	if s.looked == nil {
		s.looked = map[string]int64{}
	}
	s.looked[channelID] = seq
}

// seat finds or makes a person's seat. The caller holds s.mu.
func (s *Slack) seat(userID string) *seat {
	if s.people.seats[userID] == nil {
		s.people.seats[userID] = &seat{}
	}
	return s.people.seats[userID]
}

// act notes that a person begins to do something: answers must be newer than this. window is the form they act in,
// nil outside one. The caller holds s.mu.
func (s *Slack) act(userID string, w *window) {
	place := s.seat(userID)
	place.mark, place.window, place.trouble = s.seq, w, ""
}

func (s *Slack) addBot() {
	s.people.users = append(s.people.users, &User{
		ID: s.ids.botUser, Name: lowerName(s.cfg.AppName), RealName: s.cfg.AppName, Bot: true,
	})
}

// AddUser adds a person and answers them with their id.
func (s *Slack) AddUser(u User) User {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == "" {
		u.ID = s.newID("U")
	}
	s.people.users = append(s.people.users, &u)
	s.bump()
	return u
}

// AddChannel adds a channel and answers it with its id.
func (s *Slack) AddChannel(c Channel) Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.ID == "" {
		c.ID = s.newID("C")
	}
	c.Members = slices.Clone(c.Members)
	s.people.channels = append(s.people.channels, &c)
	s.bump()
	return c.copy()
}

// AddGroup adds a user group and answers it with its id.
func (s *Slack) AddGroup(g Group) Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g.ID == "" {
		g.ID = s.newID("S")
	}
	g.Members = slices.Clone(g.Members)
	s.people.groups = append(s.people.groups, &g)
	s.bump()
	return g
}

// SetUser replaces the person with the same id, or adds them.
func (s *Slack) SetUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.user(u.ID); old != nil {
		*old = u
	} else {
		s.people.users = append(s.people.users, &u)
	}
	s.bump()
}

// SetChannel replaces the channel with the same id, or adds it.
func (s *Slack) SetChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Members = slices.Clone(c.Members)
	if old := s.channel(c.ID); old != nil {
		c.im = old.im
		*old = c
	} else {
		s.people.channels = append(s.people.channels, &c)
	}
	s.bump()
}

// SetGroup replaces the user group with the same id, or adds it.
func (s *Slack) SetGroup(g Group) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g.Members = slices.Clone(g.Members)
	i := slices.IndexFunc(s.people.groups, func(old *Group) bool { return old.ID == g.ID })
	if i < 0 {
		s.people.groups = append(s.people.groups, &g)
	} else {
		s.people.groups[i] = &g
	}
	s.bump()
}

// User finds a person by name, without @.
func (s *Slack) User(name string) (User, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.userNamed(name); u != nil {
		return *u, true
	}
	return User{}, false
}

// Channel finds a channel by name, without #.
func (s *Slack) Channel(name string) (Channel, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channelNamed(name); c != nil {
		return c.copy(), true
	}
	return Channel{}, false
}

// user finds a person by id. The caller holds s.mu, here and below.
func (s *Slack) user(id string) *User {
	for _, u := range s.people.users {
		if u.ID == id && id != "" {
			return u
		}
	}
	return nil
}

func (s *Slack) userNamed(name string) *User {
	name = strings.TrimPrefix(name, "@")
	for _, u := range s.people.users {
		if strings.EqualFold(u.Name, name) {
			return u
		}
	}
	return nil
}

func (s *Slack) channel(id string) *Channel {
	for _, c := range s.people.channels {
		if c.ID == id && id != "" {
			return c
		}
	}
	return nil
}

func (s *Slack) channelNamed(name string) *Channel {
	name = strings.TrimPrefix(name, "#")
	for _, c := range s.people.channels {
		if c.im == "" && strings.EqualFold(c.Name, name) {
			return c
		}
	}
	return nil
}

func (s *Slack) group(id string) *Group {
	for _, g := range s.people.groups {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// directMessages finds or makes the place where the app and one person talk; made says which.
func (s *Slack) directMessages(userID string) (c *Channel, made bool) {
	for _, c := range s.people.channels {
		if c.im == userID {
			return c, false
		}
	}
	c = &Channel{ID: s.newID("D"), im: userID, Members: []string{userID, s.ids.botUser}}
	s.people.channels = append(s.people.channels, c)
	return c, true
}

// teamOf is the workspace a person belongs to.
func (s *Slack) teamOf(u *User) string {
	if u.TeamID != "" {
		return u.TeamID
	}
	return s.ids.team
}

// stranger says that a person belongs to another organisation.
func (s *Slack) stranger(u *User) bool { return s.teamOf(u) != s.ids.team }

func (c *Channel) has(userID string) bool { return slices.Contains(c.Members, userID) }

func (c *Channel) copy() Channel {
	d := *c
	d.Members = slices.Clone(c.Members)
	return d
}

// placeName is how the client shows a place to a person.
func (s *Slack) placeName(c *Channel) string {
	if c.im != "" {
		return "@" + lowerName(s.cfg.AppName)
	}
	return "#" + c.Name
}
