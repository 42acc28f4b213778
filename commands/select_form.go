package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

const (
	fieldCampaign = "campaign"
	fieldPeople   = "influencers"
	fieldPaste    = "paste"
)

// A selectForm is the form Select influencer.
type selectForm struct {
	all, campaigns []store.Campaign // every one, and the live ones
	campaign       *store.Campaign
	picked         []pick
	paste          string
	text           map[kind]string
	live           string
	base           int64             // version of the one prefilled application, 0 for whatever it is
	said           map[string]string // sentences under fields, in mrkdwn
	warned         warnings
}

// A pick is an influencer picked in a form: known by id, or to be added.
type pick struct {
	id     int64
	person person
	label  string
}

func pickOf(p person, i store.Influencer) pick {
	if i.ID == 0 {
		return pick{person: p, label: "Add @" + p.handle.String()}
	}
	label := at(i)
	if i.Name != "" {
		label += " · " + i.Name
	}
	return pick{id: i.ID, person: person{handle: i.Handle}, label: label}
}

// option is the pick as a typeahead's choice; readPick reads its value.
func (p pick) option() *slack.OptionBlockObject {
	value := "h:" + p.person.handle.String()
	if p.id != 0 {
		value = "i:" + strconv.FormatInt(p.id, 10)
	}
	return option(clip(value, maxOptionValue), p.label)
}

func readPick(value, label string) (pick, error) {
	if id, ok := strings.CutPrefix(value, "i:"); ok {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 {
			return pick{}, errOldForm
		}
		return pick{id: n, label: label}, nil
	}
	h, platform, err := store.ParseHandle(strings.TrimPrefix(value, "h:"))
	if err != nil {
		return pick{}, errOldForm
	}
	return pickOf(person{handle: h, platform: platform}, store.Influencer{}), nil
}

// newSelectForm is the empty form; a team with one live campaign begins with that.
func (a *App) newSelectForm(ctx context.Context, team string) (selectForm, error) {
	all, err := a.store.Campaigns(ctx, team)
	if err != nil {
		return selectForm{}, err
	}
	form := selectForm{all: all, campaigns: live(all), text: tbdText(), said: map[string]string{}}
	switch len(form.campaigns) {
	case 0:
		return form, &bot.UserError{Problem: "There is no campaign to select for yet.", Try: "/campaign new"}
	case 1:
		form.campaign = &form.campaigns[0]
	}
	return form, nil
}

// prepared puts what is prepared for an applicant in, where nothing else was given.
func (f *selectForm) prepared(row store.Row, given map[kind]string) {
	f.base = row.Version
	f.live = string(row.GoesLive)
	for _, k := range kinds {
		if _, ok := given[k]; !ok {
			f.text[k] = k.text(row.Application)
		}
	}
}

// mode is the chosen campaign's for this kind.
func (f selectForm) mode(k kind) store.Mode {
	switch {
	case f.campaign == nil:
		return store.NotNeeded
	case k == aLink:
		return f.campaign.LinkMode
	}
	return f.campaign.CodeMode
}

// complete says whether all that the campaign needs was given.
func (f selectForm) complete(given map[kind]string) bool {
	for _, k := range kinds {
		if _, ok := given[k]; f.mode(k).Unique() && !ok {
			return false
		}
	}
	return true
}

// read turns what was typed into selections; wrong texts by field.
func (f selectForm) read() ([]store.Selection, bot.FieldErrors) {
	wrong := bot.FieldErrors{}
	var one store.Edit
	for _, k := range kinds {
		if !f.mode(k).Unique() {
			if f.text[k] != "" && f.text[k] != "TBD" {
				wrong[fieldPeople] = fmt.Sprintf("%s has no %s of one's own, so leave it out.", f.campaign.Name, k.lower())
			}
			continue
		}
		if err := k.set(&one, f.text[k]); err != nil {
			wrong[string(k)] = err.Error()
		}
	}
	date, err := store.ParseDate(f.live)
	if err != nil {
		wrong[fieldLive] = "Pick a day between 2000 and 2100."
	}
	if len(f.picked) > 1 {
		for _, k := range kinds {
			if k.text(store.Application{Link: one.Link, Code: one.Code}) != "TBD" {
				wrong[string(k)] = fmt.Sprintf("Several at once begin as TBD: each has their own %s. Leave TBD here.", k.lower())
			}
		}
	}
	selections := make([]store.Selection, len(f.picked))
	for i, p := range f.picked {
		selections[i] = store.Selection{
			InfluencerID: p.id, Handle: p.person.handle, Platform: p.person.platform,
			Link: one.Link, Code: one.Code, GoesLive: date,
		}
	}
	if len(selections) == 1 {
		selections[0].Version = f.base
	}
	return selections, wrong
}

// selectMeta is what the form's submission needs to know.
type selectMeta struct {
	Base int64  `json:"b,omitempty"`
	Seal string `json:"s,omitempty"`
}

// typedSelect is the form with what somebody typed.
func (a *App) typedSelect(ctx context.Context, r *bot.Request) (selectForm, selectMeta, error) {
	var meta selectMeta
	if err := json.Unmarshal([]byte(r.Form.Meta), &meta); err != nil || meta.Base < 0 {
		return selectForm{}, meta, errOldForm
	}
	form, err := a.newSelectForm(ctx, r.TeamID)
	if err != nil {
		return form, meta, err
	}
	form.campaign = nil
	if text := r.Form.Text(fieldCampaign); text != "" {
		if form.campaign, err = campaignByID(form.all, text); err != nil {
			return form, meta, err
		}
	}
	for i, value := range r.Form.Many(fieldPeople) {
		p, err := readPick(value, r.Form.Labels(fieldPeople)[i])
		if err != nil {
			return form, meta, err
		}
		form.picked = append(form.picked, p)
	}
	for _, k := range kinds {
		if r.Form.Has(string(k)) {
			form.text[k] = r.Form.Text(string(k))
		}
	}
	form.paste, form.live, form.base = r.Form.Text(fieldPaste), r.Form.Text(fieldLive), meta.Base
	return form, meta, nil
}

func campaignByID(campaigns []store.Campaign, text string) (*store.Campaign, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	i := slices.IndexFunc(campaigns, func(c store.Campaign) bool { return c.ID == id })
	if err != nil || i < 0 {
		return nil, errOldForm
	}
	if campaigns[i].Archived() {
		return nil, archivedError(campaigns[i])
	}
	return &campaigns[i], nil
}

// selectCampaign shows the fields that the campaign just chosen needs.
func (a *App) selectCampaign(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	if r.Form == nil {
		return nil, errOldForm
	}
	form, _, err := a.typedSelect(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Reply{Update: form.view()}, nil
}

func (a *App) saveSelect(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	form, meta, err := a.typedSelect(ctx, r)
	if err != nil {
		return nil, err
	}
	if form.campaign == nil {
		return nil, bot.FieldErrors{fieldCampaign: "Choose a campaign."}
	}
	shown := form.picked
	pasted, unread := readPasted(form.paste)
	if len(unread) > 0 {
		return nil, bot.FieldErrors{fieldPaste: fmt.Sprintf("Can't read %s as a handle or profile address.", orList(unread))}
	}
	if form.picked, err = a.merge(ctx, r.TeamID, form.picked, pasted); err != nil {
		return nil, err
	}
	switch {
	case len(form.picked) == 0:
		return nil, bot.FieldErrors{fieldPeople: "Pick at least one influencer, or paste handles below."}
	case len(form.picked) > maxAtOnce:
		return nil, bot.FieldErrors{fieldPaste: tooMany().Error()}
	}
	selections, wrong := form.read()
	if len(wrong) > 0 {
		return nil, wrong
	}
	form.picked = shown // what the form shows again; the pasted stay pasted
	seal := ""
	if r.Form.Checked(fieldAnyway, anywayYes) {
		seal = meta.Seal
	}
	reply, err := a.selectNow(ctx, r, form, selections, store.ByForm, seal)
	if said, ok := errors.AsType[*bot.UserError](err); ok && said.Field == "" {
		said.Field = fieldPeople
	}
	return reply, err
}

// readPasted reads handles and profile addresses separated by white space,
// commas or semicolons; unread are those that can't be, clipped.
func readPasted(text string) (found []person, unread []string) {
	apart := func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }
	for _, piece := range strings.FieldsFunc(text, apart) {
		h, platform, err := store.ParseHandle(piece)
		if err != nil {
			if len(unread) < 5 {
				unread = append(unread, clip(piece, 40))
			}
			continue
		}
		found = append(found, person{handle: h, platform: platform, at: true})
	}
	return found, unread
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
	merged := slices.DeleteFunc(slices.Clone(picked), func(p pick) bool { return p.id == 0 })
	for _, p := range pasted {
		next := pickOf(p, known[p.handle.Key()])
		if !slices.ContainsFunc(merged, next.same) {
			merged = append(merged, next)
		}
	}
	return merged, nil
}

// same says whether both are one influencer.
func (p pick) same(q pick) bool {
	if p.id != 0 || q.id != 0 {
		return p.id == q.id
	}
	return p.person.handle.Key() == q.person.handle.Key()
}

func (f selectForm) view() *slack.ModalViewRequest {
	campaign := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain("Choose a campaign", 150), routeSelectCampaign)
	campaign.MinQueryLength = new(int)
	if f.campaign != nil {
		campaign.InitialOption = campaignOption(*f.campaign)
	}
	choose := input(fieldCampaign, "Campaign", campaign, "", false)
	choose.DispatchAction = true
	people := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeExternal, plain("Type a handle or a name", 150), routeSelectPeople)
	people.MinQueryLength = new(int)
	for _, p := range f.picked {
		people.InitialOptions = append(people.InitialOptions, p.option())
	}
	blocks := []slack.Block{choose, input(fieldPeople, "Influencers", people, "", true)}
	blocks = append(blocks, said(f.said[fieldPeople])...)
	blocks = append(blocks, input(fieldPaste, "Or paste handles", lines(fieldPaste, f.paste),
		"Handles or profile addresses, as many as you like.", true))
	for _, k := range kinds {
		switch mode := f.mode(k); {
		case mode.Unique():
			blocks = append(blocks, k.input(f.text[k]))
			blocks = append(blocks, said(f.warned[k])...)
		case mode == store.Shared:
			shared := store.Row{Campaign: *f.campaign}
			blocks = append(blocks, fine(fmt.Sprintf("%s: %s · one shared by everyone", k.label(), copyable(k.shares(shared)))))
		}
	}
	hint := "The day they publish."
	if f.campaign != nil {
		hint = launchHint(*f.campaign)
	}
	blocks = append(blocks, input(fieldLive, "Goes live", day(fieldLive, f.live), hint, true))
	meta := selectMeta{Base: f.base}
	if f.warned.any() {
		blocks = append(blocks, anyway())
		meta.Seal = f.warned.seal()
	}
	if f.campaign != nil {
		blocks = append(blocks, terms(*f.campaign)...)
	}
	text, _ := json.Marshal(meta) //nolint:errchkjson // plain fields
	return modal(formSelect, "Select influencer", "Save", string(text), blocks)
}

// selectAnswer says who was selected, and shows the resulting state.
func selectAnswer(changes store.Changes, skipped []store.Row, now time.Time) bot.Message {
	rows := changes.Rows
	campaign := rows[0].After.Campaign
	if len(rows) == 1 && len(skipped) == 0 {
		row := rows[0].After
		return message(fmt.Sprintf("Saved. %s is selected for %s.", who(row.Influencer), esc(campaign.Name)), card(row, now)...)
	}
	first := fmt.Sprintf("Saved. %s selected for %s.", count(len(rows), "influencer"), esc(campaign.Name))
	if len(skipped) > 0 {
		first += fmt.Sprintf(" %d of those named were selected already and stay as they are.", len(skipped))
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
