package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// *Select all* and *Decline all* below a list
//
// They act on exactly those whom the list showed, on all its pages, by one
// request that one Undo undoes. Who came since is left out; when one of them
// was changed since, nothing is done.

const (
	routeSelectAll  = "all.select"  // value: an allShown
	routeDeclineAll = "all.decline" // likewise
	formSelectAll   = "all.select"
	formDeclineAll  = "all.decline"
	fieldReason     = "reason"
)

const (
	copySelectAll  = "Select all"
	copyDeclineAll = "Decline all"
)

// maxTogether is how many one request changes at the most.
const maxTogether = 1000

// wholeList holds the routes; it is no command by itself.
func (a *App) wholeList() bot.Command {
	return bot.Command{
		Clicks: []bot.Route{
			{ID: routeSelectAll, Who: bot.Editors, Run: a.openAll(formSelectAll)},
			{ID: routeDeclineAll, Who: bot.Editors, Run: a.openAll(formDeclineAll)},
		},
		Forms: []bot.Route{
			{ID: formSelectAll, Who: bot.Editors, Run: a.saveSelectAll},
			{ID: formDeclineAll, Who: bot.Editors, Run: a.saveDeclineAll},
		},
	}
}

// An allShown is a list with all whom it showed, as buttons and forms carry it.
type allShown struct {
	List  listing   `json:"l"`
	At    time.Time `json:"t"` // when it was shown
	Count int       `json:"n"`
	Seal  string    `json:"s"` // of who they were, and in which version
}

// allMeta is what the forms' submissions need to know.
type allMeta struct {
	allShown
	Warned string `json:"h,omitempty"` // the seal of the warnings shown, of what others hold
	openedBy
}

// maxAllShown leaves room for what a form carries beside it.
const maxAllShown = maxButtonValue - 100

// takesAll says which buttons a list has for all whom it shows.
func (l listing) takesAll() (selects, declines bool) {
	switch l.Filter {
	case string(store.Applied):
		return true, true
	case string(store.Selected), "ready", "tbd":
		return false, true
	}
	return false, false
}

// withAll is a list with *Select all* and *Decline all*, where there are several
// to take.
func (a *App) withAll(ctx context.Context, r *bot.Request, m bot.Message, l listing, total int) (bot.Message, error) {
	selects, declines := l.takesAll()
	if !declines || total < 2 {
		return m, nil
	}
	if total > maxTogether {
		m.Blocks = append(m.Blocks, fine(fmt.Sprintf("To change all of them at once, narrow the list down to %d, by campaign or by words.", maxTogether)))
		return m, nil
	}
	l = l.start()
	f, err := a.filterOf(ctx, r, l)
	if err != nil {
		return m, err
	}
	shown, err := a.store.Shown(ctx, r.TeamID, f, time.Time{}, maxTogether+1)
	if err != nil {
		return m, err
	}
	value := encoded(allShown{l, r.At, shown.Count(), shown.Seal()})
	if len(value) > maxAllShown {
		return m, nil
	}
	var buttons []slack.BlockElement
	if selects {
		buttons = append(buttons, button(copySelectAll, routeSelectAll, "", value))
	}
	m, _ = withButtons(m, append(buttons, button(copyDeclineAll, routeDeclineAll, "", value))...)
	return m, nil
}

func readAll(text string) (allMeta, error) {
	var meta allMeta
	if err := json.Unmarshal([]byte(text), &meta); err != nil || !meta.List.valid() || meta.Seal == "" || meta.Count <= 0 {
		return meta, errForged
	}
	if _, declines := meta.List.takesAll(); !declines {
		return meta, errForged
	}
	meta.List = meta.List.start()
	return meta, nil
}

// openAll is *Select all* or *Decline all*: its form asks first.
func (a *App) openAll(callback string) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		meta, err := readAll(r.Value)
		if err != nil {
			return nil, err
		}
		meta.Way = wayOf(r)
		form, err := a.allFormOf(ctx, r, callback, meta)
		if err != nil {
			return nil, err
		}
		return &bot.Reply{Open: form.view()}, nil
	}
}

// allFormOf is the form on what a list showed.
func (a *App) allFormOf(ctx context.Context, r *bot.Request, callback string, meta allMeta) (allForm, error) {
	campaign, err := a.listingCampaign(ctx, r.TeamID, meta.List)
	if err == nil && campaign != nil && campaign.Archived() {
		err = archivedError(*campaign)
	}
	if selects, _ := meta.List.takesAll(); err == nil && callback == formSelectAll && !selects {
		err = errForged
	}
	return allForm{callback: callback, meta: meta, campaign: campaign}, err
}

// shownStill are those whom a list showed, and how many came since. When one of
// them was changed since, that is a UserError.
func (a *App) shownStill(ctx context.Context, r *bot.Request, form allForm) (rows []store.Row, came int, err error) {
	f, err := a.filterOf(ctx, r, form.meta.List)
	if err != nil {
		return nil, 0, err
	}
	shown, err := a.store.Shown(ctx, r.TeamID, f, form.meta.At, maxTogether+1)
	if err != nil {
		return nil, 0, err
	}
	if shown.Seal() != form.meta.Seal {
		return nil, 0, form.moved()
	}
	f.Limit = openPage
	for row, err := range a.eachRow(ctx, r.TeamID, f) {
		switch {
		case err != nil:
			return nil, 0, err
		case shown.Has(row.Application):
			rows = append(rows, row)
		default:
			came++
		}
	}
	if len(rows) != shown.Count() { // changed between the two looks
		return nil, 0, form.moved()
	}
	return rows, came, nil
}

// leftOutBefore says of a request that comes again who was not among those whom
// it changed: of those in the list still, who was shown and is forgotten, and who
// came until it was done.
func (a *App) leftOutBefore(ctx context.Context, r *bot.Request, form allForm, done []store.Change) ([]string, error) {
	if len(done) == 0 {
		return nil, nil
	}
	f, err := a.filterOf(ctx, r, form.meta.List)
	if err != nil {
		return nil, err
	}
	f.Limit = openPage
	forgotten, came := 0, 0
	for row, err := range a.eachRow(ctx, r.TeamID, f) {
		switch {
		case err != nil:
			return nil, err
		case !row.ChangedAt.After(form.meta.At):
			forgotten++
		case !row.ChangedAt.After(done[0].After.ChangedAt):
			came++
		}
	}
	return form.leftOut(forgotten, came), nil
}

// moved says that nothing was done.
func (f allForm) moved() error {
	return &bot.UserError{
		Problem: fmt.Sprintf("Nothing was done: some of the %d were changed since the list was shown. Close this, and list them again.", f.meta.Count),
		Try:     f.meta.List.command(f.campaign),
	}
}

// command lists the same.
func (l listing) command(campaign *store.Campaign) string {
	parts := []string{"/influencer list"}
	if campaign != nil {
		parts = append(parts, campaign.Slug)
	}
	parts = append(parts, l.Filter)
	if l.Mine {
		parts = append(parts, "mine")
	}
	for _, text := range l.Words {
		w := word{text: text, quoted: strings.ContainsAny(text, " \t")}
		parts = append(parts, clip(w.asTyped(), 60))
	}
	return strings.Join(parts, " ")
}

// changing makes the edits by one request: at once, or when they are many
// after the form is closed. answer is of what was done.
func (a *App) changing(r *bot.Request, form allForm, edits []store.Edit, answer func(context.Context, []store.Change) (bot.Message, error)) func(context.Context) (*bot.Message, error) {
	return func(ctx context.Context) (*bot.Message, error) {
		changes, err := a.store.Change(ctx, act(r), edits...)
		if _, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
			return nil, form.moved()
		}
		if err != nil {
			return nil, userError(err)
		}
		m, err := answer(ctx, changes.Rows)
		return new(undoable(r, changedAny(changes.Rows), m)), err
	}
}
