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
	return "", &bot.UserError{Problem: wrong.Problem, Try: command(k, tracking.TBD)}
}

// brief is a link or code short enough for a sentence or a button of n
// characters; what tells two links apart is mostly their end.
func brief(text string, n int) string {
	short := schemeless(text)
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

// schemeless is a link without its scheme, where room is short.
func schemeless(text string) string {
	return strings.TrimPrefix(strings.TrimPrefix(text, "https://"), "http://")
}

// shortly shows a link or code in a sentence, as text to copy.
func shortly(text string) string {
	if text == tracking.TBD {
		return tracking.TBD
	}
	return copyable(brief(text, 150))
}
