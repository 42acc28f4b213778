package commands

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

const (
	sayControl = "This text has a control character in it. Take it out, or type the text again."
	sayDay     = "Pick a day between 2000 and 2100."
)

// maxOwners keeps the mentions in a digest few.
const maxOwners = 20

// typed is the form with what somebody typed. A field that was not shown
// keeps what was typed into it before, else what is saved.
func (f campaignForm) typed(in *bot.Form, meta campaignMeta) campaignForm {
	f.meta = meta
	for _, field := range campaignFields {
		switch {
		case in.Has(field) && field == termOwners:
			f.text[field] = strings.Join(in.Many(field), " ")
		case in.Has(field):
			f.text[field] = in.Text(field)
		default:
			f.text[field] = cmp.Or(meta.Kept[field], f.text[field])
		}
	}
	return f
}

// unseen says whether a field applies that the person has not seen: they
// saved before the form had followed their choice.
func (f campaignForm) unseen(in *bot.Form) bool {
	return slices.ContainsFunc(campaignFields, func(field string) bool { return f.shows(field) && !in.Has(field) })
}

// read parses what was typed; wrong texts by field. Fields that don't apply
// stay as they are saved.
func (f campaignForm) read() (store.Terms, bot.FieldErrors) {
	t, wrong := f.saved.Terms, bot.FieldErrors{}
	say := func(field, problem string) {
		if problem != "" {
			wrong[field] = problem
		}
	}
	t.Name = strings.TrimSpace(f.text[termName])
	say(termName, nameProblem(t.Name))
	for _, k := range kinds {
		if !f.chosen(k).Valid() {
			say(k.modeTerm(), "Choose one of the four.")
		}
	}
	t.LinkMode, t.CodeMode = f.chosen(aLink), f.chosen(aCode)
	f.readShared(&t, say)
	f.readPatterns(&t, say)
	if f.shows(termHowTo) {
		t.HowTo = strings.TrimSpace(f.text[termHowTo])
		say(termHowTo, textProblem(t.HowTo, store.MaxHowTo))
	}
	t.Fee = strings.TrimSpace(f.text[termFee])
	say(termFee, textProblem(t.Fee, store.MaxFee))
	t.Message = strings.TrimSpace(f.text[termMessage])
	say(termMessage, messageProblem(t))
	t.Commission = strings.TrimSpace(f.text[termCommission])
	say(termCommission, textProblem(t.Commission, store.MaxCommission))
	t.Owners = distinct(strings.Fields(f.text[termOwners]))
	say(termOwners, ownersProblem(t.Owners))
	t.ChannelID = f.text[fieldChannel]
	if t.ChannelID != "" && !postable(t.ChannelID) {
		say(fieldChannel, "Choose a public or private channel.")
	}
	f.readDates(&t, say)
	return t, wrong
}

func (f campaignForm) readShared(t *store.Terms, say func(field, problem string)) {
	var err error
	if field := aLink.sharedTerm(); f.shows(field) {
		if t.SharedLink, err = tracking.ParseLink(f.text[field]); err != nil {
			say(field, err.Error())
		}
	}
	if field := aCode.sharedTerm(); f.shows(field) {
		if t.SharedCode, err = tracking.ParseCode(f.text[field]); err != nil {
			say(field, err.Error())
		}
	}
}

func (f campaignForm) readDates(t *store.Terms, say func(field, problem string)) {
	var err error
	if t.Launches, err = store.ParseDate(f.text[termLaunches]); err != nil {
		say(termLaunches, sayDay)
	}
	switch t.Ends, err = store.ParseDate(f.text[termEnds]); {
	case err != nil:
		say(termEnds, sayDay)
	case t.Ends != "" && t.Ends < t.Launches:
		say(termEnds, fmt.Sprintf("The end date is before the launch date, %s. Pick that day or a later one.", dayWords(t.Launches)))
	}
}

// nameProblem says what is wrong with a trimmed name, "" when nothing is.
func nameProblem(name string) string {
	seen := func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }
	switch {
	case name == "":
		return "Enter a name, like Summer Glow."
	case lineProblem(name, store.MaxName) != "":
		return lineProblem(name, store.MaxName)
	case !strings.ContainsFunc(name, seen):
		return "This name can't be seen. Enter one with letters, like Summer Glow."
	}
	return ""
}

func ownersProblem(owners []string) string {
	stranger := func(id string) bool { return !slackID(id, "UW") }
	switch {
	case len(owners) == 0:
		return "Choose at least one owner: the digest says what waits for them."
	case len(owners) > maxOwners:
		return fmt.Sprintf("A campaign can have %d owners at most.", maxOwners)
	case slices.ContainsFunc(owners, stranger):
		return "Choose people of this workspace."
	}
	return ""
}

// moved is the form after somebody else changed the campaign. What was typed
// into a field that is not shown counts only where it is kept.
func (f campaignForm) moved(now store.Campaign, by string) campaignForm {
	typed := maps.Clone(f.meta.Kept)
	if typed == nil {
		typed = map[string]string{}
	}
	for _, field := range campaignFields {
		if f.shows(field) {
			typed[field] = f.text[field]
		}
	}
	f.text, f.meta.beganWith = f.meta.catchUp(campaignFields, typed, termTexts(now.Terms), by)
	f.saved, f.meta.Version = now, now.Version
	return f
}

// termWords show what a field holds, in mrkdwn.
func termWords(field, text string) string {
	if text == "" {
		return "empty"
	}
	switch field {
	case aLink.modeTerm(), aCode.modeTerm():
		return "*" + modeLabel(store.Mode(text)) + "*"
	case aLink.sharedTerm(), aCode.sharedTerm(), aLink.patternTerm(), aCode.patternTerm():
		return copyable(text)
	case termOwners:
		return mentions(strings.Fields(text))
	case fieldChannel:
		return "<#" + text + ">"
	case termLaunches, termEnds:
		return dayWords(store.Date(text))
	}
	return esc(clip(text, 500))
}
