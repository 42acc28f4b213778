package commands

import (
	"context"
	"encoding/json"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// What show, profile and forget open when they name nobody: a form that asks
// for the influencer and leads to what the command does. Each has a callback id
// of its own, which says who may.

const (
	routePickPerson = "pick.influencer"
	fieldPerson     = "influencer"
)

// A pickLed is where a form that asks for an influencer leads.
type pickLed struct {
	callback, title, submit string
	run                     func(ctx context.Context, r *bot.Request, i store.Influencer, rows []store.Row) (*bot.Reply, error)
}

// askedIn is what a form carries that asks first, and answers where it was
// opened.
type askedIn struct {
	Channel string `json:"c,omitempty"`
	openedBy
}

func askingIn(r *bot.Request) askedIn { return askedIn{r.ChannelID, openedBy{wayOf(r)}} }

// from is the request of a form as if it came from where the form was opened:
// that is where the answer is shown.
func (m askedIn) from(r *bot.Request) *bot.Request {
	there := *r
	there.ChannelID = m.Channel
	return &there
}

func readAskedIn(f *bot.Form) (askedIn, error) {
	var m askedIn
	if err := json.Unmarshal([]byte(f.Meta), &m); err != nil {
		return m, errOldForm
	}
	return m, nil
}

// openPerson opens the form, where there is anybody.
func (a *App) openPerson(ctx context.Context, r *bot.Request, to pickLed) (*bot.Reply, error) {
	anybody, err := a.store.SearchInfluencers(ctx, r.TeamID, "", 0, 1)
	if err != nil {
		return nil, err
	}
	if len(anybody) == 0 {
		return nil, &bot.UserError{Problem: "There is no influencer yet.", Try: "/influencer add @maya.glow"}
	}
	choose := typeahead(routePickPerson, "Type a handle or a name")
	return &bot.Reply{Open: modal(to.callback, to.title, to.submit, encoded(askingIn(r)),
		[]slack.Block{input(fieldPerson, "Influencer", choose, "", false)})}, nil
}

// personOptions are the influencers whose handle or name contains what was
// typed, and who had exactly that handle.
func (a *App) personOptions(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	typed := typedName(r.Text)
	found, err := a.store.SearchInfluencers(ctx, r.TeamID, strings.TrimPrefix(typed, "@"), 0, maxOptions-1)
	if err != nil {
		return nil, err
	}
	reply := &bot.Reply{}
	for _, m := range found {
		reply.Options = append(reply.Options, pickOf(person{}, m.Influencer).option())
	}
	extra, err := a.exactOption(ctx, r.TeamID, typed, found)
	if extra != nil && strings.HasPrefix(extra.Value, pickKnown) { // nobody is added here
		reply.Options = append(reply.Options, extra)
	}
	return reply, err
}

// pickedPerson is the form's submission.
func (a *App) pickedPerson(to pickLed) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		meta, err := readAskedIn(r.Form)
		if err != nil {
			return nil, err
		}
		p, err := readPick(r.Form.Text(fieldPerson), "")
		if err != nil || p.id == 0 {
			return nil, bot.FieldErrors{fieldPerson: "Choose an influencer."}
		}
		known, err := a.store.Influencers(ctx, r.TeamID, []int64{p.id})
		if err != nil {
			return nil, err
		}
		i, ok := known[p.id]
		switch {
		case !ok:
			return nil, errOldForm
		case i.Forgotten():
			return nil, errForgotten
		}
		rows, err := a.theirs(ctx, r, i)
		if err != nil {
			return nil, err
		}
		return to.run(ctx, meta.from(r), i, rows)
	}
}

// asksPerson is a form's submission as a route.
func (a *App) asksPerson(to pickLed, who bot.Who) bot.Route {
	return bot.Route{ID: to.callback, Who: who, Run: a.pickedPerson(to)}
}
