package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

const (
	fieldPeople = "influencers"
	fieldPaste  = "paste"
)

// A selectForm is the form Select influencer.
type selectForm struct {
	all, campaigns []store.Campaign // every one, and the live ones
	way            store.Way        // by which it was opened
	campaign       *store.Campaign
	picked         []pick
	paste          string
	text           map[kind]string
	live           string
	fill           map[kind]bool     // filled in from the pattern
	foretold       string            // what the patterns make, in mrkdwn
	shown          shownRow          // the one application that was prefilled
	said           map[string]string // sentences under fields, in mrkdwn
	warned         warnings
}

// selectFields are the fields that show what is prepared. They are the first
// of the edit form's, which this form may turn into.
var selectFields = editFields[:3]

// A shownRow is an application with the version that a form shows, and what
// its fields began with.
type shownRow struct {
	ID      int64 `json:"a,omitempty"`
	Version int64 `json:"v,omitempty"`
	beganWith
}

// A pick is an influencer picked in a form: known by id, or to be added.
type pick struct {
	id     int64
	person person
	label  string
}

// What a pick's value begins with.
const (
	pickKnown = "i:" // then the influencer's id
	pickNew   = "h:" // then the handle, and after a colon the platform
)

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
	if p.id != 0 {
		return option(pickKnown+strconv.FormatInt(p.id, 10), p.label)
	}
	return option(pickNew+p.person.handle.String()+":"+p.person.platform, p.label)
}

func readPick(value, label string) (pick, error) {
	if id, ok := strings.CutPrefix(value, pickKnown); ok {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 {
			return pick{}, errOldForm
		}
		return pick{id: n, label: label}, nil
	}
	text, ok := strings.CutPrefix(value, pickNew)
	text, platform, _ := strings.Cut(text, ":")
	h, _, err := store.ParseHandle(text)
	if !ok || err != nil || len(platform) > store.MaxPlatform {
		return pick{}, errOldForm
	}
	return pickOf(person{handle: h, platform: platform, at: true}, store.Influencer{}), nil
}

// name names the pick in mrkdwn.
func (p pick) name() string {
	name, _, _ := strings.Cut(strings.TrimPrefix(p.label, "Add "), " · ")
	return strong(name)
}

// same says whether both are one influencer.
func (p pick) same(q pick) bool {
	if p.id != 0 || q.id != 0 {
		return p.id == q.id
	}
	return p.person.handle.Key() == q.person.handle.Key()
}

// pick picks somebody, once.
func (f *selectForm) pick(p pick) {
	if !slices.ContainsFunc(f.picked, p.same) {
		f.picked = append(f.picked, p)
	}
}

// newSelectForm is the empty form; a team with one live campaign begins with
// that, and one with none is told what to do first.
func (a *App) newSelectForm(ctx context.Context, r *bot.Request) (selectForm, error) {
	form, err := a.emptySelectForm(ctx, r)
	switch {
	case err != nil:
		return form, err
	case len(form.campaigns) == 0:
		return form, unknownCampaign(form.all, "", "")
	case len(form.campaigns) == 1:
		form.campaign = &form.campaigns[0]
	}
	return form, nil
}

func (a *App) emptySelectForm(ctx context.Context, r *bot.Request) (selectForm, error) {
	all, err := a.store.Campaigns(ctx, r.TeamID)
	return selectForm{
		all: all, campaigns: live(all), way: wayOf(r), said: map[string]string{},
		text: map[kind]string{aLink: tracking.TBD, aCode: tracking.TBD},
	}, err
}

// rows are the applications of those picked who are known, by the influencer's
// id.
func (f selectForm) rows(ctx context.Context, s *store.Store, team string) (map[int64]store.Row, error) {
	var ids []int64
	for _, p := range f.picked {
		if p.id != 0 {
			ids = append(ids, p.id)
		}
	}
	return s.ApplicationsOf(ctx, team, f.campaign.ID, ids)
}

// prepared puts what is prepared for an applicant in, where nothing else was given.
func (f *selectForm) prepared(row store.Row, given map[kind]string) {
	f.shown = shownRow{row.ID, row.Version, begin(selectFields, rowTexts(row))}
	f.live = string(row.GoesLive)
	for _, k := range kinds {
		if _, ok := given[k]; !ok && f.mode(k).Unique() {
			f.text[k] = k.text(row.Application)
		}
	}
}

// typed is what the form has in the fields that show what is prepared.
func (f selectForm) typed() map[string]string {
	texts := map[string]string{fieldLive: f.live}
	for _, k := range kinds {
		if f.mode(k).Unique() {
			texts[string(k)] = f.text[k]
		}
	}
	return texts
}

// given is the form's text for each of the kinds that a command gave.
func (f selectForm) given(in map[kind]string) map[kind]string {
	texts := map[kind]string{}
	for k := range in {
		texts[k] = f.text[k]
	}
	return texts
}

// mode is the chosen campaign's for this kind.
func (f selectForm) mode(k kind) store.Mode {
	if f.campaign == nil {
		return store.NotNeeded
	}
	return k.of(f.campaign.Terms)
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

func (f selectForm) view() *slack.ModalViewRequest {
	blocks := f.whoBlocks()
	for _, k := range kinds {
		blocks = append(blocks, f.share(k)...)
	}
	if f.campaign != nil {
		blocks = append(blocks, fillInput(f.campaign.Terms, fillable(f.campaign.Terms), f.fill, f.foretold)...)
	}
	hint := "The day they publish."
	if f.campaign != nil {
		hint = launchHint(*f.campaign)
	}
	blocks = append(blocks, input(fieldLive, "Goes live", day(fieldLive, f.live), hint, true))
	blocks = append(blocks, said(f.said[fieldLive])...)
	meta := selectMeta{Shown: f.shown, openedBy: openedBy{f.way}}
	if f.warned.any() {
		meta.Seal = f.warned.seal()
	}
	if f.campaign != nil {
		blocks = append(blocks, terms(*f.campaign)...)
	}
	blocks = f.shown.renewed(f.shown.Version, blocks)
	return modal(formSelect, "Select influencer", "Save", encoded(meta), blocks)
}

// whoBlocks ask for which campaign, and whom.
func (f selectForm) whoBlocks() []slack.Block {
	campaign := typeahead(routeSelectCampaign, "Choose a campaign")
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
	whom := input(fieldPeople, "Influencers", people, "", true)
	whom.DispatchAction = f.campaign != nil && len(fillable(f.campaign.Terms)) > 0 // to tell what the pattern makes
	blocks := []slack.Block{choose, whom}
	blocks = append(blocks, said(f.said[fieldPeople])...)
	return append(blocks, input(fieldPaste, "Or paste handles", lines(fieldPaste, f.paste),
		"Handles or profile addresses, as many as you like.", true))
}

// share is the field for a link or code, or where everyone shares one, that one.
func (f selectForm) share(k kind) []slack.Block {
	switch mode := f.mode(k); {
	case mode == store.Shared:
		return []slack.Block{fine(fmt.Sprintf("%s: %s · one shared by everyone", k.label(), copyable(k.sharedOf(f.campaign.Terms))))}
	case !mode.Unique():
		return nil
	}
	blocks := append([]slack.Block{k.input(f.text[k])}, said(f.said[string(k)])...)
	return append(blocks, f.warned.under(k)...)
}
