package bot

import (
	"context"
	"slices"
	"time"
)

// How whom to ask is found out, while somebody waits for an answer.
const (
	ownersWithin = 300 * time.Millisecond // what Config.Owners is given
	maxAsked     = 10                     // how many are looked up to find one who can
)

// owners asks Config.Owners, none when it can't tell in time.
func (b *Bot) owners(ctx context.Context) []string {
	if b.config.Owners == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, ownersWithin)
	defer cancel()
	ids, err := b.config.Owners(ctx)
	if err != nil {
		b.log.Warn("can't tell whom to ask", "err", err)
		return nil
	}
	return ids
}

// editor is somebody who may change things: the first such of these, else of the
// editors' group; except is never the one. It answers false when there is none,
// or none is known within 500 milliseconds.
func (p *people) editor(ctx context.Context, first []string, except string) (person, bool) {
	ctx, cancel := context.WithTimeout(ctx, peopleWithin)
	defer cancel()
	group, err := p.editors(ctx)
	if err != nil {
		return person{}, false
	}
	asked := 0
	for _, id := range slices.Concat(first, group) {
		if id == except || p.group != "" && !slices.Contains(group, id) {
			continue
		}
		if asked++; asked > maxAsked || ctx.Err() != nil {
			break
		}
		if who, err := p.who(ctx, id); err == nil && who.standing == StandingEditor {
			return who, true
		}
	}
	return person{}, false
}

// EditorBut is a colleague who may change things and isn't this user; false
// where Slack tells of none, or every full member may.
func (c *Client) EditorBut(ctx context.Context, userID string) (Somebody, bool) {
	p := c.people.Load()
	if p == nil {
		return Somebody{}, false
	}
	found, ok := p.editor(ctx, nil, userID)
	if !ok {
		return Somebody{}, false
	}
	who, err := c.Who(ctx, found.ID)
	return who, err == nil && who.Standing == StandingEditor
}
