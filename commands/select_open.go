package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

func (a *App) runSelect(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseSelect(r.Text)
	if in.odd != "" {
		return nil, a.misread(ctx, r, in)
	}
	if err != nil {
		return nil, err
	}
	form, err := a.newSelectForm(ctx, r)
	if err != nil {
		return nil, err
	}
	if len(in.people) == 1 && !in.people[0].at && in.campaign.text == "" { // one word: a campaign, or a handle
		if found := named(form.campaigns, in.people[0].handle.String()); len(found) == 1 {
			form.campaign = &found[0]
			return a.showSelect(ctx, r, form)
		}
	}
	if in.campaign.text != "" {
		c, err := pickCampaign(form.all, in.campaign.text, strings.TrimSpace("/influencer select "+handleList(in.people))+" %s")
		if err != nil {
			return nil, err
		}
		form.campaign = &c
	}
	if err := form.take(in); err != nil {
		return nil, err
	}
	return a.selectPeople(ctx, r, form, in)
}

// take takes the links and codes that a command gave. One that nobody has of
// their own in the campaign is refused, not dropped.
func (f *selectForm) take(in selectArgs) error {
	if f.campaign == nil {
		return nil
	}
	for _, k := range kinds {
		typed, given := in.text[k]
		if !given {
			continue
		}
		text, err := k.parseIn(typed, func(k kind, text string) string {
			return in.command(f.campaign.Slug, string(k), text)
		})
		if err != nil {
			return err
		}
		if text != tracking.TBD && !f.mode(k).Unique() {
			return &bot.UserError{Problem: k.leaveOut(*f.campaign), Try: in.command(f.campaign.Slug)}
		}
		f.text[k] = text
	}
	return nil
}

// selectPeople selects at once when all that is needed was given, and
// opens a form otherwise.
func (a *App) selectPeople(ctx context.Context, r *bot.Request, form selectForm, in selectArgs) (*bot.Reply, error) {
	sure, err := a.pickPeople(ctx, r.TeamID, &form, in.people)
	if err != nil {
		return nil, err
	}
	complete := form.campaign != nil && len(form.picked) > 0 && form.complete(in.text)
	if form.campaign != nil && len(form.picked) == 1 && form.picked[0].id != 0 {
		rows, err := form.rows(ctx, a.store, r.TeamID)
		if err != nil {
			return nil, err
		}
		row, known := rows[form.picked[0].id]
		switch {
		case known && row.State == store.Selected && !complete:
			return &bot.Reply{Open: editFormOf(row).typedIn(form.given(in.text), alreadySelected(row)).view()}, nil
		case known:
			form.prepared(row, in.text)
		}
	}
	if !sure || !complete {
		return a.showSelect(ctx, r, form)
	}
	one, wrong := form.read()
	if len(wrong) > 0 {
		return nil, wrong
	}
	return a.selectNow(ctx, r, form, one, "")
}

// pickPeople picks people in the form, and says whether it is sure that
// nobody new is somebody known, mistyped.
func (a *App) pickPeople(ctx context.Context, team string, form *selectForm, people []person) (sure bool, err error) {
	known, err := a.store.FindInfluencers(ctx, team, handlesOf(people))
	if err != nil {
		return false, err
	}
	var unknown []string
	for _, p := range people {
		i, ok := known[p.handle.Key()]
		if !ok {
			unknown = append(unknown, p.handle.String())
		}
		form.pick(pickOf(p, i))
	}
	near, err := a.store.ClosestHandlesTo(ctx, team, unknown)
	if err != nil {
		return false, err
	}
	var alike []string
	for _, handle := range unknown {
		if known, ok := near[handle]; ok {
			alike = append(alike, fmt.Sprintf("There is no %s yet, and %s looks alike. Save adds them.", exact("@"+handle), exact("@"+known)))
		}
	}
	form.said[fieldPeople] = strings.Join(alike, " ")
	return len(alike) == 0, nil
}

func alreadySelected(row store.Row) string {
	return fmt.Sprintf("%s is selected in %s already.", who(row.Influencer), esc(row.Campaign.Name))
}

// openSelect is *Select* on a card, and the shortcut and menu's button, which
// name nobody.
func (a *App) openSelect(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	form, err := a.newSelectForm(ctx, r)
	if err != nil {
		return nil, err
	}
	switch {
	case r.Value == "":
		return a.showSelect(ctx, r, form)
	case strings.HasPrefix(r.Value, pickKnown):
		p, err := readPick(r.Value, "")
		if err != nil {
			return nil, errForged
		}
		i, err := a.store.Influencer(ctx, r.TeamID, p.id)
		if errors.Is(err, store.ErrNotFound) {
			return nil, errForged
		}
		if err != nil {
			return nil, err
		}
		if i.Forgotten() {
			return nil, errForgotten
		}
		form.pick(pickOf(person{}, i))
		return a.showSelect(ctx, r, form)
	}
	row, _, err := a.clicked(ctx, r, r.Value)
	if err != nil {
		return nil, err
	}
	if row.Campaign.Archived() {
		return nil, archivedError(row.Campaign)
	}
	if row.State == store.Selected {
		return openEditForm(row, form.way)
	}
	if row.Influencer.Forgotten() {
		return nil, errForgotten
	}
	form.campaign = &row.Campaign
	form.pick(pickOf(person{}, row.Influencer))
	form.prepared(row, nil)
	return a.showSelect(ctx, r, form)
}

// selectWith is *Select with MAYA20*: it selects an applicant with what is
// prepared, as it was shown. The suffix holds also the seal of the warnings
// agreed to.
func (a *App) selectWith(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	id, seal, _ := strings.Cut(r.Suffix, ":")
	row, version, err := a.clicked(ctx, r, id)
	if err != nil {
		return nil, err
	}
	if row.Influencer.Forgotten() && row.State != store.Selected {
		return nil, errForgotten
	}
	row.Version = version
	edit := store.EditOf(row.Application)
	edit.State = store.Selected
	warned, err := a.heldBy(ctx, r.TeamID, row.CampaignID, row.Prepared())
	if err != nil {
		return nil, err
	}
	var reply *bot.Reply
	if warned.any() && warned.seal() != seal {
		reply = bot.Say(askAnyway(routeSelectWith, row, "", warned))
	} else if reply, err = a.selectPrepared(ctx, r, edit); err != nil {
		return nil, err
	}
	return inPlace(reply), nil
}

func (a *App) selectPrepared(ctx context.Context, r *bot.Request, edit store.Edit) (*bot.Reply, error) {
	changes, err := a.store.Change(ctx, act(r), edit)
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
		now := stale.Current
		first := changedMeanwhile(stale)
		if now.State == store.Selected {
			first = alreadySelected(now)
		}
		return bot.Say(message(first, card(now, local(r))...)), nil
	}
	if err != nil {
		return nil, userError(err)
	}
	return bot.Say(undoable(r, changedAny(changes.Rows), selectAnswer(changes, nil, nil, a.offersAfter(ctx, r, changes.Rows, nil), local(r)))), nil
}
