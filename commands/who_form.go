package commands

import (
	"context"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// A whoForm is what the forms Decline and Mark as sent begin with: in which
// campaign, and whom.
type whoForm struct {
	campaign *store.Campaign
	way      store.Way // by which it was opened
}

// newWhoForm is the form for the campaign named, or with the one live campaign
// of a team that has no more. try is as pickCampaign has it.
func (a *App) newWhoForm(ctx context.Context, r *bot.Request, named word, try string) (whoForm, error) {
	form := whoForm{way: wayOf(r)}
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return form, err
	}
	if named.text != "" {
		c, err := pickCampaign(all, named.text, try)
		form.campaign = &c
		return form, err
	}
	switch alive := live(all); len(alive) {
	case 0:
		return form, unknownCampaign(all, "", "")
	case 1:
		form.campaign = &alive[0]
	}
	return form, nil
}

// campaignAlone is what a command names that names only a campaign: one word
// without @ that nobody has as a handle. Otherwise it is empty.
func (a *App) campaignAlone(ctx context.Context, r *bot.Request, people []person, campaign word) (word, error) {
	if len(people) != 1 || people[0].at || campaign.text != "" {
		return word{}, nil
	}
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil || len(named(live(all), people[0].handle.String())) == 0 {
		return word{}, err
	}
	known, err := a.store.FindInfluencers(ctx, r.TeamID, handlesOf(people))
	if err != nil || len(known) > 0 {
		return word{}, err
	}
	return word{text: people[0].handle.String()}, nil
}

// quotedAlone is the one quoted word that a command consists of, where that is no
// handle: a campaign's name.
func quotedAlone(text string) (word, bool) {
	w := words{text}
	only, err := w.next()
	if err != nil || !only.quoted || only.text == "" || !w.empty() {
		return word{}, false
	}
	_, _, err = store.ParseHandle(only.text)
	return only, err != nil
}

// blocks ask for both; campaigns and people are the routes that answer.
func (f whoForm) blocks(campaigns, people, hint string, optional bool) []slack.Block {
	campaign := typeahead(campaigns, "Choose a campaign")
	if f.campaign != nil {
		campaign.InitialOption = campaignOption(*f.campaign)
	}
	whom := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeExternal, plain("Type a handle or a name", 150), people)
	whom.MinQueryLength = new(int)
	return []slack.Block{
		input(fieldCampaign, "Campaign", campaign, "", false),
		input(fieldPeople, "Influencers", whom, hint, optional),
	}
}

// campaignIn is the campaign chosen in a form; one that isn't live is a
// FieldErrors.
func (a *App) campaignIn(ctx context.Context, r *bot.Request) (store.Campaign, error) {
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return store.Campaign{}, err
	}
	c, err := campaignByID(all, r.Form.Text(fieldCampaign))
	if err != nil {
		return store.Campaign{}, bot.FieldErrors{fieldCampaign: "Choose a campaign that is not archived."}
	}
	return *c, nil
}

// peopleIn are the influencers picked, by id, and pasted in a form, each once.
// Whoever can't be read or isn't known is named in a FieldErrors.
func (a *App) peopleIn(ctx context.Context, r *bot.Request, picked []int64) ([]store.Influencer, error) {
	var form selectForm
	for _, id := range picked {
		form.pick(pick{id: id})
	}
	pasted, unread := readPasted(r.Form.Text(fieldPaste))
	if len(unread) > 0 {
		return nil, bot.FieldErrors{fieldPaste: unreadable(unread)}
	}
	all, err := a.merge(ctx, r.TeamID, form.picked, pasted)
	if err != nil {
		return nil, err
	}
	var ids []int64
	var unknown []string
	for _, p := range all {
		if p.id == 0 {
			unknown = append(unknown, "@"+p.person.handle.String())
			continue
		}
		ids = append(ids, p.id)
	}
	switch {
	case len(unknown) == 1:
		return nil, bot.FieldErrors{fieldPaste: "There is no influencer " + unknown[0] + "."}
	case len(unknown) > 1:
		return nil, bot.FieldErrors{fieldPaste: "There are no influencers " + andMore(unknown, 5) + "."}
	case len(all) == 0:
		return nil, bot.FieldErrors{fieldPeople: "Pick at least one influencer, or paste handles below."}
	case len(form.picked) > maxPicked:
		return nil, bot.FieldErrors{fieldPeople: tooMany().Error()}
	case len(all) > maxPicked:
		return nil, bot.FieldErrors{fieldPaste: tooMany().Error()}
	}
	found, err := a.store.Influencers(ctx, r.TeamID, ids)
	if err != nil {
		return nil, err
	}
	people := make([]store.Influencer, len(ids))
	for n, id := range ids {
		if people[n] = found[id]; people[n].ID == 0 {
			return nil, errOldForm
		}
	}
	return people, nil
}

// queryWords are what was typed into a typeahead, as a filter has it.
func queryWords(text string) []string {
	return strings.Fields(strings.TrimPrefix(typedName(text), "@"))
}
