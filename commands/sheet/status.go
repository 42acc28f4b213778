package sheet

import (
	"slices"
	"strings"
)

// A ShopStatus says whether a shop takes a code.
type ShopStatus string

// What shops say; Shopify has the first three.
const (
	Active    ShopStatus = "active"
	Scheduled ShopStatus = "scheduled" // not yet
	Expired   ShopStatus = "expired"   // no more
	Disabled  ShopStatus = "disabled"  // switched off
)

// StatusOf reads a status in any case; ok is false for one that isn't known.
// An empty cell says nothing, and is "" and ok.
func StatusOf(cell string) (s ShopStatus, ok bool) {
	word := folded(cell)
	if word == "" {
		return "", true
	}
	return spelled(word, map[ShopStatus][]string{
		Active:    {"active", "enabled", "live", "on", "valid", "published"},
		Scheduled: {"scheduled", "upcoming", "pending", "future"},
		Expired:   {"expired", "ended", "finished"},
		Disabled:  {"disabled", "inactive", "deactivated", "paused", "archived", "draft", "off", "deleted"},
	})
}

// StateOf reads how far an application is, "applied", "selected", "declined"
// or "withdrawn", out of the words that lists of applicants have for it; ok is
// false for one that isn't known. An empty cell says nothing, and is "" and ok.
func StateOf(cell string) (state string, ok bool) {
	word := folded(cell)
	if word == "" {
		return "", true
	}
	return spelled(word, map[string][]string{
		"applied":   {"applied", "applicant", "application", "pending", "new", "open", "inreview", "submitted"},
		"selected":  {"selected", "approved", "accepted", "confirmed", "hired"},
		"declined":  {"declined", "rejected", "refused", "notselected", "denied"},
		"withdrawn": {"withdrawn", "cancelled", "canceled", "droppedout"},
	})
}

func spelled[T ~string](word string, words map[T][]string) (T, bool) {
	for meaning, all := range words {
		if slices.Contains(all, word) {
			return meaning, true
		}
	}
	return "", false
}

// Rewritten says what a code was probably rewritten as by the spreadsheet that
// it went through, in a sentence, "" for one that looks untouched: Excel makes
// the date 15-Mar of MAR15, and 1.00E+10 of 1E10. Nobody can tell what it was.
func Rewritten(code string) string {
	code = strings.TrimSpace(code)
	day, number := rewrittenDay.MatchString(code), rewrittenNumber.MatchString(code)
	switch {
	case day:
		return code + " looks like a date that a spreadsheet made of a code. Please look up the code where it was made."
	case number:
		return code + " looks like a number that a spreadsheet made of a code. Please look up the code where it was made."
	}
	return ""
}
