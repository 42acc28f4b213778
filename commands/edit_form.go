package commands

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// The fields that several forms have.
const (
	fieldLive   = "goes_live"
	fieldNote   = "note"
	fieldAnyway = "anyway"
	anywayYes   = "yes"
)

const hintTBD = "Replace it now or later. TBD never stops a selection."

// errOldForm answers a form whose hidden part can't be read or names what
// isn't there.
var errOldForm = &bot.UserError{Problem: "This form is out of date.", Hint: "Close it and open it again."}

// An editForm is the form Edit link and code: a row, what is typed, and what
// has to be said about it.
type editForm struct {
	row     store.Row
	version int64  // the edit is based on
	base    string // marks of what the fields held at that version
	way     store.Way
	text    map[kind]string
	live    string
	note    string
	warned  warnings
	lead    string            // what somebody else did, in mrkdwn
	meant   map[string]string // likewise, by field
}

func editFormOf(row store.Row) editForm {
	return editForm{
		row:     row,
		version: row.Version,
		base:    editMarks(row),
		way:     store.ByForm,
		text:    map[kind]string{aLink: row.Link.String(), aCode: row.Code.String()},
		live:    string(row.GoesLive),
		note:    row.Note,
	}
}

// editFields are the form's fields, in the order of the marks.
var editFields = []string{string(aLink), string(aCode), fieldLive, fieldNote}

// held is what a row holds in one of the form's fields.
func held(row store.Row, field string) string {
	switch field {
	case fieldLive:
		return string(row.GoesLive)
	case fieldNote:
		return row.Note
	}
	return kind(field).text(row.Application)
}

func editMarks(row store.Row) string {
	var all strings.Builder
	for _, field := range editFields {
		all.WriteString(mark(held(row, field)))
	}
	return all.String()
}

// began says whether the field with this number began with this text. Marks
// that can't be read say no: the person is told once too often.
func began(base string, number int, text string) bool {
	from, to := number*markLength, (number+1)*markLength
	return to <= len(base) && base[from:to] == mark(text)
}

// in is what the form has in one of its fields.
func (f editForm) in(field string) string {
	switch field {
	case fieldLive:
		return f.live
	case fieldNote:
		return f.note
	}
	return f.text[kind(field)]
}

// typed is the form with what somebody typed.
func (f editForm) typed(in *bot.Form, meta editMeta) editForm {
	f.version, f.way, f.base = meta.Version, meta.Way, meta.Base
	for _, k := range kinds {
		if in.Has(string(k)) {
			f.text[k] = in.Text(string(k))
		}
	}
	f.live, f.note = in.Text(fieldLive), in.Text(fieldNote)
	return f
}

// read parses what was typed; wrong texts by field.
func (f editForm) read() (store.Edit, bot.FieldErrors) {
	edit, wrong := store.EditOf(f.row.Application), bot.FieldErrors{}
	edit.Version = f.version
	for _, k := range kinds {
		if !k.mode(f.row).Unique() {
			continue
		}
		if err := k.set(&edit, f.text[k]); err != nil {
			wrong[string(k)] = err.Error()
		}
	}
	var err error
	if edit.GoesLive, err = store.ParseDate(f.live); err != nil {
		wrong[fieldLive] = "Pick a day between 2000 and 2100."
	}
	edit.Note = f.note
	if utf8.RuneCountInString(f.note) > maxTyped {
		wrong[fieldNote] = "A note can have 3,000 characters at most."
	}
	return edit, wrong
}

// moved is the form after somebody else changed the row: what was typed
// stays, the new version is carried, and under each field that they changed it
// says what is there now.
func (f editForm) moved(now store.Row, by string) editForm {
	base := f.base
	f.row, f.version, f.base = now, now.Version, editMarks(now)
	f.lead, f.meant = fmt.Sprintf("<@%s> changed this entry meanwhile.", by), map[string]string{}
	for number, field := range editFields {
		is := held(now, field)
		if is == f.in(field) || began(base, number, is) {
			continue
		}
		f.meant[field] = fmt.Sprintf("<@%s> changed this meanwhile. It is %s now; Save replaces it.", by, shownIn(field, is))
	}
	return f
}

// typedIn is the form for somebody who is selected already, with what was
// typed for selecting them.
func (f editForm) typedIn(typed map[kind]string) editForm {
	f.lead, f.meant = fmt.Sprintf("%s is selected in %s already.", who(f.row.Influencer), esc(f.row.Campaign.Name)), map[string]string{}
	for k, text := range typed {
		if is := k.text(f.row.Application); k.mode(f.row).Unique() && is != text {
			f.text[k] = text
			f.meant[string(k)] = fmt.Sprintf("It is %s now; Save replaces it.", copyable(is))
		}
	}
	return f
}

// shownIn is what a field holds, in mrkdwn.
func shownIn(field, text string) string {
	switch {
	case text == "":
		return "empty"
	case field == fieldLive:
		return dayWords(store.Date(text))
	case field == fieldNote:
		return "“" + esc(clip(text, 500)) + "”"
	}
	return copyable(text)
}

func (f editForm) view() *slack.ModalViewRequest {
	blocks := []slack.Block{section(fmt.Sprintf("%s · *%s* · %s", who(f.row.Influencer), esc(f.row.Campaign.Name), stateWords(f.row)))}
	blocks = append(blocks, said(f.lead)...)
	for _, k := range kinds {
		blocks = append(blocks, f.share(k)...)
	}
	blocks = append(blocks, input(fieldLive, "Goes live", day(fieldLive, f.live), launchHint(f.row.Campaign), true))
	blocks = append(blocks, said(f.meant[fieldLive])...)
	blocks = append(blocks, input(fieldNote, "Note", lines(fieldNote, f.note), "", true))
	blocks = append(blocks, said(f.meant[fieldNote])...)
	if f.warned.any() {
		blocks = append(blocks, anyway())
	}
	blocks = append(blocks, terms(f.row.Campaign)...)
	meta, _ := json.Marshal(editMeta{f.row.ID, f.version, f.way, f.seal(), f.base}) //nolint:errchkjson // plain fields
	return modal(formEdit, "Edit link and code", "Save", string(meta), blocks)
}

func (f editForm) seal() string {
	if !f.warned.any() {
		return ""
	}
	return f.warned.seal()
}

// share is the field for a link or code, or where everyone shares one, that one.
func (f editForm) share(k kind) []slack.Block {
	switch mode := k.mode(f.row); {
	case mode == store.Shared:
		return []slack.Block{fine(fmt.Sprintf("%s: %s · one shared by everyone; change it with `/campaign edit %s`",
			k.label(), copyable(k.shares(f.row)), f.row.Campaign.Slug))}
	case !mode.Unique():
		return nil
	}
	blocks := []slack.Block{k.input(f.text[k])}
	blocks = append(blocks, said(f.meant[string(k)])...)
	return append(blocks, said(f.warned[k])...)
}

// input is the field of a link or code. It is plain text: Slack's own
// address input refuses TBD.
func (k kind) input(initial string) slack.Block {
	return input(string(k), k.label(), typed(string(k), initial), hintTBD, false)
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
