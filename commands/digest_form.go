package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

const (
	formDigest      = "digest"
	routeDigestZone = "digest.zone"

	fieldTime = "time"
	fieldZone = "zone"
	fieldDays = "days"
)

// A digestForm is the form Daily digest: what is typed in it, and what is saved.
type digestForm struct {
	meta  digestMeta
	text  map[string]string // by field
	saved map[string]string
}

// digestFields are the form's fields, in the order of their marks.
var digestFields = []string{fieldTime, fieldZone, fieldDays, fieldChannel}

func digestFormOf(set store.Settings) digestForm {
	texts := digestTexts(set)
	return digestForm{
		meta: digestMeta{Version: set.Version, beganWith: begin(digestFields, texts)}, text: texts, saved: texts,
	}
}

// digestTexts are settings as the fields hold them: days each by its name.
func digestTexts(set store.Settings) map[string]string {
	on, _ := parseDays(set.Days)
	var days []string
	for n := range weekdays {
		if d := (n + 1) % len(weekdays); on[d] {
			days = append(days, weekdays[d])
		}
	}
	return map[string]string{
		fieldTime: set.At, fieldZone: set.TZ, fieldDays: strings.Join(days, ","), fieldChannel: set.Channel,
	}
}

// digestFormNow is the form with what holds now. Where no zone holds yet, it
// begins with the person's own.
func (a *App) digestFormNow(ctx context.Context, r *bot.Request) (digestForm, error) {
	set, err := a.settings(ctx)
	if err != nil || set.TZ != "" {
		return digestFormOf(set), err
	}
	campaigns, err := a.store.Campaigns(ctx, a.identity.TeamID)
	if err != nil {
		return digestForm{}, err
	}
	if set.TZ, err = a.firstZone(ctx, campaigns); err != nil {
		return digestForm{}, err
	}
	if set.TZ == "" && readableZone(r.User.TimeZone) {
		set.TZ = r.User.TimeZone
	}
	return digestFormOf(set), nil
}

func (f digestForm) view() *slack.ModalViewRequest {
	at := slack.NewTimePickerBlockElement(fieldTime)
	at.InitialTime = f.text[fieldTime]
	zone := typeahead(routeDigestZone, "Type a city")
	if f.text[fieldZone] != "" {
		zone.InitialOption = option(f.text[fieldZone], zoneLabel(f.text[fieldZone]))
	}
	blocks, meant := f.meta.lead(), f.meta.said(digestFields, f.text, f.saved, digestShown)
	add := func(block slack.Block, field string) {
		blocks = append(append(blocks, block), said(meant[field])...)
	}
	add(input(fieldTime, "Time", at, "", false), fieldTime)
	add(input(fieldZone, "Time zone", zone, "", false), fieldZone)
	add(input(fieldDays, "Days", f.dayBoxes(), "", false), fieldDays)
	add(input(fieldChannel, "Default channel", channelMenu(fieldChannel, f.text[fieldChannel]), "For campaigns without their own. Empty: direct messages to the owners.", true), fieldChannel)
	blocks = f.meta.renewed(f.meta.Version, blocks)
	return modal(formDigest, "Daily digest", "Save", encoded(f.meta), blocks)
}

// dayBoxes are the days of the week, from Monday.
func (f digestForm) dayBoxes() *slack.CheckboxGroupsBlockElement {
	on, _ := parseDays(f.text[fieldDays])
	boxes := slack.NewCheckboxGroupsBlockElement(fieldDays)
	for n := range weekdays {
		d := (n + 1) % len(weekdays)
		box := option(dayName(weekdays[d]), weekdays[d])
		boxes.Options = append(boxes.Options, box)
		if on[d] {
			boxes.InitialOptions = append(boxes.InitialOptions, box)
		}
	}
	return boxes
}

// digestShown is what a field holds, in mrkdwn.
func digestShown(field, text string) string {
	switch {
	case text == "":
		return "empty"
	case field == fieldZone:
		return esc(zoneLabel(text))
	case field == fieldDays:
		days, _ := parseDays(text)
		return daysWords(days)
	case field == fieldChannel:
		return "<#" + text + ">"
	}
	return text
}

type digestMeta struct {
	Version int64 `json:"v"`
	openedBy
	beganWith
}

// saveDigest saves the form Daily digest.
func (a *App) saveDigest(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	var meta digestMeta
	if err := json.Unmarshal([]byte(r.Form.Meta), &meta); err != nil {
		return nil, errOldForm
	}
	set := store.Settings{
		Version: meta.Version,
		At:      r.Form.Text(fieldTime), TZ: r.Form.Text(fieldZone),
		Days: strings.Join(r.Form.Many(fieldDays), ","), Channel: r.Form.Text(fieldChannel),
	}
	wrong := bot.FieldErrors{}
	if _, err := parseAt(set.At); err != nil {
		wrong[fieldTime] = "Choose a time of day."
	}
	if _, err := loadZone(set.TZ); err != nil {
		wrong[fieldZone] = "Choose a time zone from the list."
	}
	if _, err := parseDays(set.Days); err != nil {
		wrong[fieldDays] = "Choose at least one day."
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	now, err := a.settings(ctx)
	if err != nil {
		return nil, err
	}
	if set.Channel != "" && set.Channel != now.Channel {
		if err := a.checkChannel(ctx, set.Channel); err != nil {
			return nil, err
		}
	}
	saved, err := a.store.SaveSettings(ctx, act(r), meta.Version, set)
	if stale, ok := errors.AsType[*store.Stale[store.Settings]](err); ok {
		return a.digestMoved(ctx, meta, set, stale)
	}
	if err != nil {
		return nil, userError(err)
	}
	return bot.Say(message("Saved. " + digestWords(saved))), nil
}

// digestMoved is the form after somebody else changed the settings.
func (a *App) digestMoved(ctx context.Context, meta digestMeta, typed store.Settings, stale *store.Stale[store.Settings]) (*bot.Reply, error) {
	now, err := a.settings(ctx)
	if err != nil {
		return nil, err
	}
	form := digestFormOf(now)
	form.meta.openedBy = meta.openedBy
	form.text, form.meta.beganWith = meta.catchUp(digestFields, digestTexts(typed), form.saved, stale.By)
	return &bot.Reply{Update: form.view()}, nil
}

// digestWords say when and where the digest comes.
func digestWords(set store.Settings) string {
	days, _ := parseDays(set.Days)
	text := fmt.Sprintf("The digest comes at %s (%s), %s, in each campaign's channel, else ", set.At, esc(zoneLabel(set.TZ)), daysWords(days))
	if set.Channel == "" {
		return text + "as a direct message to its owners."
	}
	return text + "in <#" + set.Channel + ">."
}
