package commands

import (
	"fmt"
	"strings"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// ofLink warns of a link that will lose money whoever holds it.
func ofLink(link tracking.Link) warnings {
	found := warnings{}
	if said := losing(link, func(text string) string { return copyable(brief(text, 300)) }); said != "" {
		found.add(aLink, said)
	}
	return found
}

// losing says why a link will lose money whoever holds it, "" where it won't: by
// its text alone, for no link is ever opened. show is how a link is written.
func losing(link tracking.Link, show func(text string) string) string {
	var said []string
	if network, ok := tracking.NetworkOf(link); ok && network.MovedTo != "" {
		said = append(said, fmt.Sprintf("%s is a %s link. %s has closed, and its links moved to %s: nobody may be paid for a sale through this one. Get the new link there.",
			show(link.String()), network.Name, network.Name, network.MovedTo))
	}
	if link.Home() {
		said = append(said, show(link.String())+" is a bare home page: nothing in it tells whose followers came.")
	}
	return strings.Join(said, " ")
}

// maxNear is how many of the links near to one are named.
const maxNear = 3

// nearWords say which links of others differ from one hardly.
func nearWords(link tracking.Link, near []store.Near) string {
	var clauses []string
	for _, n := range near[:min(maxNear, len(near))] {
		whose := who(n.Influencer)
		if n.Shared {
			whose = "everyone"
		}
		clauses = append(clauses, fmt.Sprintf("%s of %s in %s, by %s", copyable(brief(n.Link.String(), 300)), whose, esc(n.Campaign.Name), nearBy(link, n.Link)))
	}
	if more := len(near) - maxNear; more > 0 {
		clauses = append(clauses, fmt.Sprintf("%d more", more))
	}
	return fmt.Sprintf("%s hardly differs from %s. Is it mistyped? The sales of one would count for the other.", copyable(brief(link.String(), 300)), andList(clauses))
}

// nearBy says by what two links that are near differ.
func nearBy(a, b tracking.Link) string {
	one, two := a.String(), b.String()
	switch {
	case strings.EqualFold(one, two):
		return "letter case only"
	case strings.ReplaceAll(one, "_", "") == strings.ReplaceAll(two, "_", ""):
		return "an underscore only"
	case strings.TrimRight(one, "/") == strings.TrimRight(two, "/"):
		return "a slash at its end only"
	}
	return "nothing but slashes, underscores and letter case"
}

// networkWords say which network a link is of, and whom it pays for it; "" where
// the link's shape doesn't tell. It is information and no warning.
func networkWords(link tracking.Link) string {
	network, ok := tracking.NetworkOf(link)
	if !ok {
		return ""
	}
	words := network.Name
	if network.Perhaps {
		words = "Perhaps " + words
	}
	if network.Publisher != "" {
		words += " · publisher " + esc(network.Publisher)
	}
	return words
}
