package commands

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// A kind is one of the two things an influencer shares, so that what holds
// for a link and a code alike is said once.
type kind string

const (
	aLink kind = "link"
	aCode kind = "code"
)

var kinds = []kind{aLink, aCode}

// label is the field's label and the word for it in sentences.
func (k kind) label() string {
	if k == aLink {
		return "Affiliate link"
	}
	return "Coupon code"
}

func (k kind) lower() string {
	if k == aLink {
		return "affiliate link"
	}
	return "coupon code"
}

// mode is the mode under which the row's link or code stands.
func (k kind) mode(r store.Row) store.Mode {
	if k == aLink {
		return r.CurrentLinkMode()
	}
	return r.CurrentCodeMode()
}

// of is the mode that terms give this kind.
func (k kind) of(t store.Terms) store.Mode {
	if k == aLink {
		return t.LinkMode
	}
	return t.CodeMode
}

// sharedOf is what everyone shares by these terms, "TBD" for nothing yet.
func (k kind) sharedOf(t store.Terms) string {
	if k == aLink {
		return t.SharedLink.String()
	}
	return t.SharedCode.String()
}

// sharedSince is since when what everyone shares is what it is.
func (k kind) sharedSince(c store.Campaign) time.Time {
	if k == aLink {
		return c.SharedLinkSince
	}
	return c.SharedCodeSince
}

// text is what the row holds itself, "TBD" for nothing.
func (k kind) text(a store.Application) string {
	if k == aLink {
		return a.Link.String()
	}
	return a.Code.String()
}

// shares is what the row's influencer shares, "TBD" for nothing.
func (k kind) shares(r store.Row) string {
	if k == aLink {
		return r.SharesLink().String()
	}
	return r.SharesCode().String()
}

func (k kind) tbd(r store.Row) bool {
	if k == aLink {
		return r.LinkTBD()
	}
	return r.CodeTBD()
}

// sharedBy says who share what the row's influencer shares: the campaign's mode
// may have changed since they were selected.
func (k kind) sharedBy(r store.Row) string {
	if k.of(r.Campaign.Terms) == store.Shared {
		return "one shared by everyone"
	}
	return "shared by those who were selected while everyone shared one"
}

// set parses text into the edit. A wrong text is a UserError.
func (k kind) set(e *store.Edit, text string) (err error) {
	if k == aLink {
		e.Link, err = tracking.ParseLink(text)
	} else {
		e.Code, err = tracking.ParseCode(text)
	}
	return userError(err)
}

// parse checks a text and answers it as it would be kept.
func (k kind) parse(text string) (string, error) {
	var e store.Edit
	if err := k.set(&e, text); err != nil {
		return "", err
	}
	return k.text(store.Application{Link: e.Link, Code: e.Code}), nil
}

// other is the other one of the two.
func (k kind) other() kind {
	if k == aLink {
		return aCode
	}
	return aLink
}

// parseIn is parse of what was typed in a command, where a mistake is answered
// with a whole command that works: that of the other kind, for a link given as
// a code or a code as a link, else one with TBD. command makes it.
func (k kind) parseIn(typed string, command func(k kind, text string) string) (string, error) {
	text, err := k.parse(typed)
	wrong, ok := errors.AsType[*bot.UserError](err)
	if !ok || wrong.Try != "" {
		return text, err
	}
	meant, err := k.other().parse(typed)
	if almost, ok := errors.AsType[*bot.UserError](err); ok && k == aCode && almost.Try != "" {
		meant, err = aLink.parse(almost.Try)
	}
	if err == nil {
		return "", &bot.UserError{
			Problem: fmt.Sprintf("That looks like a %s. This sets the %s.", k.other(), k.lower()),
			Try:     command(k.other(), meant),
		}
	}
	return "", &bot.UserError{Problem: wrong.Problem, Try: command(k, "TBD")}
}

// brief is a link or code short enough for a sentence or a button of n
// characters; what tells two links apart is mostly their end.
func brief(text string, n int) string {
	short := strings.TrimPrefix(strings.TrimPrefix(text, "https://"), "http://")
	runes := []rune(short)
	switch {
	case len([]rune(text)) <= n:
		return text
	case len(runes) <= n:
		return short
	}
	tail := n * 3 / 5
	return string(runes[:n-1-tail]) + "…" + string(runes[len(runes)-tail:])
}

// shortly shows a link or code in a sentence, as text to copy.
func shortly(text string) string {
	if text == "TBD" {
		return "TBD"
	}
	return copyable(brief(text, 150))
}

// userError turns the errors of values and of the store that are for the
// person who acted into UserErrors; others stay as they are.
func userError(err error) error {
	if wrong, ok := errors.AsType[*tracking.Error](err); ok {
		return &bot.UserError{Problem: wrong.Problem, Try: wrong.Try}
	}
	if wrong, ok := errors.AsType[*store.HandleError](err); ok {
		return &bot.UserError{Problem: wrong.Problem, Try: wrong.Try}
	}
	if archived, ok := errors.AsType[*store.Archived](err); ok {
		return archivedError(archived.Campaign)
	}
	if gone, ok := errors.AsType[*store.NotSelected](err); ok && gone.Row.Influencer.Forgotten() {
		return errForgotten
	} else if ok {
		return &bot.UserError{
			Problem: fmt.Sprintf("%s is %s in %s, and must be selected again first.", at(gone.Row.Influencer), gone.Row.State, gone.Row.Campaign.Name),
			Try:     tryIn("select", gone.Row),
		}
	}
	if taken, ok := errors.AsType[*store.Taken](err); ok {
		return takenError(taken)
	}
	if already, ok := errors.AsType[*store.AlreadySelected](err); ok {
		return &bot.UserError{
			Problem: fmt.Sprintf("%s is selected in %s already.", at(already.Row.Influencer), already.Row.Campaign.Name),
			Try:     tryIn("edit", already.Row),
		}
	}
	if gone, ok := errors.AsType[*store.NotUnique](err); ok {
		return kind(gone.What).notTheirOwn(gone.Row)
	}
	if early, ok := errors.AsType[*store.NotReady](err); ok {
		return notReadyError(early.Row)
	}
	if errors.Is(err, store.ErrOutcomeUnknown) {
		return fmt.Errorf("%w: %w", bot.ErrUnknownOutcome, err)
	}
	return err
}

// notReadyError says why there is nothing to tell somebody yet.
func notReadyError(row store.Row) error {
	if row.NotInShop {
		return &bot.UserError{
			Problem: fmt.Sprintf("The coupon code of %s in %s isn't in the shop yet, so it can't be sent.", at(row.Influencer), row.Campaign.Name),
			Hint:    "Create it in the shop first, then press Created in the shop.",
			Buttons: shopSteps(row),
		}
	}
	for _, k := range kinds {
		if k.tbd(row) {
			return &bot.UserError{
				Problem: fmt.Sprintf("The %s of %s in %s is TBD, and a TBD can't be sent.", k.lower(), at(row.Influencer), row.Campaign.Name),
				Try:     tryIn("edit", row),
			}
		}
	}
	return &bot.UserError{Problem: fmt.Sprintf("%s needs no link and no code, so there is nothing to send to %s.", row.Campaign.Name, at(row.Influencer))}
}

func takenError(taken *store.Taken) error {
	switch {
	case taken.By != nil:
		return &bot.UserError{
			Problem: fmt.Sprintf("%s has %s in %s already. Everyone there has their own %s.",
				at(taken.By.Influencer), taken.Text, taken.By.Campaign.Name, kind(taken.What).lower()),
			Hint:  "Choose another, or TBD until you have one.",
			Field: taken.What,
		}
	case taken.With != nil:
		return &bot.UserError{
			Problem: at(*taken.With) + " is the handle of another influencer already.",
			Try:     "/influencer show " + at(*taken.With),
			Field:   "handle",
		}
	}
	return taken
}
