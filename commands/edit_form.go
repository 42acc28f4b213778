package commands

import (
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

const hintTBD = "Replace it now or later. TBD never stops a selection."

// An editForm is the form Edit link and code: a row, what is typed, and what
// has to be said about it.
type editForm struct {
	row    store.Row
	meta   editMeta
	text   map[string]string // what is typed, by field
	fill   map[kind]bool     // filled in from the pattern
	warned warnings
	lead   string // said above the fields, in mrkdwn
}

// editFields are the form's fields, in the order of their marks.
var editFields = []string{string(aLink), string(aCode), fieldLive, fieldNote, fieldSnooze}

func editFormOf(row store.Row) editForm {
	texts := rowTexts(row)
	return editForm{
		row: row, text: texts,
		meta: editMeta{ID: row.ID, Version: row.Version, beganWith: begin(editFields, texts)},
	}
}

// rowTexts are a row as the fields hold it.
func rowTexts(row store.Row) map[string]string {
	return map[string]string{
		string(aLink): row.Link.String(),
		string(aCode): row.Code.String(),
		fieldLive:     string(row.GoesLive),
		fieldNote:     row.Note,
		fieldSnooze:   string(row.SnoozedUntil),
	}
}

// typed is the form with what somebody typed.
func (f editForm) typed(in *bot.Form, meta editMeta) editForm {
	f.meta, f.fill = meta, fillAsked(in)
	for _, field := range editFields {
		if in.Has(field) {
			f.text[field] = in.Text(field)
		}
	}
	return f
}

// read parses what was typed today; wrong texts by field.
func (f editForm) read(today store.Date) (store.Edit, bot.FieldErrors) {
	edit, wrong := store.EditOf(f.row.Application), bot.FieldErrors{}
	edit.Version = f.meta.Version
	for _, k := range kinds {
		if !k.mode(f.row).Unique() {
			continue
		}
		if err := k.set(&edit, f.text[string(k)]); err != nil {
			wrong[string(k)] = err.Error()
		}
	}
	f.fillIn(&edit, wrong)
	var err error
	if edit.GoesLive, err = store.ParseDate(f.text[fieldLive]); err != nil {
		wrong[fieldLive] = sayDay
	}
	edit.Note = f.text[fieldNote]
	if problem := textProblem(edit.Note, store.MaxNote); problem != "" {
		wrong[fieldNote] = problem
	}
	edit.SnoozedUntil = f.readSnooze(wrong, today)
	return edit, wrong
}

// readSnooze is until when the row is to be snoozed.
func (f editForm) readSnooze(wrong bot.FieldErrors, today store.Date) store.Date {
	until, err := store.ParseDate(f.text[fieldSnooze])
	if err != nil {
		wrong[fieldSnooze] = sayDay
		return ""
	}
	if problem := snoozeProblem(f.row, until, today); problem != "" {
		wrong[fieldSnooze] = problem
	}
	return until
}

// moved is the form after somebody else changed the row.
func (f editForm) moved(now store.Row, by string) editForm {
	typed := map[string]string{fieldLive: f.text[fieldLive], fieldNote: f.text[fieldNote], fieldSnooze: f.text[fieldSnooze]}
	for _, k := range kinds {
		if k.mode(f.row).Unique() {
			typed[string(k)] = f.text[string(k)]
		}
	}
	f.text, f.meta.beganWith = f.meta.catchUp(editFields, typed, rowTexts(now), by)
	f.row, f.meta.Version = now, now.Version
	return f
}

// typedIn is the form for somebody who is selected already, with what was
// typed for selecting them.
func (f editForm) typedIn(typed map[kind]string, lead string) editForm {
	f.lead = lead
	for k, text := range typed {
		if k.mode(f.row).Unique() {
			f.text[string(k)] = text
		}
	}
	return f
}

// shownIn is what a field holds, in mrkdwn.
func shownIn(field, text string) string {
	switch {
	case text == "":
		return "empty"
	case field == fieldLive || field == fieldSnooze:
		return dayWords(store.Date(text))
	case field == fieldNote:
		return "“" + esc(clip(text, 500)) + "”"
	}
	return copyable(text)
}

func (f editForm) view() *slack.ModalViewRequest {
	blocks := []slack.Block{section(fmt.Sprintf("%s · *%s* · %s", who(f.row.Influencer), esc(f.row.Campaign.Name), stateWords(f.row)))}
	blocks = append(blocks, said(f.lead)...)
	if f.lead == "" {
		blocks = append(blocks, f.meta.lead()...)
	}
	meant := f.meant()
	for _, k := range kinds {
		blocks = append(blocks, f.share(k, meant[string(k)])...)
	}
	offered := f.fillable()
	blocks = append(blocks, fillInput(f.row.Campaign.Terms, offered, f.fill, foretell(f.row.Influencer, f.row.Campaign, offered))...)
	blocks = append(blocks, input(fieldLive, "Goes live", day(fieldLive, f.text[fieldLive]), launchHint(f.row.Campaign), true))
	blocks = append(blocks, said(meant[fieldLive])...)
	blocks = append(blocks, input(fieldNote, "Note", lines(fieldNote, f.text[fieldNote]), "", true))
	blocks = append(blocks, said(meant[fieldNote])...)
	blocks = append(blocks, input(fieldSnooze, "Snooze until", day(fieldSnooze, f.text[fieldSnooze]), hintSnooze, true))
	blocks = append(blocks, said(meant[fieldSnooze])...)
	blocks = append(blocks, terms(f.row.Campaign)...)
	f.meta.Seal = ""
	if f.warned.any() {
		f.meta.Seal = f.warned.seal()
	}
	meta := encoded(f.meta)
	if f.lead != "" { // it may take the place of the form Select influencer
		f.meta.By = f.row.ChangedBy
	}
	blocks = f.meta.renewed(f.row.Version, blocks)
	return modal(formEdit, "Edit link and code", "Save", meta, blocks)
}

// meant is what is said under the fields: what somebody else changed, and, for
// somebody who is selected already, what was typed and is something else.
func (f editForm) meant() map[string]string {
	now := rowTexts(f.row)
	all := f.meta.said(editFields, f.text, now, shownIn)
	for _, k := range kinds {
		if field := string(k); f.lead != "" && all[field] == "" && f.text[field] != now[field] {
			all[field] = fmt.Sprintf("It is %s now; Save replaces it.", copyable(now[field]))
		}
	}
	return all
}

// share is the field for a link or code, or where everyone shares one, that one.
func (f editForm) share(k kind, meant string) []slack.Block {
	switch mode := k.mode(f.row); {
	case mode == store.Shared:
		return []slack.Block{fine(fmt.Sprintf("%s: %s · %s; change it with `/campaign edit %s`",
			k.label(), copyable(k.shares(f.row)), k.sharedBy(f.row), f.row.Campaign.Slug))}
	case !mode.Unique():
		return nil
	}
	blocks := append([]slack.Block{k.input(f.text[string(k)])}, said(meant)...)
	return append(blocks, f.warned.under(k)...)
}

// input is the field of a link or code. It is plain text: Slack's own
// address input refuses TBD. It is required, though an empty one is then
// answered in Slack's words and not in ours: Slack writes "(optional)" behind
// the label of one that isn't, and a link or code is not optional.
func (k kind) input(initial string) slack.Block {
	hint := ""
	if initial == tracking.TBD {
		hint = hintTBD
	}
	return input(string(k), k.label(), typed(string(k), initial), hint, false)
}

// said is a sentence under a field, nothing for none.
func said(text string) []slack.Block {
	if text == "" {
		return nil
	}
	return []slack.Block{fine("⚠ " + text)}
}

// anyway is the checkbox that saves in spite of warnings.
func anyway() slack.Block {
	boxes := slack.NewCheckboxGroupsBlockElement(fieldAnyway, option(anywayYes, copySaveAnyway))
	return input(fieldAnyway, "In spite of the warning", boxes, "", true)
}

func launchHint(c store.Campaign) string {
	if c.Launches == "" {
		return "The day they publish. The campaign has no launch date yet."
	}
	return "The day they publish. Empty: the launch date, " + dayWords(c.Launches) + "."
}

// terms show what the campaign pays and how influencers get theirs. They
// are recorded, never calculated.
func terms(c store.Campaign) []slack.Block {
	var blocks []slack.Block
	if c.HowTo != "" {
		blocks = append(blocks, fine("How influencers get theirs: "+esc(clip(c.HowTo, 1500))))
	}
	if c.Fee != "" {
		blocks = append(blocks, fine("Fee per deliverable: "+esc(c.Fee)))
	}
	if c.Commission != "" {
		blocks = append(blocks, fine("Commission: "+esc(c.Commission)+" · not calculated or paid here"))
	}
	return blocks
}
