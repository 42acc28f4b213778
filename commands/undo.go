package commands

import (
	"context"
	"errors"
	"slices"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// The button Undo
//
// It is in every answer that changed something, and carries the request that
// did. What was before is restored as a new change, unless somebody changed it
// since; that can be undone in its turn. Whom it brought into a campaign is in
// it no more, as if they had never been.

const routeUndo = "undo"

const copyUndo = "Undo"

// undoing holds the route; it is no command by itself.
func (a *App) undoing() bot.Command {
	return bot.Command{Clicks: []bot.Route{{ID: routeUndo, Who: bot.Editors, Run: a.clickUndo}}}
}

// undoButton undoes what the request with this id changed.
func undoButton(request string) slack.BlockElement {
	return button(copyUndo, routeUndo, "", request)
}

// undoable is the answer to a request, with *Undo* when it changed something.
func undoable(r *bot.Request, changed bool, m bot.Message) bot.Message {
	if !changed {
		return m
	}
	if more, fits := withButtons(m, undoButton(r.ID)); fits {
		return more
	}
	m.Blocks = append(slices.Clip(m.Blocks[:maxBlocks-1]), actions(undoButton(r.ID)))
	return m
}

// changedAny says whether one of them was changed.
func changedAny(changes []store.Change) bool {
	for _, c := range changes {
		if c.Before.Version != c.After.Version {
			return true
		}
	}
	return false
}

// clickUndo is *Undo*; its value is the request that is undone.
func (a *App) clickUndo(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	if r.Value == "" || len(r.Value) > maxButtonValue {
		return nil, errForged
	}
	if err := a.nameFree(ctx, r); err != nil {
		return nil, err
	}
	n, err := a.store.CountChanged(ctx, r.TeamID, r.Value)
	if err != nil {
		return nil, err
	}
	return nowOrLater(ctx, n, func(ctx context.Context) (*bot.Message, error) { return a.undone(ctx, r) })
}

// undone undoes the request, and is the answer.
func (a *App) undone(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	undone, err := a.store.Undo(ctx, actBy(r, store.ByUndo), r.Value)
	if errors.Is(err, store.ErrNotFound) {
		return nil, &bot.UserError{Problem: "There is nothing here that could be undone.", Hint: "Who changed what: /influencer history @maya.glow"}
	}
	if err != nil {
		return nil, userError(err)
	}
	var counts *store.CampaignCounts
	if shown := campaignsShown(undone); len(shown) > 0 {
		counts = a.counted(ctx, r, shown[0])
	}
	answer := undoAnswer(undone, counts, a.coversNow(ctx, r), local(r))
	for _, c := range undone.Terms {
		answer.Blocks = append(answer.Blocks, a.sharedOffer(ctx, r.TeamID, c)...)
	}
	if len(undone.Rows) > 1 { // of one it stands on the card
		answer = withOffer(answer, a.shopOffer(ctx, r, undone.Rows))
	}
	return new(undoable(r, !undone.Nothing(), answer)), nil
}

// nameFree is a UserError when undoing would give a campaign a name that a live
// one took meanwhile: a name would not tell them apart.
func (a *App) nameFree(ctx context.Context, r *bot.Request) error {
	done, found, err := a.store.CampaignDone(ctx, store.Act{Team: r.TeamID, Request: r.Value})
	if err != nil || !found || done.Before.ID == 0 || done.Before.Archived() {
		return err
	}
	if !done.After.Archived() && done.After.Name == done.Before.Name {
		return nil
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return err
	}
	if other, ok := sameName(campaigns, done.Before.Name, done.Before.ID); ok {
		return &bot.UserError{
			Problem: "A live campaign, " + other.Slug + ", has the name " + done.Before.Name + " now. Rename that one first, then press Undo again.",
			Try:     "/campaign edit " + other.Slug,
		}
	}
	return nil
}
