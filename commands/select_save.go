package commands

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// saveSelect saves the form Select influencer.
func (a *App) saveSelect(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	form, meta, err := a.typedSelect(ctx, r)
	if err != nil {
		return nil, err
	}
	if form.campaign == nil {
		return nil, bot.FieldErrors{fieldCampaign: "Choose a campaign."}
	}
	pasted, unread := readPasted(form.paste)
	if len(unread) > 0 {
		return nil, bot.FieldErrors{fieldPaste: unreadable(unread)}
	}
	all := form // the form itself shows again only what was picked: the pasted stay pasted
	if all.picked, err = a.merge(ctx, r.TeamID, form.picked, pasted); err != nil {
		return nil, err
	}
	switch {
	case len(all.picked) == 0:
		return nil, bot.FieldErrors{fieldPeople: "Pick at least one influencer, or paste handles below."}
	case len(all.picked) > maxAtOnce:
		return nil, bot.FieldErrors{fieldPaste: tooMany().Error()}
	}
	one, wrong := all.read()
	if len(wrong) > 0 {
		return nil, wrong
	}
	seal := ""
	if r.Form.Checked(fieldAnyway, anywayYes) {
		seal = meta.Seal
	}
	reply, err := a.selectNow(ctx, r, all, one, store.ByForm, seal)
	if said, ok := errors.AsType[*bot.UserError](err); ok && said.Field == "" {
		said.Field = fieldPeople
	}
	return reply, err
}

// merge adds pasted people to the picked, each once.
func (a *App) merge(ctx context.Context, team string, picked []pick, pasted []person) ([]pick, error) {
	for _, p := range picked {
		if p.id == 0 {
			pasted = append(pasted, p.person)
		}
	}
	known, err := a.store.FindInfluencers(ctx, team, handlesOf(pasted))
	if err != nil {
		return nil, err
	}
	merged := selectForm{picked: slices.DeleteFunc(slices.Clone(picked), func(p pick) bool { return p.id == 0 })}
	for _, p := range pasted {
		merged.pick(pickOf(p, known[p.handle.Key()]))
	}
	return merged.picked, nil
}

// selectNow selects everybody picked with one, or shows the form with what has
// to be said first. seal is of the warnings that the person has agreed to.
func (a *App) selectNow(ctx context.Context, r *bot.Request, form selectForm, one store.Selection, way store.Way, seal string) (*bot.Reply, error) {
	selections, err := a.selections(ctx, r.TeamID, form, one)
	if err != nil {
		return nil, err
	}
	form.warned, err = a.heldByAny(ctx, r.TeamID, form.campaign.ID, selections)
	if err != nil {
		return nil, err
	}
	if form.warned.any() && seal != form.warned.seal() {
		return showForm(r, form.view()), nil
	}
	changes, err := a.store.Select(ctx, act(r, way), form.campaign.ID, selections)
	if already, ok := errors.AsType[*store.AlreadySelected](err); ok {
		if len(selections) == 1 {
			return showForm(r, editFormOf(already.Row).typedIn(form.typedTexts()).view()), nil
		}
		changes, err = a.selectOthers(ctx, r, form, selections, way)
	}
	if stale, ok := errors.AsType[*store.Stale](err); ok {
		return showForm(r, form.moved(stale).view()), nil
	}
	if err != nil {
		return nil, userError(err)
	}
	return bot.Say(selectAnswer(changes, len(selections)-len(changes.Rows), r.At)), nil
}

// showForm opens a form, or puts it in the place of the one submitted.
func showForm(r *bot.Request, form *slack.ModalViewRequest) *bot.Reply {
	if r.Kind == bot.KindSubmission {
		return &bot.Reply{Update: form}
	}
	return &bot.Reply{Open: form}
}

// selections are what is asked of the store for each picked. Where the form
// did not show what is prepared for somebody, a TBD leaves it to them.
func (a *App) selections(ctx context.Context, team string, form selectForm, one store.Selection) ([]store.Selection, error) {
	all := make([]store.Selection, len(form.picked))
	for i, p := range form.picked {
		s := one
		s.InfluencerID, s.Handle, s.Platform = p.id, p.person.handle, p.person.platform
		if p.id != 0 {
			row, err := a.rowOf(ctx, team, form.campaign.ID, p.id)
			if err != nil {
				return nil, err
			}
			if row != nil {
				s = basedOn(s, *row, form.shown)
			}
		}
		all[i] = s
	}
	return all, nil
}

// basedOn is a selection of somebody who has an application already.
func basedOn(s store.Selection, row store.Row, shown shownRow) store.Selection {
	s.Version = row.Version
	if row.ID == shown.ID {
		s.Version = shown.Version
		return s
	}
	own := theirOwn(row)
	if s.Link.TBD() {
		s.Link = own.Link
	}
	if s.Code.TBD() {
		s.Code = own.Code
	}
	if s.GoesLive == "" {
		s.GoesLive = row.GoesLive
	}
	return s
}

// selectOthers leaves out those who are selected already. When nobody is left
// that is a UserError.
func (a *App) selectOthers(ctx context.Context, r *bot.Request, form selectForm, all []store.Selection, way store.Way) (store.Changes, error) {
	var open []store.Selection
	for _, s := range all {
		row, err := a.rowOf(ctx, r.TeamID, form.campaign.ID, s.InfluencerID)
		if err != nil {
			return store.Changes{}, err
		}
		if s.InfluencerID == 0 || row == nil || row.State != store.Selected {
			open = append(open, s)
		}
	}
	if len(open) == 0 {
		return store.Changes{}, &bot.UserError{
			Problem: fmt.Sprintf("All of them are selected in %s already.", form.campaign.Name),
			Try:     fmt.Sprintf("/influencer list %s selected", form.campaign.Slug),
			Field:   fieldPeople,
		}
	}
	return a.store.Select(ctx, act(r, way), form.campaign.ID, open)
}

// moved is the form after somebody else changed one of those picked: what was
// typed stays, and the version of the one shown is carried.
func (f selectForm) moved(stale *store.Stale) selectForm {
	now := stale.Current
	f.said = maps.Clone(f.said)
	f.said[fieldPeople] = fmt.Sprintf("<@%s> changed %s meanwhile. Save goes on from there.", stale.By, who(now.Influencer))
	if now.ID != f.shown.ID {
		return f
	}
	f.shown.Version = now.Version
	for _, k := range kinds {
		if is := k.text(now.Application); f.mode(k).Unique() && is != f.text[k] {
			f.said[string(k)] = fmt.Sprintf("It is %s now; Save replaces it.", copyable(is))
		}
	}
	return f
}

// selectAnswer says who was selected, how many of those named were already,
// and shows the resulting state.
func selectAnswer(changes store.Changes, already int, now time.Time) bot.Message {
	rows := changes.Rows
	campaign := rows[0].After.Campaign
	if len(rows) == 1 && already == 0 {
		row := rows[0].After
		return message(fmt.Sprintf("Saved. %s is selected for %s.", who(row.Influencer), esc(campaign.Name)), card(row, now)...)
	}
	first := fmt.Sprintf("Saved. %s selected for %s.", count(len(rows), "influencer"), esc(campaign.Name))
	switch {
	case already == 1:
		first += " 1 was selected already and stays as it was."
	case already > 1:
		first += fmt.Sprintf(" %d were selected already and stay as they were.", already)
	}
	var blocks []slack.Block
	for _, c := range rows[:min(len(rows), pageRows)] {
		blocks = append(blocks, rowBlock(c.After, now))
	}
	if more := len(rows) - pageRows; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer list %s selected`", more, campaign.Slug)))
	}
	return message(first, blocks...)
}

// typedTexts are the links and codes that were really typed in.
func (f selectForm) typedTexts() map[kind]string {
	texts := map[kind]string{}
	for k, text := range f.text {
		if is, err := k.parse(text); err == nil && is != "TBD" {
			texts[k] = is
		}
	}
	return texts
}
