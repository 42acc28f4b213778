package commands

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// maxOptions is how many choices Slack shows in a typeahead.
const maxOptions = 100

func campaignOption(c store.Campaign) *slack.OptionBlockObject {
	return option(strconv.FormatInt(c.ID, 10), c.Name)
}

// campaignOptions are the live campaigns whose name or slug contains what
// was typed.
func (a *App) campaignOptions(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	return campaignsLike(live(campaigns), r.Text), nil
}

// campaignsLike are those of the campaigns whose name or slug contains a text.
func campaignsLike(campaigns []store.Campaign, text string) *bot.Reply {
	reply := &bot.Reply{}
	key := fold(text)
	for _, c := range campaigns {
		if strings.Contains(fold(c.Name), key) || strings.Contains(c.Slug, key) {
			reply.Options = append(reply.Options, campaignOption(c))
		}
	}
	reply.Options = reply.Options[:min(len(reply.Options), maxOptions)]
	return reply
}

// influencerOptions are the influencers whose handle or name contains what
// was typed: applicants of the form's campaign first, then everybody. A
// handle that nobody has is offered as one to add.
func (a *App) influencerOptions(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	var campaign int64
	if r.Form != nil {
		campaign, _ = strconv.ParseInt(r.Form.Text(fieldCampaign), 10, 64)
	}
	typed := typedName(r.Text)
	query := strings.TrimPrefix(typed, "@")
	found, err := a.store.SearchInfluencers(ctx, r.TeamID, query, campaign, maxOptions-1)
	if err != nil {
		return nil, err
	}
	reply := &bot.Reply{}
	for _, m := range found {
		p := pickOf(person{}, m.Influencer)
		if m.State != "" {
			p.label += " · " + string(m.State)
		}
		reply.Options = append(reply.Options, p.option())
	}
	extra, err := a.exactOption(ctx, r.TeamID, typed, found)
	if extra != nil {
		reply.Options = append(reply.Options, extra)
	}
	return reply, err
}

// typedName is a handle or name as typed, or as an option showed it: "Add
// @maya", "@maya.glow · Maya Mai".
func typedName(text string) string {
	text, _, _ = strings.Cut(text, " · ")
	text = strings.TrimSpace(text)
	if handle, ok := strings.CutPrefix(text, "Add @"); ok {
		return "@" + handle
	}
	return text
}

// exactOption is who has or had exactly the handle typed, else one to add; nil
// when they are among the found, or it is no handle.
func (a *App) exactOption(ctx context.Context, team, typed string, found []store.InfluencerMatch) (*slack.OptionBlockObject, error) {
	h, platform, err := store.ParseHandle(typed)
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // what can't be read is just not offered
	}
	known, err := a.store.FindInfluencers(ctx, team, []store.Handle{h})
	if err != nil {
		return nil, err
	}
	i := known[h.Key()]
	if i.ID != 0 && slices.ContainsFunc(found, func(m store.InfluencerMatch) bool { return m.ID == i.ID }) {
		return nil, nil //nolint:nilnil // see above
	}
	p := pickOf(person{handle: h, platform: platform}, i)
	if i.ID != 0 {
		p.label += " · was @" + h.String()
	}
	return p.option(), nil
}
