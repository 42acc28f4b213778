package commands

import (
	"fmt"
	"strings"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// A telling is how sentences about an import are written: for a form, where
// what people typed is escaped and what is to be copied preformatted, or for a
// file, where all is plain.
type telling struct{ plain bool }

var (
	inForm = telling{}
	inFile = telling{plain: true}
)

// text is what people typed.
func (t telling) text(typed string) string {
	if t.plain {
		return typed
	}
	return esc(typed)
}

// handle is somebody's handle, with its @.
func (t telling) handle(handle string) string {
	if t.plain {
		return "@" + handle
	}
	return exact("@" + handle)
}

// copy is a link or code.
func (t telling) copy(text string) string {
	if t.plain {
		return text
	}
	return copyable(brief(text, 120))
}

// user is somebody of the team, by their Slack id.
func (t telling) user(id string) string {
	if t.plain {
		return "Somebody"
	}
	return "<@" + id + ">"
}

// datesRead says how dates were read that can be two days, "" where there is
// none.
func datesRead(d sheet.Days) string {
	if d.Unsure == "" {
		return ""
	}
	day, _ := d.Read(d.Unsure)
	which := fmt.Sprintf("%s is read with the day first, as %s.", d.Unsure, dayWords(store.Date(day)))
	if d.Count > 1 {
		which = fmt.Sprintf("%d are read with the day first: %s as %s.", d.Count, d.Unsure, dayWords(store.Date(day)))
	}
	return fmt.Sprintf("%s If the month comes first there, write it as %s and import it again.", which, d.Else)
}

// problem says in a sentence what is wrong with a line, or what to think of
// first.
func (t telling) problem(p store.ImportProblem, row store.ImportRow) string {
	switch p.What {
	case store.TroubleUnread:
		return t.unread(p)
	case store.TroubleNobody:
		return "It names nobody, and has no code to find somebody by."
	case store.TroubleTwice:
		return fmt.Sprintf("Row %d names the same influencer, and says something else.", p.Row)
	case store.TroubleTwin:
		return fmt.Sprintf("Row %d gives the same %s to somebody else.", p.Row, kind(p.Kind).lower())
	case store.TroubleTaken:
		return t.taken(p)
	case store.TroubleNotTheir:
		if p.Shared {
			return fmt.Sprintf("They were selected while everyone shared one %s, and share it still. For one of their own, withdraw them and select them again.", kind(p.Kind).lower())
		}
		return fmt.Sprintf("Nobody has their own %s in this campaign.", kind(p.Kind).lower())
	case store.TroubleState:
		return fmt.Sprintf("They are %s, and must be %s.", p.Text, selectedFirst(store.State(p.Text)))
	case store.TroubleStale:
		return t.user(p.By) + " changed this meanwhile."
	case store.TroubleProfile:
		return t.user(p.By) + " changed their profile meanwhile."
	case store.TroubleArchived:
		return "The campaign was archived meanwhile."
	case store.TroubleSame:
		return fmt.Sprintf("Row %d says the same.", p.Row)
	case store.TroubleForgotten:
		return "The influencer was forgotten meanwhile."
	case store.TroubleCampaign:
		return fmt.Sprintf("It is for another campaign: %s.", t.text(p.Campaign))
	case store.TroubleNoCode:
		return t.text(p.Text)
	}
	return t.warning(p, row)
}

func (t telling) unread(p store.ImportProblem) string {
	said := t.text(p.Text)
	if p.Kind != "" {
		said = p.Kind + ": " + said
	}
	if p.Try != "" {
		said += " Try " + t.copy(p.Try)
	}
	return said
}

// taken says whose the link or code is, and by which row they would give it up.
func (t telling) taken(p store.ImportProblem) string {
	said := fmt.Sprintf("%s has %s in this campaign already.", t.holder(p), t.copy(p.Text))
	if p.Row != 0 {
		said += fmt.Sprintf(" They keep it, as row %d is not applied.", p.Row)
	}
	return said
}

// moves says who gives up the link or code; who is forgotten meanwhile doesn't.
func (t telling) moves(p store.ImportProblem) string {
	if p.Handle == "" {
		return fmt.Sprintf("%s has %s in this campaign, and keeps it.", t.holder(p), t.copy(p.Text))
	}
	return fmt.Sprintf("It takes %s, which %s gives up in row %d.", t.copy(p.Text), t.holder(p), p.Row)
}

// holder names who a problem is about; who is forgotten has no handle.
func (t telling) holder(p store.ImportProblem) string {
	if p.Handle == "" {
		return "Somebody forgotten"
	}
	return t.handle(p.Handle)
}

// warning is problem for what doesn't stop a line.
func (t telling) warning(p store.ImportProblem, row store.ImportRow) string {
	switch p.What {
	case store.TroubleHeld:
		return t.held(t.holder(p), "has", "had", p)
	case store.TroubleIsShared:
		return t.held("Everyone", "shares", "shared", p)
	case store.TroubleExpired:
		return fmt.Sprintf("The shop takes %s until %s only.", t.copy(p.Text), dayWords(p.Until))
	case store.TroubleDisabled:
		return fmt.Sprintf("The shop doesn't take %s: it is expired, or switched off.", t.copy(p.Text))
	case store.TroubleStarts:
		return fmt.Sprintf("The shop takes %s from %s on, and they go live on %s.", t.copy(p.Text), dayWords(p.From), dayWords(p.Until))
	case store.TroubleTBD:
		return t.copy(p.Text) + " becomes TBD."
	case store.TroubleWithdraws:
		return "They are selected, and will be withdrawn."
	case store.TroubleMoves:
		return t.moves(p)
	case store.TroubleAlike:
		return fmt.Sprintf("There is no %s yet, and %s looks alike.", t.handle(row.Handle), t.handle(p.Handle))
	case store.TroubleNear:
		return t.near(p)
	case store.TroubleLink:
		return losing(row.Link, t.copy)
	case store.TroubleRewritten:
		return fmt.Sprintf("%s: %s", p.Kind, t.text(p.Text))
	case store.TroubleDay:
		return fmt.Sprintf("%s: %s %s", p.Kind, t.text(p.Text), t.text(p.Try))
	}
	return "Something is wrong with it."
}

// held is "@leo had MAYA15 in Winter Warm until Mon 1 Jun 2026."
func (t telling) held(whose, has, had string, p store.ImportProblem) string {
	if p.Until == "" {
		return fmt.Sprintf("%s %s %s in %s.", whose, has, t.copy(p.Text), t.text(p.Campaign))
	}
	return fmt.Sprintf("%s %s %s in %s until %s.", whose, had, t.copy(p.Text), t.text(p.Campaign), dayWords(p.Until))
}

func (t telling) near(p store.ImportProblem) string {
	whose := "of somebody forgotten in " + t.text(p.Campaign)
	switch {
	case p.Row != 0:
		whose = fmt.Sprintf("in row %d", p.Row)
	case p.Shared:
		whose = "that everyone shares in " + t.text(p.Campaign)
	case p.Handle != "":
		whose = fmt.Sprintf("of %s in %s", t.handle(p.Handle), t.text(p.Campaign))
	}
	return fmt.Sprintf("%s hardly differs from %s %s. Is it mistyped?", t.copy(p.Text), t.copy(p.Try), whose)
}

// problems are all of a line's sentences.
func (t telling) problems(row store.ImportRow) string {
	var all []string
	for _, p := range row.Problems {
		all = append(all, t.problem(p, row))
	}
	return bot.Sentences(all...)
}

// does says what a line makes of an application: "selected, coupon code LEO15",
// "coupon code LEO15 → LEO20".
func (t telling) does(row store.ImportRow) string {
	var parts []string
	switch {
	case row.OldState == "":
		parts = append(parts, string(row.State))
	case row.OldState != row.State:
		parts = append(parts, fmt.Sprintf("%s → %s", row.OldState, row.State))
	}
	was, is := store.Application{Link: row.OldLink, Code: row.OldCode}, store.Application{Link: row.Link, Code: row.Code}
	for _, k := range kinds {
		switch from, to := k.text(was), k.text(is); {
		case from == to:
		case from == tracking.TBD:
			parts = append(parts, k.lower()+" "+t.copy(to))
		case to == tracking.TBD:
			parts = append(parts, fmt.Sprintf("%s %s → TBD", k.lower(), t.copy(from)))
		default:
			parts = append(parts, fmt.Sprintf("%s %s → %s", k.lower(), t.copy(from), t.copy(to)))
		}
	}
	if row.GoesLive != row.OldGoesLive && row.GoesLive != "" {
		parts = append(parts, "goes live "+dayWords(row.GoesLive))
	}
	if row.NewProfile {
		parts = append(parts, "profile")
	}
	if row.Verdict == store.LineChanged && row.Note != row.OldNote {
		parts = append(parts, "note")
	}
	if row.Verdict == store.LineChanged && row.InShop {
		parts = append(parts, "the code is in the shop now")
	}
	return strings.Join(parts, ", ")
}
