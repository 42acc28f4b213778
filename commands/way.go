package commands

import (
	"encoding/json"

	"codekeeper/bot"
	"codekeeper/store"
)

// openedBy is what a form carries to tell by which way it was opened: what is
// saved in it was changed by that way.
type openedBy struct {
	Way store.Way `json:"w,omitempty"`
}

// wayOf is the way by which a request opens a form; for what is done in a form,
// the way by which that was opened. A button in the digest looks like any
// other in a message: its route tells.
func wayOf(r *bot.Request) store.Way {
	switch {
	case r.Form != nil:
		return formWay(r.Form.Meta)
	case r.Kind == bot.KindShortcut:
		return store.ByShortcut
	case r.Kind == bot.KindClick && r.Message == nil:
		return store.ByHome
	case r.Kind == bot.KindClick:
		return store.ByButton
	}
	return store.ByForm
}

// Carries is what the form of an answer carries, where there is no channel to
// answer in: what is done there was done by that way.
func (a *App) Carries(r *bot.Request) string { return encoded(answeredBy(r)) }

// answeredBy is what a form carries that is an answer. What is pressed in the
// answer to a command is a button, as it is in a channel; elsewhere the way by
// which the person came there tells more.
func answeredBy(r *bot.Request) openedBy {
	if way := wayOf(r); way != store.ByForm {
		return openedBy{way}
	}
	return openedBy{store.ByButton}
}

// formWay is the way that a form carries; one that can't be read was opened by
// a command.
func formWay(meta string) store.Way {
	var form openedBy
	if err := json.Unmarshal([]byte(meta), &form); err != nil {
		return store.ByForm
	}
	switch form.Way {
	case store.ByButton, store.ByShortcut, store.ByHome, store.ByDigest:
		return form.Way
	}
	return store.ByForm
}
