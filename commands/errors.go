package commands

import (
	"errors"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

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
			Problem: fmt.Sprintf("%s is %s in %s, and must be %s.", at(gone.Row.Influencer), gone.Row.State, gone.Row.Campaign.Name, selectedFirst(gone.Row.State)),
			Try:     tryIn("select", gone.Row),
		}
	}
	if gone, ok := errors.AsType[*store.NotThere](err); ok {
		return &bot.UserError{
			Problem: fmt.Sprintf("%s isn't in %s any more: what brought them in was undone.", at(gone.Row.Influencer), gone.Row.Campaign.Name),
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

// selectedFirst says what has to be done with somebody who isn't selected.
func selectedFirst(state store.State) string {
	if state == store.Applied {
		return "selected first"
	}
	return "selected again first"
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
		if k.tbd(row) && k.mode(row) == store.Shared {
			return &bot.UserError{
				Problem: fmt.Sprintf("The %s that everyone shares in %s is TBD, and a TBD can't be sent.", k.lower(), row.Campaign.Name),
				Try:     "/campaign edit " + row.Campaign.Slug,
			}
		}
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

// problemOf is what an error says was wrong, without what would work.
func problemOf(err error) string {
	if e, ok := errors.AsType[*bot.UserError](err); ok {
		return e.Problem
	}
	return err.Error()
}

// sayOldButton answers a button whose value can't be read or names what isn't
// there.
const sayOldButton = "This button is out of date."

var errForged = &bot.UserError{Problem: sayOldButton, Hint: "Open it again from /influencer list."}

var errForgedCampaign = &bot.UserError{Problem: sayOldButton, Hint: "Open it again from /campaign list."}

// errOldForm answers a form whose hidden part can't be read or names what
// isn't there.
var errOldForm = &bot.UserError{Problem: "This form is out of date.", Hint: "Close it and open it again."}
