package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// *Make 12 codes from the pattern*, on a campaign's card and on what is TBD in
// it: everybody who is selected there, and whose code is TBD and the team's to
// make, gets one by one request, which one *Undo* takes back. What can't be
// made, or isn't theirs alone, stays TBD. Of links likewise.

const routeMake = "pattern.make" // suffix: the kind; value: a makeAsk

// patterns holds the button's route; it is no command by itself.
func (a *App) patterns() bot.Command {
	return bot.Command{Clicks: []bot.Route{{ID: routeMake, Who: bot.Editors, Run: a.clickMake}}}
}

// A makeAsk is of how many in a campaign somebody asks to make a link or code.
type makeAsk struct {
	campaign int64
	count    int
}

// value is the ask as a button carries it: "5.12".
func (m makeAsk) value() string { return fmt.Sprintf("%d.%d", m.campaign, m.count) }

// readMakeAsk reads what value wrote.
func readMakeAsk(text string) (makeAsk, error) {
	campaign, asked, _ := strings.Cut(text, ".")
	id, err := strconv.ParseInt(campaign, 10, 64)
	n, wrong := strconv.Atoi(asked)
	if err != nil || wrong != nil || id <= 0 || n <= 0 {
		return makeAsk{}, errForgedCampaign
	}
	return makeAsk{id, n}, nil
}

// toMake is of how many in a campaign the link or code can be made.
func (k kind) toMake(n store.CampaignCounts) int {
	if k == aLink {
		return n.LinksToMake
	}
	return n.CodesToMake
}

// canBeMade says whether somebody's is TBD and a pattern's to make.
func (k kind) canBeMade(r store.Row) bool {
	return r.State == store.Selected && k.tbd(r) && k.mode(r) == store.UniqueOurs && !r.Influencer.Forgotten()
}

// makeButtons are those of a campaign for what is TBD in it and has a pattern,
// of these kinds.
func makeButtons(c store.Campaign, n *store.CampaignCounts, of []kind) []slack.BlockElement {
	var buttons []slack.BlockElement
	for _, k := range of {
		if n == nil || c.Archived() || k.toMake(*n) == 0 || k.pattern(c.Terms).None() {
			continue
		}
		buttons = append(buttons, k.makeButton(c, k.toMake(*n)))
	}
	return buttons
}

// makesIn are the buttons of the one campaign that was asked about, for what was
// asked about.
func makesIn(campaigns []store.Campaign, counts map[int64]store.CampaignCounts, ask tbdPage) []slack.BlockElement {
	if ask.Campaign == 0 || len(campaigns) != 1 {
		return nil
	}
	of := kinds
	if ask.Kind != "" {
		of = []kind{ask.Kind}
	}
	return makeButtons(campaigns[0], new(counts[ask.Campaign]), of)
}

func (k kind) makeButton(c store.Campaign, n int) slack.BlockElement {
	what := count(n, string(k))
	text := fmt.Sprintf("From %s, for the selected influencers of %s whose %s is TBD. What can't be made, or isn't theirs alone, stays TBD.",
		brief(k.pattern(c.Terms).String(), 80), clip(c.Name, 60), k)
	if k == aCode {
		text += " Codes still have to be created in the shop."
	}
	b := button(fmt.Sprintf("Make %s from the pattern", what), routeMake, string(k), makeAsk{c.ID, n}.value())
	return confirmed(b, fmt.Sprintf("Make %s?", what), text, "Make "+what, "Cancel")
}

// clickMake is *Make 12 codes from the pattern*.
func (a *App) clickMake(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	ask, err := readMakeAsk(r.Value)
	k := kind(r.Suffix)
	if err != nil || !slices.Contains(kinds, k) {
		return nil, errForgedCampaign
	}
	c, err := a.store.Campaign(ctx, r.TeamID, ask.campaign)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, errForgedCampaign
	case err != nil:
		return nil, err
	case c.Archived():
		return nil, archivedError(c)
	}
	return nowOrLater(ctx, ask.count, func(ctx context.Context) (*bot.Message, error) { return a.made(ctx, r, c, k, ask) })
}

// made makes a link or code for all of whom that was asked, and is the answer.
func (a *App) made(ctx context.Context, r *bot.Request, c store.Campaign, k kind, ask makeAsk) (*bot.Message, error) {
	by := act(r)
	changes, repeat, err := a.store.ChangesDone(ctx, by)
	if err != nil {
		return nil, err
	}
	rows, err := a.toMake(ctx, r.TeamID, c, k)
	if err != nil {
		return nil, err
	}
	if repeat {
		rows = asBefore(rows, changes.Rows)
	} else if len(rows) != ask.count {
		return new(a.campaignAnswer(ctx, r, c, makeMoved(c, k, ask.count, len(rows)))), nil
	}
	f := filling{campaign: c, asked: []kind{k}}
	edits, err := a.makeEdits(ctx, r.TeamID, &f, k, rows)
	if err != nil {
		return nil, err
	}
	if !repeat {
		changes, err = a.store.Change(ctx, by, edits...)
	}
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
		return new(a.campaignAnswer(ctx, r, c, fmt.Sprintf("Nothing was made: <@%s> changed %s meanwhile. Press the button again.",
			stale.By, who(stale.Current.Influencer)))), nil
	}
	if err != nil {
		return nil, userError(err)
	}
	m := makeAnswer(c, k, changes.Rows, len(rows)-len(changes.Rows), f.words(), a.shopOffer(ctx, r, changes.Rows), local(r))
	return new(undoable(r, changedAny(changes.Rows), m)), nil
}

// toMake are the rows of those whose link or code can be made, by handle.
func (a *App) toMake(ctx context.Context, team string, c store.Campaign, k kind) ([]store.Row, error) {
	f := store.Filter{CampaignID: c.ID, TBDLink: k == aLink, TBDCode: k == aCode, Order: store.ByHandle}
	return a.rowsWhere(ctx, team, f, func(row store.Row) bool { return k.canBeMade(row) && !k.pattern(c.Terms).None() })
}

// asBefore are the rows of a request that comes again: those for whom it made
// something, as they were, and those who are left.
func asBefore(left []store.Row, done []store.Change) []store.Row {
	var rows []store.Row
	made := map[int64]bool{}
	for _, c := range done {
		row := c.After
		row.Application = c.Before
		rows, made[row.ID] = append(rows, row), true
	}
	rows = append(rows, slices.DeleteFunc(left, func(row store.Row) bool { return made[row.ID] })...)
	slices.SortFunc(rows, func(a, b store.Row) int { return cmp.Compare(a.Influencer.Handle.Key(), b.Influencer.Handle.Key()) })
	return rows
}

// makeEdits are the edits that give what the pattern makes, without those whose
// stays TBD.
func (a *App) makeEdits(ctx context.Context, team string, f *filling, k kind, rows []store.Row) ([]store.Edit, error) {
	choices, people := make([]choice, len(rows)), make([]store.Influencer, len(rows))
	for n, row := range rows {
		choices[n] = choice{Selection: store.Selection{InfluencerID: row.InfluencerID, Link: row.Link, Code: row.Code}}
		people[n] = row.Influencer
	}
	if err := a.fill(ctx, team, f, choices, people); err != nil {
		return nil, err
	}
	var edits []store.Edit
	for n, row := range rows {
		if k.textOf(choices[n].Selection) == tracking.TBD {
			continue
		}
		edit := store.EditOf(row.Application)
		edit.Link, edit.Code, edit.MadeCode = choices[n].Link, choices[n].Code, choices[n].MadeCode
		edits = append(edits, edit)
	}
	return edits, nil
}

// makeMoved says why nothing was made: those who wait are others now.
func makeMoved(c store.Campaign, k kind, shown, now int) string {
	if now == 0 {
		return fmt.Sprintf("Nothing was made: no %s of %s can be made from a pattern any more.", k.lower(), esc(c.Name))
	}
	return fmt.Sprintf("Nothing was made: in %s %s can be made now, where you were shown %d. Press the button again.", esc(c.Name), count(now, string(k)), shown)
}

// makeAnswer says how many were made, how many stay TBD and why, and shows the
// first of them.
func makeAnswer(c store.Campaign, k kind, changes []store.Change, left int, stays []string, shop []slack.Block, now time.Time) bot.Message {
	first := fmt.Sprintf("Made %s of %s from %s.", count(len(changes), string(k)), esc(c.Name), copyable(brief(k.pattern(c.Terms).String(), 300)))
	switch {
	case len(changes) == 0:
		first = fmt.Sprintf("Nothing was made from the %s pattern of %s.", k, esc(c.Name))
	case left == 1:
		first += " 1 stays TBD."
	case left > 1:
		first += fmt.Sprintf(" %d stay TBD.", left)
	}
	blocks := staysBlocks(stays)
	for _, change := range changes[:min(len(changes), pageRows)] {
		blocks = append(blocks, rowBlock(change.After, now))
	}
	if more := len(changes) - pageRows; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer list %s selected`", more, c.Slug)))
	}
	blocks = append(blocks, shop...)
	return message(first, append(blocks, unsentOffer(c, afterOf(changes))...)...)
}
