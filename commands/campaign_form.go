package commands

import (
	"fmt"
	"strings"

	"codekeeper/store"

	"github.com/slack-go/slack"
)

// The callback ids of the two forms, and the action id of their two menus.
const (
	formNewCampaign   = "campaign.new"
	formEditCampaign  = "campaign.edit"
	routeCampaignMode = "campaign.mode"
)

// The fields of both forms, beside those of a link and a code.
const (
	termName       = "name"
	termHowTo      = "how_to"
	termMessage    = "message"
	termFee        = "fee"
	termCommission = "commission"
	termOwners     = "owners"
	termLaunches   = "launches"
	termEnds       = "ends"
)

// modeTerm is the field that says how links or codes are handled.
func (k kind) modeTerm() string { return string(k) + "_mode" }

// sharedTerm is the field of the one that everyone shares.
func (k kind) sharedTerm() string { return "shared_" + string(k) }

// campaignFields are all fields in the order of the form. Forms that are
// open carry marks in this order.
var campaignFields = []string{
	termName, aLink.modeTerm(), aCode.modeTerm(), aLink.sharedTerm(), aCode.sharedTerm(),
	aLink.patternTerm(), aCode.patternTerm(), termHowTo,
	termMessage, termFee, termCommission, termOwners, fieldChannel, termLaunches, termEnds,
}

// The words people see.
const (
	labelHowTo     = "How influencers get theirs"
	labelMessage   = "Message to influencers"
	labelFee       = "Fee per deliverable"
	labelOwners    = "Owners"
	labelChannel   = "Digest channel"
	hintSlug       = "Commands use a short form of it, which stays when you rename the campaign."
	hintMode       = "Unique ones are strongly recommended: only they tell what each influencer brings."
	hintModeLater  = "A change holds for later selections. Who is selected keeps theirs."
	hintShared     = "TBD until you know it. A change is for everyone selected."
	hintEarlier    = "For those selected while everyone shared one."
	hintHowTo      = "The address of your affiliate program, and the steps to get a link or code there."
	hintFee        = "As agreed, with its currency. Recorded, not paid here."
	hintCommission = "A note only: not calculated or paid here. Sales payouts belong in your affiliate or ecommerce system."
	hintOwners     = "They are mentioned in the digest, for what waits for them."
	hintChannel    = "Empty: the default channel, else a direct message to the owners."
)

// modeLabel is the choice as people see it.
func modeLabel(m store.Mode) string {
	switch m {
	case store.NotNeeded:
		return "Not needed"
	case store.UniqueOurs:
		return "Unique, we make it"
	case store.UniqueProgram:
		return "Unique, from our affiliate program"
	case store.Shared:
		return "One shared by everyone"
	}
	return string(m)
}

// A campaignForm is the form New campaign or Edit campaign: what is saved,
// what is typed, and what has to be said about it.
type campaignForm struct {
	saved  store.Campaign // the zero Campaign for a new one
	meta   campaignMeta
	text   map[string]string // what is typed or chosen, by field; owners with a space between
	warned warnings
}

// newCampaignForm is the form as it opens for somebody in a channel. name
// may be "".
func newCampaignForm(name, user, channel string) campaignForm {
	return campaignForm{text: termTexts(store.Terms{
		Name:      name,
		LinkMode:  store.UniqueOurs,
		CodeMode:  store.UniqueOurs,
		Owners:    []string{user},
		ChannelID: channel,
	})}
}

// campaignFormOf is the form as it opens on a campaign.
func campaignFormOf(c store.Campaign) campaignForm {
	texts := termTexts(c.Terms)
	return campaignForm{saved: c, meta: campaignMeta{ID: c.ID, Version: c.Version, beganWith: begin(campaignFields, texts)}, text: texts}
}

// termTexts are terms as the fields hold them.
func termTexts(t store.Terms) map[string]string {
	return map[string]string{
		termName:            t.Name,
		aLink.modeTerm():    string(t.LinkMode),
		aCode.modeTerm():    string(t.CodeMode),
		aLink.sharedTerm():  t.SharedLink.String(),
		aCode.sharedTerm():  t.SharedCode.String(),
		aLink.patternTerm(): t.LinkPattern,
		aCode.patternTerm(): t.CodePattern,
		termHowTo:           t.HowTo,
		termMessage:         t.Message,
		termFee:             t.Fee,
		termCommission:      t.Commission,
		termOwners:          strings.Join(t.Owners, " "),
		fieldChannel:        t.ChannelID,
		termLaunches:        string(t.Launches),
		termEnds:            string(t.Ends),
	}
}

// chosen is the mode that is chosen for this kind.
func (f campaignForm) chosen(k kind) store.Mode { return store.Mode(f.text[k.modeTerm()]) }

// earlier says whether somebody shares the campaign's link or code who was
// selected before the mode changed.
func (f campaignForm) earlier(k kind) bool { return strings.Contains(f.meta.Earlier, string(k)[:1]) }

// sharing says whether somebody shares the campaign's link or code as it is
// saved.
func (f campaignForm) sharing(k kind) bool {
	return f.earlier(k) || f.saved.ID != 0 && k.of(f.saved.Terms) == store.Shared
}

// shows says whether a field applies.
func (f campaignForm) shows(field string) bool {
	switch field {
	case aLink.sharedTerm():
		return f.chosen(aLink) == store.Shared || f.earlier(aLink)
	case aCode.sharedTerm():
		return f.chosen(aCode) == store.Shared || f.earlier(aCode)
	case aLink.patternTerm():
		return f.chosen(aLink) == store.UniqueOurs
	case aCode.patternTerm():
		return f.chosen(aCode) == store.UniqueOurs
	case termHowTo:
		return f.chosen(aLink) == store.UniqueProgram || f.chosen(aCode) == store.UniqueProgram
	}
	return true
}

func (f campaignForm) view() *slack.ModalViewRequest {
	blocks := f.meta.lead()
	meant := f.meta.said(campaignFields, f.text, termTexts(f.saved.Terms), termWords)
	for _, field := range campaignFields {
		if f.shows(field) {
			blocks = append(blocks, f.input(field))
			blocks = append(blocks, said(meant[field])...)
			blocks = append(blocks, f.warning(field)...)
		}
	}
	blocks = f.meta.renewed(f.meta.Version, blocks)
	if f.saved.ID == 0 {
		return modal(formNewCampaign, "New campaign", "Save", f.carried().encode(), blocks)
	}
	return modal(formEditCampaign, "Edit campaign", "Save", f.carried().encode(), blocks)
}

// carried is what the form carries now: its warnings' seal, and what was
// typed into fields that don't apply, for when they do again.
func (f campaignForm) carried() campaignMeta {
	m, saved := f.meta, termTexts(f.saved.Terms)
	m.Seal, m.Kept = "", map[string]string{}
	if f.warned.any() {
		m.Seal = f.warned.seal()
	}
	for _, field := range campaignFields {
		if !f.shows(field) && f.text[field] != saved[field] {
			m.Kept[field] = f.text[field]
		}
	}
	return m
}

// warning is the warning under the field of what is shared, or else of what
// theirs are made from.
func (f campaignForm) warning(field string) []slack.Block {
	for _, k := range kinds {
		if field == k.sharedTerm() || field == k.patternTerm() && !f.shows(k.sharedTerm()) {
			return f.warned.under(k)
		}
	}
	return nil
}

// input is one field.
func (f campaignForm) input(field string) slack.Block {
	text := f.text[field]
	switch field {
	case termName:
		return input(field, "Name", typed(field, text), f.nameHint(), false)
	case aLink.modeTerm():
		return f.modeInput(aLink)
	case aCode.modeTerm():
		return f.modeInput(aCode)
	case aLink.sharedTerm():
		return input(field, "Shared link", typed(field, text), f.sharedHint(aLink), false)
	case aCode.sharedTerm():
		return input(field, "Shared code", typed(field, text), f.sharedHint(aCode), false)
	case aLink.patternTerm():
		return input(field, "Link pattern", typed(field, text), patternHint(aLink, text), true)
	case aCode.patternTerm():
		return input(field, "Code pattern", typed(field, text), patternHint(aCode, text), true)
	case termHowTo:
		return input(field, labelHowTo, lines(field, text), hintHowTo, true)
	case termMessage:
		return input(field, labelMessage, lines(field, text), hintMessage(), true)
	case termFee:
		return input(field, labelFee, typed(field, text), hintFee, true)
	case termCommission:
		return input(field, "Commission", typed(field, text), hintCommission, true)
	case termOwners:
		return input(field, labelOwners, usersMenu(field, strings.Fields(text)), hintOwners, false)
	case fieldChannel:
		return input(field, labelChannel, channelMenu(field, text), hintChannel, true)
	case termLaunches:
		return input(field, "Launch date", day(field, text), "", true)
	}
	return input(field, "End date", day(field, text), "", true)
}

func (f campaignForm) nameHint() string {
	if f.saved.ID == 0 {
		return hintSlug
	}
	return fmt.Sprintf("In commands it stays %s.", f.saved.Slug)
}

func (f campaignForm) sharedHint(k kind) string {
	if f.chosen(k) != store.Shared {
		return hintEarlier
	}
	return hintShared
}

// modeInput is the menu that says how links or codes are handled. The form
// follows what is chosen at once.
func (f campaignForm) modeInput(k kind) slack.Block {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, routeCampaignMode)
	for _, m := range store.Modes {
		choice := option(string(m), modeLabel(m))
		menu.Options = append(menu.Options, choice)
		if m == f.chosen(k) {
			menu.InitialOption = choice
		}
	}
	hint := hintMode
	if f.saved.ID != 0 {
		hint = hintModeLater
	}
	block := input(k.modeTerm(), k.label(), menu, hint, false)
	block.DispatchAction = true
	return block
}

// usersMenu is a menu of several people.
func usersMenu(field string, initial []string) *slack.MultiSelectBlockElement {
	menu := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, nil, field)
	menu.InitialUsers = initial
	return menu
}

// channelMenu is a menu of the channels that a digest can go to.
func channelMenu(field, initial string) *slack.SelectBlockElement {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, nil, field)
	menu.InitialConversation = initial
	menu.Filter = &slack.SelectBlockElementFilter{
		Include:                       []string{"public", "private"},
		ExcludeExternalSharedChannels: true,
		ExcludeBotUsers:               true,
	}
	return menu
}
