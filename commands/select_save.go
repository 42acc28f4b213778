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
	"codekeeper/store/tracking"

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
	case len(all.picked) > maxPicked:
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
	reply, err := a.selectNow(ctx, r, all, one, seal)
	if wrong, ok := errors.AsType[*bot.UserError](err); ok && wrong.Field == "" {
		wrong.Field = fieldPeople
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
func (a *App) selectNow(ctx context.Context, r *bot.Request, form selectForm, one store.Selection, seal string) (*bot.Reply, error) {
	all, err := a.chosen(ctx, r.TeamID, form, one)
	if err != nil {
		return nil, err
	}
	if len(all) > 1 {
		if err := a.leaveTaken(ctx, r.TeamID, form.campaign.ID, all); err != nil {
			return nil, err
		}
	}
	stays, err := a.fillIn(ctx, r.TeamID, *form.campaign, form.fill, all)
	if err != nil {
		return nil, err
	}
	form.warned, err = a.heldByAny(ctx, r.TeamID, form.campaign.ID, all)
	if err != nil {
		return nil, err
	}
	if form.warned.any() && seal != form.warned.seal() {
		return a.showSelect(ctx, r, form)
	}
	changes, err := a.store.Select(ctx, act(r), form.campaign.ID, selectionsOf(all))
	if already, ok := errors.AsType[*store.AlreadySelected](err); ok {
		if len(all) == 1 {
			return showForm(r, form.already(already.Row).view()), nil
		}
		changes, err = a.selectOthers(ctx, r, form, all)
	}
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
		return a.showSelect(ctx, r, form.moved(stale))
	}
	if errors.Is(err, store.ErrNotFound) { // the campaign stays for good: it is somebody who was picked
		return nil, errForgotten
	}
	if err != nil {
		return nil, userError(err)
	}
	return a.selected(ctx, r, form, all, changes, stays)
}

// selected is the answer to who selected all of them. stays say what the pattern
// did not fill in; of a request that comes again it is found out as it was then.
func (a *App) selected(ctx context.Context, r *bot.Request, form selectForm, all []choice, changes store.Changes, stays []string) (*bot.Reply, error) {
	if changes.Repeat {
		var err error
		if stays, err = a.fillIn(ctx, r.TeamID, *form.campaign, form.fill, doneBefore(all, changes)); err != nil {
			return nil, err
		}
	}
	if len(all) > 1 {
		left, err := a.leftWords(ctx, r.TeamID, changes.Rows)
		if err != nil {
			return nil, err
		}
		stays = append(left, stays...)
	}
	return bot.Say(undoable(r, changedAny(changes.Rows), selectAnswer(changes, leftOut(all, changes), stays, a.offersAfter(ctx, r, changes.Rows, form.fill), local(r)))), nil
}

// showForm opens a form, or puts it in the place of the one submitted.
func showForm(r *bot.Request, form *slack.ModalViewRequest) *bot.Reply {
	if r.Form != nil {
		return &bot.Reply{Update: form}
	}
	return &bot.Reply{Open: form}
}

// A choice is what is asked of the store for one of those picked.
type choice struct {
	store.Selection
	name     string        // in mrkdwn
	selected bool          // already
	left     map[kind]bool // stays TBD, as somebody else has what is prepared
}

// chosen are the choices of a form. Where it did not show what is prepared for
// somebody, or was theirs before, a TBD leaves it to them.
func (a *App) chosen(ctx context.Context, team string, form selectForm, one store.Selection) ([]choice, error) {
	rows, err := form.rows(ctx, a.store, team)
	if err != nil {
		return nil, err
	}
	all := make([]choice, len(form.picked))
	for i, p := range form.picked {
		c := choice{Selection: one, name: p.name()}
		c.InfluencerID, c.Handle, c.Platform = p.id, p.person.handle, p.person.platform
		if row, ok := rows[p.id]; ok {
			c.Selection = basedOn(c.Selection, row, form.shown)
			c.name, c.selected = who(row.Influencer), row.State == store.Selected
		}
		all[i] = c
	}
	return all, nil
}

func selectionsOf(all []choice) []store.Selection {
	selections := make([]store.Selection, len(all))
	for i, c := range all {
		selections[i] = c.Selection
	}
	return selections
}

// leftOut names those who were not among the changes, being selected before.
func leftOut(all []choice, changes store.Changes) []string {
	var names []string
	for _, c := range all {
		if c.InfluencerID != 0 && !slices.ContainsFunc(changes.Rows, func(done store.Change) bool { return done.After.InfluencerID == c.InfluencerID }) {
			names = append(names, c.name)
		}
	}
	return names
}

// basedOn is a selection of somebody who has an application already.
func basedOn(s store.Selection, row store.Row, shown shownRow) store.Selection {
	if row.ID == shown.ID {
		s.Version = shown.Version
		return s
	}
	return s.Keeping(row)
}

// selectOthers leaves out those who are selected already. When nobody is left
// that is a UserError.
func (a *App) selectOthers(ctx context.Context, r *bot.Request, form selectForm, all []choice) (store.Changes, error) {
	open := slices.DeleteFunc(slices.Clone(all), func(c choice) bool { return c.selected })
	if len(open) == 0 {
		return store.Changes{}, &bot.UserError{
			Problem: fmt.Sprintf("All of them are selected in %s already.", form.campaign.Name),
			Try:     fmt.Sprintf("/influencer list %s selected", form.campaign.Slug),
			Field:   fieldPeople,
		}
	}
	return a.store.Select(ctx, act(r), form.campaign.ID, selectionsOf(open))
}

// moved is the form after somebody else changed one of those picked. The one
// whose fields it shows catches up.
func (f selectForm) moved(stale *store.Stale[store.Row]) selectForm {
	now := stale.Current
	f.said = maps.Clone(f.said)
	if now.ID == f.shown.ID {
		texts, began := f.shown.catchUp(selectFields, f.typed(), rowTexts(now), stale.By)
		maps.Copy(f.said, began.said(selectFields, texts, rowTexts(now), shownIn))
		f.shown = shownRow{now.ID, now.Version, began}
		f.live, f.text = texts[fieldLive], maps.Clone(f.text)
		for _, k := range kinds {
			if f.mode(k).Unique() {
				f.text[k] = texts[string(k)]
			}
		}
	}
	if f.shown.Moved == 0 {
		f.said[fieldPeople] = fmt.Sprintf("<@%s> changed %s meanwhile. Save goes on from there.", stale.By, who(now.Influencer))
	}
	return f
}

// already is the edit form of somebody who is selected already, with what was
// typed. Where the form showed what was prepared for them, it says what
// somebody else changed since.
func (f selectForm) already(row store.Row) editForm {
	lead := fmt.Sprintf("%s The last change is by <@%s>.", alreadySelected(row), row.ChangedBy)
	form := editFormOf(row)
	form.meta.Way = f.way
	if row.ID != f.shown.ID || row.Version == f.shown.Version {
		return form.typedIn(f.typedTexts(), lead)
	}
	texts, began := f.shown.catchUp(selectFields, f.typed(), rowTexts(row), row.ChangedBy)
	maps.Copy(form.text, texts)
	form.meta.By, form.meta.Moved = began.By, began.Moved
	form.lead = lead
	return form
}

// doneBefore are the choices that a request had changed before it came again,
// as they were then: not yet selected.
func doneBefore(all []choice, changes store.Changes) []choice {
	var done []choice
	for _, c := range all {
		n := slices.IndexFunc(changes.Rows, func(done store.Change) bool { return done.After.InfluencerID == c.InfluencerID })
		if n < 0 {
			continue
		}
		c.selected = false
		for _, k := range kinds {
			if len(all) > 1 && k.leftTo(changes.Rows[n]) {
				c.leave(k)
			}
		}
		done = append(done, c)
	}
	return done
}

// selectAnswer says who was selected, who of those named was already, and
// shows the resulting state. stays say what the pattern did not fill in. What
// waits for the shop stands on the card of one.
func selectAnswer(changes store.Changes, already, stays []string, next offers, now time.Time) bot.Message {
	rows := changes.Rows
	campaign := rows[0].After.Campaign
	if len(rows) == 1 && len(already) == 0 {
		row := rows[0].After
		first := fmt.Sprintf("Saved. %s is selected for %s.", who(row.Influencer), esc(campaign.Name))
		return message(first, slices.Concat(staysBlocks(stays), answerCard(row, now), next.make)...)
	}
	first := fmt.Sprintf("Saved. %s selected for %s.", count(len(rows), "influencer"), esc(campaign.Name))
	switch {
	case len(already) == 1:
		first += fmt.Sprintf(" %s was selected already and stays as it was.", already[0])
	case len(already) > 1:
		first += fmt.Sprintf(" %s were selected already and stay as they were.", andMore(already, 5))
	}
	blocks := staysBlocks(stays)
	for _, c := range rows[:min(len(rows), pageRows)] {
		blocks = append(blocks, rowBlock(c.After, now))
	}
	if more := len(rows) - pageRows; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer list %s selected`", more, campaign.Slug)))
	}
	blocks = append(blocks, next.blocks()...)
	return message(first, append(blocks, unsentOffer(campaign, afterOf(rows))...)...)
}

// typedTexts are the links and codes that were really typed in.
func (f selectForm) typedTexts() map[kind]string {
	texts := map[kind]string{}
	for k, text := range f.text {
		if is, err := k.parse(text); err == nil && is != tracking.TBD {
			texts[k] = is
		}
	}
	return texts
}
