package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// selectMeta is what the form's submission needs to know.
type selectMeta struct {
	Shown shownRow `json:"r,omitzero"`
	Seal  string   `json:"s,omitempty"` // of the warnings shown
	openedBy
}

// typedSelect is the form with what somebody typed.
func (a *App) typedSelect(ctx context.Context, r *bot.Request) (selectForm, selectMeta, error) {
	var meta selectMeta
	if err := json.Unmarshal([]byte(r.Form.Meta), &meta); err != nil || meta.Shown.ID < 0 || meta.Shown.Version < 0 {
		return selectForm{}, meta, errOldForm
	}
	form, err := a.emptySelectForm(ctx, r)
	if err != nil {
		return form, meta, err
	}
	if text := r.Form.Text(fieldCampaign); text != "" {
		if form.campaign, err = campaignByID(form.all, text); err != nil {
			return form, meta, err
		}
	}
	labels := r.Form.Labels(fieldPeople)
	for i, value := range r.Form.Many(fieldPeople) {
		p, err := readPick(value, labels[i])
		if err != nil {
			return form, meta, err
		}
		form.pick(p)
	}
	for _, k := range kinds {
		if r.Form.Has(string(k)) {
			form.text[k] = r.Form.Text(string(k))
		}
	}
	form.fill = fillAsked(r.Form)
	form.paste, form.live, form.shown = r.Form.Text(fieldPaste), r.Form.Text(fieldLive), meta.Shown
	return form, meta, nil
}

// read turns what was typed into what is selected with; wrong texts by field.
func (f selectForm) read() (store.Selection, bot.FieldErrors) {
	wrong := bot.FieldErrors{}
	var edit store.Edit
	for _, k := range kinds {
		if !f.mode(k).Unique() {
			continue
		}
		if err := k.set(&edit, f.text[k]); err != nil {
			wrong[string(k)] = err.Error()
		} else if len(f.picked) > 1 && k.text(store.Application{Link: edit.Link, Code: edit.Code}) != tracking.TBD {
			wrong[string(k)] = fmt.Sprintf("Several at once begin as TBD, because each has their own %s. Leave TBD here.", k.lower())
		}
	}
	date, err := store.ParseDate(f.live)
	if err != nil {
		wrong[fieldLive] = sayDay
	}
	return store.Selection{Link: edit.Link, Code: edit.Code, GoesLive: date}, wrong
}

// leaveOut says why a link or code can't be given where nobody has their own.
func (k kind) leaveOut(c store.Campaign) string {
	if k.of(c.Terms) == store.Shared {
		return fmt.Sprintf("In %s everyone shares one %s, so leave it out.", c.Name, k.lower())
	}
	return fmt.Sprintf("%s needs no %s, so leave it out.", c.Name, k.lower())
}

// selectCampaign shows the fields that the campaign just chosen needs, and what
// its patterns make for whoever was just picked.
func (a *App) selectCampaign(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	if r.Form == nil {
		return nil, errForged
	}
	form, _, err := a.typedSelect(ctx, r)
	if err != nil {
		return nil, err
	}
	return a.showSelect(ctx, r, form)
}

// showSelect opens the form, or puts it in the place of the one that somebody
// acted in.
func (a *App) showSelect(ctx context.Context, r *bot.Request, form selectForm) (*bot.Reply, error) {
	view, err := a.selectView(ctx, r.TeamID, form)
	if err != nil {
		return nil, err
	}
	return showForm(r, view), nil
}

// selectView is the form with what the campaign's patterns make for the one who
// is picked.
func (a *App) selectView(ctx context.Context, team string, form selectForm) (*slack.ModalViewRequest, error) {
	if form.campaign == nil || len(form.picked) != 1 || len(fillable(form.campaign.Terms)) == 0 {
		return form.view(), nil
	}
	p := form.picked[0]
	them := store.Influencer{Profile: store.Profile{Handle: p.person.handle}}
	if p.id != 0 {
		var err error
		if them, err = a.store.Influencer(ctx, team, p.id); errors.Is(err, store.ErrNotFound) {
			return nil, errOldForm
		} else if err != nil {
			return nil, err
		}
	}
	form.foretold = foretell(them, *form.campaign, fillable(form.campaign.Terms))
	return form.view(), nil
}
