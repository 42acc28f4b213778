package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
)

// find is the influencer with this handle and all their applications. An
// unknown one is a UserError that names the closest.
func (a *App) find(ctx context.Context, r *bot.Request, h store.Handle) (store.Influencer, []store.Row, error) {
	i, rows, err := a.store.FindInfluencer(ctx, r.TeamID, h)
	if errors.Is(err, store.ErrNotFound) {
		return i, nil, a.unknownHandle(ctx, r, h)
	}
	return i, rows, err
}

func (a *App) unknownHandle(ctx context.Context, r *bot.Request, h store.Handle) error {
	near, err := a.store.ClosestHandles(ctx, r.TeamID, h.String(), 3)
	if err != nil {
		return err
	}
	if len(near) == 0 {
		return &bot.UserError{Problem: fmt.Sprintf("There is no influencer @%s yet.", h), Try: "/influencer add @" + h.String()}
	}
	meant := corrected(r, h, near[0])
	for i := range near {
		near[i] = "@" + near[i]
	}
	return &bot.UserError{
		Problem: fmt.Sprintf("There is no influencer @%s. Did you mean %s?", h, orList(near)),
		Try:     meant,
		Hint:    fmt.Sprintf("To add somebody new: /influencer add @%s", h),
	}
}

// corrected is what was typed with another handle in the place of h; where the
// handle stands alone, the command that shows them.
func corrected(r *bot.Request, h store.Handle, handle string) string {
	if r.Kind != bot.KindCommand || !strings.Contains(r.Text, h.String()) || len(r.Text) > 300 {
		return "/influencer show @" + handle
	}
	return r.Slash + " " + r.Word + " " + strings.Replace(r.Text, h.String(), handle, 1)
}

// clicked is the row that a button's value or suffix names. A button that
// nobody could have made, or of a row that is not there, is a UserError.
func (a *App) clicked(ctx context.Context, r *bot.Request, id string) (store.Row, int64, error) {
	application, version, ok := readRowID(id)
	if !ok {
		return store.Row{}, 0, errForged
	}
	row, err := a.there(ctx, r, application, errForged)
	return row, version, err
}

// there is the row with this id. One that never was is answered with unknown,
// one that was taken back is a UserError too.
func (a *App) there(ctx context.Context, r *bot.Request, id int64, unknown error) (store.Row, error) {
	row, err := a.store.Application(ctx, r.TeamID, id)
	if errors.Is(err, store.ErrNotFound) {
		return row, unknown
	}
	return row, userError(err)
}

// rowIn is the row in this campaign.
func rowIn(rows []store.Row, campaign int64) (store.Row, bool) {
	for _, row := range rows {
		if row.CampaignID == campaign {
			return row, true
		}
	}
	return store.Row{}, false
}

// handleWord reads a handle; try is the command that would work.
func handleWord(w word, try string) (store.Handle, error) {
	if w.text == "" {
		return store.Handle{}, &bot.UserError{Problem: "Say which influencer, by their handle.", Try: try}
	}
	h, _, err := store.ParseHandle(w.text)
	return h, userError(err)
}
