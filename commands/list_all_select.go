package commands

import (
	"context"
	"fmt"
	"slices"

	"codekeeper/bot"
	"codekeeper/store"
)

// saveSelectAll saves the form of *Select all*.
func (a *App) saveSelectAll(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	meta, err := readAll(r.Form.Meta)
	if err != nil {
		return nil, err
	}
	form, err := a.allFormOf(ctx, r, formSelectAll, meta)
	if err != nil {
		return nil, err
	}
	form = form.typed(r.Form)
	live, err := store.ParseDate(form.live)
	if err != nil {
		return nil, bot.FieldErrors{fieldLive: sayDay}
	}
	done, before, err := a.store.ChangesDone(ctx, act(r))
	if err != nil {
		return nil, err
	}
	if before {
		return a.selectedBefore(ctx, r, form, done.Rows, live)
	}
	rows, came, err := a.shownStill(ctx, r, form)
	if err != nil {
		return nil, err
	}
	known := slices.DeleteFunc(slices.Clone(rows), func(row store.Row) bool { return row.Influencer.Forgotten() })
	notes := form.leftOut(len(rows)-len(known), came)
	choices, stays, err := a.chosenOf(ctx, r.TeamID, form, known, live)
	if err != nil {
		return nil, err
	}
	if form.warned, err = a.heldIn(ctx, r.TeamID, known, choices); err != nil {
		return nil, err
	}
	if form.warned.any() && (!r.Form.Checked(fieldAnyway, anywayYes) || meta.Warned != form.warned.seal()) {
		return &bot.Reply{Update: form.view()}, nil
	}
	if len(known) == 0 {
		return nil, &bot.UserError{Problem: "All of them are forgotten, so nobody was selected.", Try: form.meta.List.command(form.campaign)}
	}
	answer := func(ctx context.Context, changes []store.Change) (bot.Message, error) {
		left, err := a.leftWords(ctx, r.TeamID, changes)
		return allAnswer("Selected", changes, slices.Concat(left, stays, notes), a.offersAfter(ctx, r, changes, form.fill).blocks(), local(r)), err
	}
	return nowOrLater(ctx, len(known), a.changing(r, form, selectEdits(known, choices), answer))
}

// selectedBefore is the answer to a request that comes again, as the first was.
func (a *App) selectedBefore(ctx context.Context, r *bot.Request, form allForm, done []store.Change, live store.Date) (*bot.Reply, error) {
	_, stays, err := a.chosenOf(ctx, r.TeamID, form, asBefore(nil, done), live)
	if err != nil {
		return nil, err
	}
	notes, err := a.leftOutBefore(ctx, r, form, done)
	if err != nil {
		return nil, err
	}
	left, err := a.leftWords(ctx, r.TeamID, done)
	if err != nil {
		return nil, err
	}
	next := a.offersAfter(ctx, r, done, form.fill).blocks()
	return bot.Say(undoable(r, true, allAnswer("Selected", done, slices.Concat(left, stays, notes), next, local(r)))), nil
}

// chosenOf are the choices of those whom a list showed: what is prepared for
// each, what the pattern makes where the form asks for it, else TBD; and whose
// stay TBD and why.
func (a *App) chosenOf(ctx context.Context, team string, form allForm, rows []store.Row, live store.Date) ([]choice, []string, error) {
	choices := make([]choice, len(rows))
	for n, row := range rows {
		own := row.Prepared()
		if own.GoesLive == "" {
			own.GoesLive = live
		}
		choices[n] = choice{Selection: own, name: who(row.Influencer)}
	}
	err := byCampaign(rows, choices, func(campaign int64, of []choice) error { return a.leaveTaken(ctx, team, campaign, of) })
	if err != nil {
		return nil, nil, err
	}
	if form.campaign == nil {
		return choices, nil, nil
	}
	stays, err := a.fillIn(ctx, team, *form.campaign, form.fill, choices)
	return choices, stays, err
}

// byCampaign does something with the choices of each campaign.
func byCampaign(rows []store.Row, choices []choice, do func(campaign int64, of []choice) error) error {
	numbers := make([]int, len(rows))
	for n := range rows {
		numbers[n] = n
	}
	for _, of := range grouped(numbers, func(n int) int64 { return rows[n].CampaignID }) {
		those := make([]choice, len(of))
		for i, n := range of {
			those[i] = choices[n]
		}
		if err := do(rows[of[0]].CampaignID, those); err != nil {
			return err
		}
		for i, n := range of {
			choices[n] = those[i]
		}
	}
	return nil
}

// heldIn warns of what those who are selected take, in each campaign.
func (a *App) heldIn(ctx context.Context, team string, rows []store.Row, choices []choice) (warnings, error) {
	all := warnings{}
	err := byCampaign(rows, choices, func(campaign int64, of []choice) error {
		found, err := a.heldByAny(ctx, team, campaign, of)
		for k, text := range found {
			all.add(k, text)
		}
		return err
	})
	return all, err
}

// selectEdits are the edits that select.
func selectEdits(rows []store.Row, choices []choice) []store.Edit {
	edits := make([]store.Edit, len(rows))
	for n, row := range rows {
		edits[n] = store.EditOf(row.Application)
		edits[n].State = store.Selected
		edits[n].Link, edits[n].Code, edits[n].GoesLive = choices[n].Link, choices[n].Code, choices[n].GoesLive
		edits[n].MadeCode = choices[n].MadeCode
	}
	return edits
}

// saveDeclineAll saves the form of *Decline all*.
func (a *App) saveDeclineAll(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	meta, err := readAll(r.Form.Meta)
	if err != nil {
		return nil, err
	}
	form, err := a.allFormOf(ctx, r, formDeclineAll, meta)
	if err != nil {
		return nil, err
	}
	form = form.typed(r.Form)
	if problem := textProblem(form.reason, store.MaxReason); problem != "" {
		return nil, bot.FieldErrors{fieldReason: problem}
	}
	done, before, err := a.store.ChangesDone(ctx, act(r))
	if err != nil {
		return nil, err
	}
	if before {
		notes, err := a.leftOutBefore(ctx, r, form, done.Rows)
		if err != nil {
			return nil, err
		}
		return bot.Say(undoable(r, true, allAnswer(form.verb(), done.Rows, append(form.because(), notes...), nil, local(r)))), nil
	}
	rows, came, err := a.shownStill(ctx, r, form)
	if err != nil {
		return nil, err
	}
	edits := make([]store.Edit, len(rows))
	for n, row := range rows {
		edits[n] = declined(row.Application, form.reason)
	}
	answer := func(_ context.Context, changes []store.Change) (bot.Message, error) {
		return allAnswer(form.verb(), changes, append(form.because(), form.leftOut(0, came)...), nil, local(r)), nil
	}
	return nowOrLater(ctx, len(rows), a.changing(r, form, edits, answer))
}

// because is the reason, in mrkdwn.
func (f allForm) because() []string {
	if f.reason == "" {
		return nil
	}
	return []string{fmt.Sprintf("Reason: %s", esc(f.reason))}
}
