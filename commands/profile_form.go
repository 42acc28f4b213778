package commands

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

const (
	formAdd              = "add"
	formProfile          = "profile"
	routeProfileCampaign = "profile.campaign"

	fieldHandle   = "handle"
	fieldName     = "name"
	fieldPlatform = "platform"
	fieldEmail    = "email"
)

// A profileForm is the forms Add influencer and, with an id, Profile.
type profileForm struct {
	id, version                         int64
	handle, name, platform, email, note string
	campaign                            string            // add only: the chosen one's id
	said                                map[string]string // under fields, in mrkdwn
}

func profileFormOf(i store.Influencer) profileForm {
	return profileForm{
		id: i.ID, version: i.Version,
		handle: i.Handle.String(), name: i.Name, platform: i.Platform, email: i.Email, note: i.Note,
	}
}

// profileMeta is what the form's submission needs to know.
type profileMeta struct {
	ID      int64 `json:"i,omitempty"`
	Version int64 `json:"v,omitempty"`
}

func typedProfile(in *bot.Form) (profileForm, error) {
	var meta profileMeta
	if err := json.Unmarshal([]byte(in.Meta), &meta); err != nil || meta.ID < 0 {
		return profileForm{}, errOldForm
	}
	return profileForm{
		id: meta.ID, version: meta.Version,
		handle: in.Text(fieldHandle), name: in.Text(fieldName), platform: in.Text(fieldPlatform),
		email: in.Text(fieldEmail), note: in.Text(fieldNote), campaign: in.Text(fieldCampaign),
	}, nil
}

// read checks what was typed; wrong texts by field. A profile address as
// the handle says the platform where none is typed.
func (f profileForm) read() (store.Profile, bot.FieldErrors) {
	wrong := bot.FieldErrors{}
	h, platform, err := store.ParseHandle(f.handle)
	if err != nil {
		wrong[fieldHandle] = userError(err).Error()
	}
	p := store.Profile{
		Handle: h, Name: strings.TrimSpace(f.name), Platform: strings.TrimSpace(f.platform),
		Email: strings.TrimSpace(f.email), Note: strings.TrimSpace(f.note),
	}
	if p.Platform == "" {
		p.Platform = platform
	}
	for _, limit := range []struct {
		field, what, text string
		most              int
	}{
		{fieldName, "A name", p.Name, store.MaxName},
		{fieldPlatform, "A platform", p.Platform, store.MaxPlatform},
		{fieldEmail, "An email address", p.Email, store.MaxEmail},
		{fieldNote, "A note", p.Note, store.MaxNote},
	} {
		if n := utf8.RuneCountInString(limit.text); n > limit.most {
			wrong[limit.field] = fmt.Sprintf("%s can have %d characters at most. This has %d.", limit.what, limit.most, n)
		} else if limit.field != fieldNote && strings.ContainsFunc(limit.text, unicode.IsControl) {
			wrong[limit.field] = limit.what + " is one line of text."
		}
	}
	if address, err := mail.ParseAddress(p.Email); p.Email != "" && (err != nil || address.Address != p.Email) {
		wrong[fieldEmail] = "Enter one email address, like name@company.example."
	}
	return p, wrong
}

// moved is the form after somebody else changed the profile.
func (f profileForm) moved(stale *store.Stale) profileForm {
	now := profileFormOf(*stale.Profile)
	f.version, f.said = now.version, map[string]string{}
	for field, pair := range map[string][2]string{
		fieldHandle: {now.handle, f.handle}, fieldName: {now.name, f.name}, fieldPlatform: {now.platform, f.platform},
		fieldEmail: {now.email, f.email}, fieldNote: {now.note, f.note},
	} {
		if pair[0] != pair[1] {
			f.said[field] = fmt.Sprintf("<@%s> changed this profile meanwhile. Here it says %s now; Save replaces it.",
				stale.By, orNothing(esc(clip(pair[0], 300))))
		}
	}
	return f
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

func (f profileForm) view() *slack.ModalViewRequest {
	var blocks []slack.Block
	add := func(field, label string, element slack.BlockElement, hint string, optional bool) {
		blocks = append(blocks, input(field, label, element, hint, optional))
		blocks = append(blocks, said(f.said[field])...)
	}
	handleHint := "With or without @, or a profile address."
	if f.id != 0 {
		handleHint = "The old handle keeps working."
	}
	add(fieldHandle, "Handle", typed(fieldHandle, f.handle), handleHint, false)
	add(fieldName, "Name", typed(fieldName, f.name), "", true)
	add(fieldPlatform, "Platform", typed(fieldPlatform, f.platform), "Instagram, TikTok, YouTube…", true)
	add(fieldEmail, "Email", typed(fieldEmail, f.email), "Theirs or their manager's.", true)
	add(fieldNote, "Note", lines(fieldNote, f.note), "", true)
	meta, _ := json.Marshal(profileMeta{f.id, f.version}) //nolint:errchkjson // plain fields
	if f.id != 0 {
		return modal(formProfile, "Profile", "Save", string(meta), blocks)
	}
	campaign := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain("None", 150), routeProfileCampaign)
	campaign.MinQueryLength = new(int)
	add(fieldCampaign, "Campaign", campaign, "They are added as an applicant of this campaign.", true)
	return modal(formAdd, "Add influencer", "Save", string(meta), blocks)
}
