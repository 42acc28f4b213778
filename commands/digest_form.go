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

	fieldTime    = "time"
	fieldZone    = "zone"
	fieldDays    = "days"
	fieldChannel = "channel"
)

// A digestForm is the form Daily digest.
type digestForm struct {
	set  store.Settings
	said map[string]string
}

// digestFormNow is the form with what holds now. Where no zone holds yet, it
// begins with the person's own.
func (a *App) digestFormNow(ctx context.Context, r *bot.Request) (digestForm, error) {
	set, err := a.settings(ctx)
	if err != nil || set.TZ != "" {
		return digestForm{set: set}, err
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
	return digestForm{set: set}, nil
}

func (f digestForm) view() *slack.ModalViewRequest {
	at := slack.NewTimePickerBlockElement(fieldTime)
	at.InitialTime = f.set.At
	zone := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain("Type a city", 150), routeDigestZone)
	zone.MinQueryLength = new(int)
	if f.set.TZ != "" {
		zone.InitialOption = option(f.set.TZ, zoneLabel(f.set.TZ))
	}
	channel := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, plain("None", 150), fieldChannel)
	channel.Filter = &slack.SelectBlockElementFilter{
		Include: []string{"public", "private"}, ExcludeExternalSharedChannels: true, ExcludeBotUsers: true,
	}
	channel.InitialConversation = f.set.Channel
	var blocks []slack.Block
	add := func(block slack.Block, field string) {
		blocks = append(append(blocks, block), said(f.said[field])...)
	}
	add(input(fieldTime, "Time", at, "", false), fieldTime)
	add(input(fieldZone, "Time zone", zone, "", false), fieldZone)
	add(input(fieldDays, "Days", f.dayBoxes(), "", false), fieldDays)
	add(input(fieldChannel, "Default channel", channel, "For campaigns without their own. Empty: direct messages to the owners.", true), fieldChannel)
	meta, _ := json.Marshal(digestMeta{f.set.Version}) //nolint:errchkjson // plain fields
	return modal(formDigest, "Daily digest", "Save", string(meta), blocks)
}

// dayBoxes are the days of the week, from Monday.
func (f digestForm) dayBoxes() *slack.CheckboxGroupsBlockElement {
	on, _ := parseDays(f.set.Days)
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

type digestMeta struct {
	Version int64 `json:"v"`
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
	saved, err := a.store.SaveSettings(ctx, act(r, store.ByForm), meta.Version, set)
	if stale, ok := errors.AsType[*store.Stale](err); ok {
		return a.digestMoved(ctx, set, stale)
	}
	if err != nil {
		return nil, userError(err)
	}
	return bot.Say(message("Saved. " + digestWords(saved))), nil
}

// digestMoved is the form after somebody else changed the settings.
func (a *App) digestMoved(ctx context.Context, typed store.Settings, stale *store.Stale) (*bot.Reply, error) {
	now, err := a.settings(ctx)
	if err != nil {
		return nil, err
	}
	form := digestForm{set: typed, said: map[string]string{
		fieldTime: fmt.Sprintf("<@%s> changed the settings meanwhile. Now: %s Save replaces that.", stale.By, digestWords(now)),
	}}
	form.set.Version = now.Version
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
