package commands

import (
	"fmt"
	"slices"
	"strings"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// influencerMessage is what the team copies and sends to an influencer, as
// plain text; "" when there is nothing to tell them. To somebody who was never
// told all they share it is the campaign's message; after that only what
// changed; and while something they must get from the affiliate program is TBD,
// how to get it. Whatever Row.Told has that they were not told is in it, so
// that it can be marked as sent.
func influencerMessage(r store.Row) string {
	var parts []string
	switch {
	case r.State != store.Selected || r.Campaign.Archived():
		return ""
	case r.Changed():
		parts = corrections(r)
	case r.Ready() && !r.NotInShop:
		return wholeMessage(r)
	}
	if how := howToMessage(r); how != "" {
		parts = append(parts, how)
	}
	return strings.Join(parts, "\n\n")
}

// sendable says whether somebody has to be told something that can be marked as
// sent.
func sendable(r store.Row) bool { return !r.Campaign.Archived() && r.Unsent() }

// wholeMessage is the campaign's message, filled in. What the template leaves
// out of what they share, as that of a campaign whose modes changed may, is
// added below.
func wholeMessage(r store.Row) string {
	template, problem := parseMessage(r.Campaign.Message)
	if r.Campaign.Message == "" || problem != "" {
		template, _ = parseMessage(usualMessage)
	}
	filling := fillingOf(r, r.SentAt == nil)
	if filling[putLink] == "" && filling[putCode] == "" {
		return "" // the campaign needs neither
	}
	var text strings.Builder
	text.WriteString(filledIn(template, filling))
	for _, k := range kinds {
		if shared := filling[k.placeholder()]; shared != "" && !shows(template, filling, k.placeholder()) {
			fmt.Fprintf(&text, "\n\nYour %s: %s", k, shared)
		}
	}
	return strings.TrimSpace(text.String())
}

// shows says whether a line with this placeholder is not left out.
func shows(t messageTemplate, filling map[string]string, put string) bool {
	return slices.ContainsFunc(t, func(line []tracking.Piece) bool {
		_, kept := filledLine(line, filling)
		return kept && puts(line, put)
	})
}

// corrections say exactly what changed since somebody was told: what replaces
// the old one, and what they were never told. A link stands in a line of its
// own, so that it is copied without what follows it.
func corrections(r store.Row) []string {
	now := r.Told()
	const everywhere = "everywhere: caption, bio, stories."
	var all []string
	switch {
	case r.OldLink():
		all = append(all, fmt.Sprintf("Your link is now:\n%s\nPlease replace the old one %s The old one was:\n%s", now.Link, everywhere, r.SentLink))
	case r.UntoldLink():
		all = append(all, fmt.Sprintf("Your link for %s is:\n%s\nPlease use it %s", r.Campaign.Name, now.Link, everywhere))
	}
	switch {
	case r.OldCode():
		all = append(all, fmt.Sprintf("Your code is now %s. Please replace %s %s", now.Code, r.SentCode, everywhere))
	case r.UntoldCode():
		all = append(all, fmt.Sprintf("Your code for %s is %s. Please use it %s", r.Campaign.Name, now.Code, everywhere))
	}
	return all
}

// howToMessage says how somebody gets what they must get from the affiliate
// program; "" when nothing like that is TBD.
func howToMessage(r store.Row) string {
	var what []string
	for _, k := range kinds {
		if k.tbd(r) && k.mode(r).WaitsForInfluencer() {
			what = append(what, "your "+string(k))
		}
	}
	if len(what) == 0 {
		return ""
	}
	it := "it"
	if len(what) > 1 {
		it = "them"
	}
	filling := fillingOf(r, false)
	var lines []string
	if !r.Changed() && filling[putFirst] != "" {
		lines = append(lines, fmt.Sprintf("Hi %s!", filling[putFirst]), "")
	}
	lines = append(lines, fmt.Sprintf("For %s you get %s from our affiliate program.", r.Campaign.Name, andList(what)))
	if how := filling[putHowTo]; how != "" {
		lines = append(lines, "This is how:", how)
	}
	lines = append(lines, "", fmt.Sprintf("Please send %s to us as soon as you have %s.", it, it))
	return tidied(lines)
}
