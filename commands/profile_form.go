package commands

import (
	"encoding/json"
	"net/mail"
	"strings"

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

const copyOrForget = "To empty all of this for good, in history too; links and codes stay:"

// A profileForm is the forms Add influencer and, with an id, Profile.
type profileForm struct {
	meta     profileMeta
	text     map[string]string // what is typed, by field
	campaign string            // add only: the chosen one's id
	saved    map[string]string // what is saved, by field
}

// profileFields are the fields of both forms, in the order of their marks.
var profileFields = []string{fieldHandle, fieldName, fieldPlatform, fieldEmail, fieldNote}

func profileFormOf(i store.Influencer) profileForm {
	texts := profileTexts(i)
	return profileForm{meta: profileMeta{ID: i.ID, Version: i.Version, beganWith: begin(profileFields, texts)}, text: texts}
}

// profileTexts are a profile as the fields hold it.
func profileTexts(i store.Influencer) map[string]string {
	return map[string]string{
		fieldHandle: i.Handle.String(), fieldName: i.Name, fieldPlatform: i.Platform, fieldEmail: i.Email, fieldNote: i.Note,
	}
}

// profileMeta is what the form's submission needs to know.
type profileMeta struct {
	ID      int64 `json:"i,omitempty"`
	Version int64 `json:"v,omitempty"`
	openedBy
	beganWith
}

func typedProfile(in *bot.Form) (profileForm, error) {
	f := profileForm{text: map[string]string{}, campaign: in.Text(fieldCampaign)}
	if err := json.Unmarshal([]byte(in.Meta), &f.meta); err != nil || f.meta.ID < 0 {
		return f, errOldForm
	}
	for _, field := range profileFields {
		f.text[field] = in.Text(field)
	}
	return f, nil
}

// read checks what was typed; wrong texts by field. A profile address as
// the handle says the platform where none is typed.
func (f profileForm) read() (store.Profile, bot.FieldErrors) {
	wrong := bot.FieldErrors{}
	h, platform, err := store.ParseHandle(f.text[fieldHandle])
	if err != nil {
		wrong[fieldHandle] = userError(err).Error()
	}
	p := store.Profile{
		Handle: h, Name: strings.TrimSpace(f.text[fieldName]), Platform: strings.TrimSpace(f.text[fieldPlatform]),
		Email: strings.TrimSpace(f.text[fieldEmail]), Note: strings.TrimSpace(f.text[fieldNote]),
	}
	if p.Platform == "" {
		p.Platform = platform
	}
	for field, problem := range map[string]string{
		fieldName:     lineProblem(p.Name, store.MaxName),
		fieldPlatform: lineProblem(p.Platform, store.MaxPlatform),
		fieldEmail:    lineProblem(p.Email, store.MaxEmail),
		fieldNote:     textProblem(p.Note, store.MaxNote),
	} {
		if problem != "" {
			wrong[field] = problem
		}
	}
	if !emailOrNone(p.Email) {
		wrong[fieldEmail] = "Enter one email address, like name@company.example."
	}
	return p, wrong
}

// emailOrNone says whether a text is one email address and nothing beside it,
// or empty.
func emailOrNone(text string) bool {
	address, err := mail.ParseAddress(text)
	return text == "" || err == nil && address.Address == text
}

// moved is the form after somebody else changed the profile.
func (f profileForm) moved(stale *store.Stale[store.Influencer]) profileForm {
	f.saved = profileTexts(stale.Current)
	f.text, f.meta.beganWith = f.meta.catchUp(profileFields, f.text, f.saved, stale.By)
	f.meta.Version = stale.Current.Version
	return f
}

func profileShown(_, text string) string {
	if text == "" {
		return "empty"
	}
	return "“" + esc(clip(text, 300)) + "”"
}

func (f profileForm) view() *slack.ModalViewRequest {
	blocks, meant := f.meta.lead(), f.meta.said(profileFields, f.text, f.saved, profileShown)
	add := func(field, label string, element slack.BlockElement, hint string, optional bool) {
		blocks = append(blocks, input(field, label, element, hint, optional))
		blocks = append(blocks, said(meant[field])...)
	}
	handleHint := "With or without @, or a profile address."
	if f.meta.ID != 0 {
		handleHint = "The old handle keeps working."
	}
	add(fieldHandle, "Handle", typed(fieldHandle, f.text[fieldHandle]), handleHint, false)
	add(fieldName, "Name", typed(fieldName, f.text[fieldName]), "", true)
	add(fieldPlatform, "Platform", typed(fieldPlatform, f.text[fieldPlatform]), "Instagram, TikTok, YouTube…", true)
	add(fieldEmail, "Email", typed(fieldEmail, f.text[fieldEmail]), "Theirs or their manager's.", true)
	add(fieldNote, "Note", lines(fieldNote, f.text[fieldNote]), "", true)
	blocks = f.meta.renewed(f.meta.Version, blocks)
	if f.meta.ID != 0 {
		again := slack.NewAccessory(forgetButton(f.meta.ID, f.meta.Version, "this influencer"))
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn(copyOrForget), nil, again))
		return modal(formProfile, "Profile", "Save", encoded(f.meta), blocks)
	}
	campaign := typeahead(routeProfileCampaign, "None")
	add(fieldCampaign, "Campaign", campaign, "They are added as an applicant of this campaign.", true)
	return modal(formAdd, "Add influencer", "Save", encoded(f.meta), blocks)
}
