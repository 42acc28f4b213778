package commands

import (
	"context"
	"errors"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// /influencer select [@handle… campaign [code X] [link Y]]
//
// Opens the form, prefilled; or selects at once when all that is needed was
// given. For somebody selected already, opens the edit form.

const (
	routeSelectOpen     = "select.open" // value: an application, or "" for the empty form
	routeSelectWith     = "select.with" // suffix: an applicant, taken with what is prepared
	routeSelectCampaign = "select.campaign"
	routeSelectPeople   = "select.influencers"
	formSelect          = "select"
	shortcutSelect      = "select"
)

// maxAtOnce is how many influencers one form or command takes.
const maxAtOnce = 100

func (a *App) selectInfluencers() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "select",
		Usage:   "select [@handle… campaign [code X] [link Y]]",
		Summary: "Select influencers for a campaign. What isn't ready is TBD.",
		Who:     bot.Editors,
		Examples: []string{
			"/influencer select",
			"/influencer select @maya.glow summer-glow",
			"/influencer select @maya.glow summer-glow code MAYA20 link TBD",
			"/influencer select @maya.glow @leo.moves \"Summer Glow\"",
		},
		Parse: func(text string) error { _, err := parseSelect(text); return err },
		Run:   a.runSelect,
		Clicks: []bot.Route{
			{ID: routeSelectOpen, Who: bot.Editors, Run: a.openSelect},
			{ID: routeSelectWith, Who: bot.Editors, Run: a.selectWith},
			{ID: routeSelectCampaign, Who: bot.Editors, Run: a.selectCampaign},
			{ID: routeSelectPeople, Who: bot.Editors, Run: ignore},
		},
		Options: []bot.Route{
			{ID: routeSelectCampaign, Who: bot.Members, Run: a.campaignOptions},
			{ID: routeSelectPeople, Who: bot.Members, Run: a.influencerOptions},
		},
		Forms:     []bot.Route{{ID: formSelect, Who: bot.Editors, Run: a.saveSelect}},
		Shortcuts: []bot.Route{{ID: shortcutSelect, Who: bot.Editors, Run: a.openSelect}},
	}
}

// ignore takes a click that changes nothing yet, such as picking in a form.
func ignore(context.Context, *bot.Request) (*bot.Reply, error) { return &bot.Reply{}, nil }

// selectArgs is what follows /influencer select. text has an entry for each
// link or code that was given.
type selectArgs struct {
	people   []person
	campaign string
	text     map[kind]string
}

// A person is an influencer as somebody names them: by handle, with the
// platform of a pasted address.
type person struct {
	handle   store.Handle
	platform string
	at       bool // written with @ or as an address
}

func parseSelect(text string) (selectArgs, error) {
	const example = "/influencer select @maya.glow summer-glow"
	w := words{text}
	in := selectArgs{text: map[kind]string{}}
	var err error
	if in.people, err = takePeople(&w); err != nil {
		return in, err
	}
	campaign, err := w.next()
	if err != nil {
		return in, err
	}
	in.campaign = campaign.text
	for !w.empty() {
		key, err := w.next()
		if err != nil {
			return in, err
		}
		k := kind(fold(key.text))
		if (k != aLink && k != aCode) || key.quoted {
			return in, &bot.UserError{
				Problem: fmt.Sprintf("After the campaign come code and link, not %s.", clip(key.text, 40)),
				Try:     example + " code MAYA20",
				Hint:    "Put a campaign's name in double quotes when it has several words.",
			}
		}
		if _, twice := in.text[k]; twice {
			return in, &bot.UserError{Problem: fmt.Sprintf("There are two words %s here.", k), Try: example + " code MAYA20"}
		}
		in.text[k] = w.until(aLink, aCode)
	}
	return in, nil
}

// until takes the text up to the next of these keywords, or all.
func (w *words) until(stops ...kind) string {
	taken := *w
	for !taken.empty() {
		before := taken.rest
		next, err := taken.next()
		if err != nil {
			return w.all()
		}
		for _, stop := range stops {
			if next.is(string(stop)) {
				text := w.rest[:len(w.rest)-len(before)]
				w.rest = before
				return (&words{text}).all()
			}
		}
	}
	return w.all()
}

// takePeople takes the handles that a command begins with. One may be without @.
func takePeople(w *words) ([]person, error) {
	var found []person
	for {
		next, ok := w.peek()
		if !ok && w.empty() || ok && len(found) > 0 && !next.handle() {
			return found, nil
		}
		next, err := w.next()
		if err != nil {
			return nil, err
		}
		h, platform, err := store.ParseHandle(next.text)
		if err != nil {
			return nil, userError(err)
		}
		found = append(found, person{h, platform, next.handle()})
		if len(found) > maxAtOnce {
			return nil, tooMany()
		}
	}
}

func tooMany() error {
	return &bot.UserError{Problem: fmt.Sprintf("That is more than %d influencers.", maxAtOnce), Hint: "Select them in several goes."}
}

func (a *App) runSelect(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseSelect(r.Text)
	if err != nil {
		return nil, err
	}
	form, err := a.newSelectForm(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	if len(in.people) == 1 && !in.people[0].at && in.campaign == "" { // one word: a campaign, or a handle
		if found := named(form.campaigns, in.people[0].handle.String()); len(found) == 1 {
			form.campaign = &found[0]
			return &bot.Reply{Open: form.view()}, nil
		}
	}
	if in.campaign != "" {
		c, err := pickCampaign(form.all, in.campaign, "/influencer select "+handleList(in.people)+" %s")
		if err != nil {
			return nil, err
		}
		form.campaign = &c
	}
	for k, text := range in.text {
		if form.text[k], err = k.parse(text); err != nil {
			return nil, err
		}
	}
	return a.selectPeople(ctx, r, form, in)
}

func handleList(list []person) string {
	text := ""
	for _, p := range list[:min(3, len(list))] {
		text += "@" + p.handle.String() + " "
	}
	return text[:max(0, len(text)-1)]
}

// selectPeople selects at once when all that is needed was given, and
// opens a form otherwise.
func (a *App) selectPeople(ctx context.Context, r *bot.Request, form selectForm, in selectArgs) (*bot.Reply, error) {
	known, err := a.store.FindInfluencers(ctx, r.TeamID, handlesOf(in.people))
	if err != nil {
		return nil, err
	}
	sure := true // nobody new looks like somebody known
	for _, p := range in.people {
		i, ok := known[p.handle.Key()]
		if !ok {
			near, err := a.store.ClosestHandles(ctx, r.TeamID, p.handle.String(), 1)
			if err != nil {
				return nil, err
			}
			if len(near) > 0 {
				sure = false
				form.said[fieldPeople] = fmt.Sprintf("There is no @%s yet, and @%s looks alike.", esc(p.handle.String()), esc(near[0]))
			}
		}
		form.picked = append(form.picked, pickOf(p, i))
	}
	if form.campaign == nil {
		return &bot.Reply{Open: form.view()}, nil
	}
	if len(form.picked) == 1 && form.picked[0].id != 0 {
		if row, err := a.rowOf(ctx, r.TeamID, form.campaign.ID, form.picked[0].id); err != nil {
			return nil, err
		} else if row != nil && row.State == store.Selected && !form.complete(in.text) {
			edit := editFormOf(*row)
			for k, text := range in.text {
				edit.text[k], _ = k.parse(text)
			}
			return &bot.Reply{Open: edit.view()}, nil
		} else if row != nil {
			form.prepared(*row, in.text)
		}
	}
	if !sure || len(in.people) == 0 || !form.complete(in.text) {
		return &bot.Reply{Open: form.view()}, nil
	}
	selections, wrong := form.read()
	if len(wrong) > 0 {
		return nil, wrong
	}
	return a.selectNow(ctx, r, form, selections, store.ByCommand, "")
}

func handlesOf(list []person) []store.Handle {
	handles := make([]store.Handle, len(list))
	for i, p := range list {
		handles[i] = p.handle
	}
	return handles
}

// rowOf is the influencer's application in the campaign, nil when there is none.
func (a *App) rowOf(ctx context.Context, team string, campaign, influencer int64) (*store.Row, error) {
	page, err := a.store.Rows(ctx, team, store.Filter{CampaignID: campaign, InfluencerID: influencer, Limit: 1})
	if err != nil || len(page.Rows) == 0 {
		return nil, err
	}
	return &page.Rows[0], nil
}

// openSelect is *Select* on a card, and the shortcut and menu's button with
// no application.
func (a *App) openSelect(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	form, err := a.newSelectForm(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	if r.Value == "" {
		return &bot.Reply{Open: form.view()}, nil
	}
	row, _, err := a.clicked(ctx, r, r.Value)
	if err != nil {
		return nil, err
	}
	if row.Campaign.Archived() {
		return nil, archivedError(row.Campaign)
	}
	if row.State == store.Selected {
		return openEditForm(row, store.ByForm)
	}
	form.campaign = &row.Campaign
	form.picked = []pick{pickOf(person{handle: row.Influencer.Handle}, row.Influencer)}
	form.prepared(row, nil)
	return &bot.Reply{Open: form.view()}, nil
}

// selectWith selects an applicant with what is prepared for them.
func (a *App) selectWith(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	row, _, err := a.clicked(ctx, r, r.Suffix)
	if err != nil {
		return nil, err
	}
	edit := store.EditOf(row.Application)
	edit.State = store.Selected
	changes, err := a.store.Change(ctx, act(r, store.ByButton), edit)
	if err != nil {
		return nil, userError(err)
	}
	reply := bot.Say(selectAnswer(changes, nil, r.At))
	reply.Replace = true
	return reply, nil
}

// selectNow selects, or shows the form with what has to be said first. seal
// is of the warnings that the person has agreed to.
func (a *App) selectNow(ctx context.Context, r *bot.Request, form selectForm, selections []store.Selection, way store.Way, seal string) (*bot.Reply, error) {
	show := func(f selectForm) *bot.Reply {
		if r.Kind == bot.KindSubmission {
			return &bot.Reply{Update: f.view()}
		}
		return &bot.Reply{Open: f.view()}
	}
	if len(selections) == 1 {
		warned, err := a.held(ctx, r.TeamID, selections[0].Link, selections[0].Code, selections[0].InfluencerID, 0)
		if err != nil {
			return nil, err
		}
		if warned.any() && seal != warned.seal() {
			form.warned = warned
			return show(form), nil
		}
	}
	changes, err := a.store.Select(ctx, act(r, way), form.campaign.ID, selections)
	var skipped []store.Row
	if already, ok := errors.AsType[*store.AlreadySelected](err); ok {
		if len(selections) == 1 {
			return nil, alreadySelected(already.Row)
		}
		if selections, skipped, err = a.notYetSelected(ctx, r.TeamID, form.campaign.ID, selections); err != nil {
			return nil, err
		}
		changes, err = a.store.Select(ctx, act(r, way), form.campaign.ID, selections)
	}
	if stale, ok := errors.AsType[*store.Stale](err); ok {
		form.said[fieldPeople] = fmt.Sprintf("<@%s> changed %s meanwhile: %s. Save goes on from there.",
			stale.By, who(stale.Current.Influencer), stateWords(stale.Current))
		form.base = stale.Current.Version
		return show(form), nil
	}
	if err != nil {
		return nil, userError(err)
	}
	return bot.Say(selectAnswer(changes, skipped, r.At)), nil
}

// notYetSelected leaves out those who are selected already, and names them.
// When nobody is left that is a UserError.
func (a *App) notYetSelected(ctx context.Context, team string, campaign int64, all []store.Selection) (open []store.Selection, skipped []store.Row, err error) {
	for _, s := range all {
		var row *store.Row
		if s.InfluencerID != 0 {
			if row, err = a.rowOf(ctx, team, campaign, s.InfluencerID); err != nil {
				return nil, nil, err
			}
		}
		if row != nil && row.State == store.Selected {
			skipped = append(skipped, *row)
		} else {
			open = append(open, s)
		}
	}
	if len(open) == 0 {
		return nil, nil, alreadySelected(skipped[0])
	}
	return open, skipped, nil
}

func alreadySelected(row store.Row) error {
	return &bot.UserError{
		Problem: fmt.Sprintf("%s is selected in %s already.", at(row.Influencer), row.Campaign.Name),
		Try:     fmt.Sprintf("/influencer edit %s %s", at(row.Influencer), row.Campaign.Slug),
		Field:   fieldPeople,
	}
}

// tbdText is what a form's link and code begin with.
func tbdText() map[kind]string {
	return map[kind]string{aLink: tracking.Link{}.String(), aCode: tracking.Code{}.String()}
}
