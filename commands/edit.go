package commands

import (
	"cmp"
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

// /influencer edit @handle [campaign]
//
// Opens the form with link, code, goes live and note. Update buttons open
// the same form. Alone it asks for the influencer first.

const (
	routeEditOpen   = "edit.open"
	routeEditDigest = "edit.digest" // the digest's Update
	formEdit        = "edit"
)

func (a *App) edit() bot.Command {
	return bot.Command{
		Slash:    slashInfluencer,
		Name:     "edit",
		Usage:    "edit @handle [campaign]",
		Summary:  "Open the form with link, code, goes live and note. Alone it asks whose.",
		Who:      bot.Editors,
		Examples: []string{"/influencer edit", "/influencer edit @maya.glow", "/influencer edit @maya.glow summer-glow"},
		Parse:    func(text string) error { _, err := parseOne("edit", text); return err },
		Run:      a.runEdit,
		Clicks: []bot.Route{
			{ID: routeEditOpen, Who: bot.Editors, Run: a.openEdit("")},
			{ID: routeEditDigest, Who: bot.Editors, Run: a.openEdit(store.ByDigest)},
			{ID: routePickOpen, Who: bot.Editors, Run: a.openPick},
		},
		Forms: []bot.Route{
			{ID: formEdit, Who: bot.Editors, Run: a.saveEdit},
			{ID: formPick, Who: bot.Editors, Run: a.picked},
		},
		Options:   []bot.Route{{ID: routePickRow, Who: bot.Members, Run: a.rowOptions}},
		Shortcuts: []bot.Route{{ID: shortcutUpdate, Who: bot.Editors, Run: a.openPick}},
	}
}

// oneArgs is a handle and perhaps a campaign.
type oneArgs struct {
	handle   store.Handle
	campaign string
}

// parseOne reads "@handle [campaign]" of the subcommand, or nothing.
func parseOne(subcommand, text string) (oneArgs, error) {
	if alone(text) {
		return oneArgs{}, nil
	}
	example := "/influencer " + subcommand + " @maya.glow"
	w := words{text}
	first, err := w.next()
	if err != nil {
		return oneArgs{}, err
	}
	h, err := handleWord(first, example)
	if err != nil {
		return oneArgs{}, err
	}
	campaign, err := w.next()
	if err != nil {
		return oneArgs{}, err
	}
	return oneArgs{h, campaign.text}, w.noMoreAfter(campaign, "/influencer "+subcommand+" @"+h.String())
}

func (a *App) runEdit(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseOne("edit", r.Text)
	if err != nil {
		return nil, err
	}
	if in == (oneArgs{}) {
		return a.openPick(ctx, r)
	}
	influencer, rows, err := a.find(ctx, r, in.handle)
	if err != nil {
		return nil, err
	}
	rows, err = a.rowsMeant(ctx, r, influencer, rows, in.campaign, "edit")
	if err != nil {
		return nil, err
	}
	if len(rows) == 1 {
		return openEditForm(rows[0], wayOf(r))
	}
	var blocks []slack.Block
	for _, row := range rows[:min(len(rows), maxAsked)] {
		blocks = append(blocks, actions(button(row.Campaign.Name, routeEditOpen, rowID(row.Application), rowID(row.Application))))
	}
	return bot.Say(message(fmt.Sprintf("%s is in %s. Which one?", who(influencer), count(len(rows), "campaign")), blocks...)), nil
}

// rowsMeant are the rows that can be edited: in the campaign named, or in
// every live one; several where the person has to say which.
func (a *App) rowsMeant(ctx context.Context, r *bot.Request, i store.Influencer, rows []store.Row, campaign, subcommand string) ([]store.Row, error) {
	if campaign != "" {
		if row, ok := rowNamed(rows, campaign); ok { // needs no look at all campaigns
			return []store.Row{row}, nil
		}
		campaigns, err := a.store.Campaigns(ctx, r.TeamID)
		if err != nil {
			return nil, err
		}
		c, err := pickCampaign(campaigns, campaign, "/influencer "+subcommand+" "+at(i)+" %s")
		if err != nil {
			return nil, err
		}
		row, ok := rowIn(rows, c.ID)
		if !ok {
			return nil, &bot.UserError{
				Problem: fmt.Sprintf("%s is not in %s yet.", at(i), c.Name),
				Try:     fmt.Sprintf("/influencer select %s %s", at(i), c.Slug),
			}
		}
		return []store.Row{row}, nil
	}
	for _, state := range []store.State{store.Selected, store.Applied} {
		var open []store.Row
		for _, row := range rows {
			if row.State == state && !row.Campaign.Archived() {
				open = append(open, row)
			}
		}
		if len(open) > 0 {
			return open, nil
		}
	}
	return nil, nowhere(aCode, i, rows)
}

// rowNamed is the row in the live campaign that a text names among theirs.
func rowNamed(rows []store.Row, text string) (store.Row, bool) {
	campaigns := make([]store.Campaign, len(rows))
	for i, row := range rows {
		campaigns[i] = row.Campaign
	}
	found := named(live(campaigns), text)
	if len(found) != 1 {
		return store.Row{}, false
	}
	return rowIn(rows, found[0].ID)
}

// openEdit is *Update*; its value names the application. way is "" where the
// request tells it.
func (a *App) openEdit(way store.Way) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		row, _, err := a.clicked(ctx, r, r.Value)
		if err != nil {
			return nil, err
		}
		return openEditForm(row, cmp.Or(way, wayOf(r)))
	}
}

func openEditForm(row store.Row, way store.Way) (*bot.Reply, error) {
	form, err := editFormFor(row, way)
	if err != nil {
		return nil, err
	}
	return &bot.Reply{Open: form.view()}, nil
}

// editFormFor is the form of a row that can be edited, opened by a way.
func editFormFor(row store.Row, way store.Way) (editForm, error) {
	form := editFormOf(row)
	form.meta.Way = way
	return form, editable(row)
}

// editable says why nothing of a row can be changed, nil when it can.
func editable(row store.Row) error {
	switch {
	case row.Campaign.Archived():
		return archivedError(row.Campaign)
	case !row.State.TakesPart():
		return userError(&store.NotSelected{Row: row})
	}
	return nil
}

// editMeta is what the form's submission needs to know.
type editMeta struct {
	ID      int64  `json:"a"`
	Version int64  `json:"v"`
	Seal    string `json:"s,omitempty"` // of the warnings shown
	openedBy
	beganWith
}

func readEditMeta(text string) (editMeta, error) {
	var m editMeta
	if err := json.Unmarshal([]byte(text), &m); err != nil || m.ID <= 0 {
		return m, errOldForm
	}
	return m, nil
}

func (a *App) saveEdit(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	meta, err := readEditMeta(r.Form.Meta)
	if err != nil {
		return nil, err
	}
	row, err := a.there(ctx, r, meta.ID, errOldForm)
	if err != nil {
		return nil, err
	}
	form := editFormOf(row).typed(r.Form, meta)
	edit, wrong := form.read(store.DateOf(local(r)))
	if len(wrong) > 0 {
		return nil, wrong
	}
	if row.Version == meta.Version {
		if form.warned, err = a.warnings(ctx, r.TeamID, row.Application, edit); err != nil {
			return nil, err
		}
		if form.warned.any() && (!r.Form.Checked(fieldAnyway, anywayYes) || meta.Seal != form.warned.seal()) {
			if err := editable(row); err != nil {
				return nil, err
			}
			return &bot.Reply{Update: form.view()}, nil
		}
	}
	changes, err := a.store.Change(ctx, act(r), edit)
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
		return a.editMoved(ctx, r, form, stale)
	}
	if err != nil {
		return nil, userError(err)
	}
	return bot.Say(undoable(r, changedAny(changes.Rows), editAnswer(changes.Rows[0], local(r)))), nil
}

// editMoved is the form after somebody else changed the row, with the warnings
// about what it holds then.
func (a *App) editMoved(ctx context.Context, r *bot.Request, form editForm, stale *store.Stale[store.Row]) (*bot.Reply, error) {
	if err := editable(stale.Current); err != nil {
		return nil, err
	}
	form = form.moved(stale.Current, stale.By)
	edit, wrong := form.read(store.DateOf(local(r)))
	if len(wrong) > 0 {
		return nil, wrong
	}
	var err error
	if form.warned, err = a.warnings(ctx, r.TeamID, stale.Current.Application, edit); err != nil {
		return nil, err
	}
	return &bot.Reply{Update: form.view()}, nil
}

// editAnswer says what changed, and shows the card.
func editAnswer(c store.Change, now time.Time) bot.Message {
	row := c.After
	var what []string
	for _, k := range kinds {
		if before, after := k.text(c.Before), k.text(row.Application); before != after {
			what = append(what, fmt.Sprintf("%s %s (was %s)", k.lower(), copyable(after), copyable(brief(before, 300))))
		}
	}
	if c.Before.GoesLive != row.GoesLive {
		what = append(what, "goes live "+liveWords(row, now))
	}
	if c.Before.Note != row.Note {
		what = append(what, "the note")
	}
	if c.Before.SnoozedUntil != row.SnoozedUntil {
		what = append(what, snoozedNow(row, store.DateOf(now)))
	}
	first := fmt.Sprintf("Nothing changed for %s in %s.", who(row.Influencer), esc(row.Campaign.Name))
	if len(what) > 0 {
		first = fmt.Sprintf("Saved for %s in %s: %s.", who(row.Influencer), esc(row.Campaign.Name), strings.Join(what, ", "))
	}
	return message(withPublished(first, c, now), answerCard(row, now)...)
}

// liveWords say when somebody goes live.
func liveWords(r store.Row, now time.Time) string {
	if d := r.GoesLiveOn(); d != "" {
		return dayNear(d, store.DateOf(now))
	}
	return "is not set"
}
