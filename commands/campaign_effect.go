package commands

import (
	"fmt"
	"strings"

	"codekeeper/store"
)

// savedWords say what was changed, in mrkdwn.
func savedWords(change store.CampaignChange) string {
	what := changedTerms(change)
	if len(what) == 0 {
		return fmt.Sprintf("Nothing changed in %s.", esc(change.After.Name))
	}
	return fmt.Sprintf("Saved %s. Changed: %s.", esc(change.After.Name), andList(what))
}

// changedTerms name what was changed.
func changedTerms(change store.CampaignChange) []string {
	before, after := termTexts(change.Before.Terms), termTexts(change.After.Terms)
	var what []string
	for _, field := range campaignFields {
		if before[field] != after[field] {
			what = append(what, termNames(field))
		}
	}
	return what
}

// termNames is what a field is called within a sentence.
func termNames(field string) string {
	for _, k := range kinds {
		switch field {
		case k.modeTerm():
			return "how the " + k.lower() + " is handled"
		case k.sharedTerm():
			return "the shared " + string(k)
		case k.patternTerm():
			return "the " + string(k) + " pattern"
		}
	}
	switch field {
	case termName:
		return "the name"
	case termHowTo:
		return "how influencers get theirs"
	case termMessage:
		return "the message to influencers"
	case termFee:
		return "the fee"
	case termCommission:
		return "the commission note"
	case termOwners:
		return "the owners"
	case fieldChannel:
		return "the digest channel"
	case termLaunches:
		return "the launch date"
	}
	return "the end date"
}

// effects say whom a change affects, in mrkdwn, nothing where it affects
// nobody. n is after the change, nil when nobody knows.
func effects(change store.CampaignChange, n *store.CampaignCounts) []string {
	var all []string
	if needs := newlyNeeded(change); needs != "" {
		all = append(all, needs)
	}
	for _, k := range kinds {
		before, after := k.of(change.Before.Terms), k.of(change.After.Terms)
		if before != after && before.Needed() {
			all = append(all, modeEffect(k, before, after, n))
		}
		all = append(all, sharedEffect(k, change, n)...)
	}
	return all
}

// sharedEffect says that what everyone shares is another one now.
func sharedEffect(k kind, change store.CampaignChange, n *store.CampaignCounts) []string {
	was, is := k.sharedOf(change.Before.Terms), k.sharedOf(change.After.Terms)
	if was == is {
		return nil
	}
	end := ", for everyone selected who shares it."
	if n != nil && n.Selected == 0 {
		end = "."
	}
	return []string{fmt.Sprintf("The shared %s was %s and is %s now%s", k.lower(), copyable(clip(was, 200)), copyable(clip(is, 200)), end)}
}

// newlyNeeded says who needs what was not needed before.
func newlyNeeded(change store.CampaignChange) string {
	var what []string
	tbd := false
	for _, k := range kinds {
		if k.of(change.Before.Terms) != store.NotNeeded || !k.of(change.After.Terms).Needed() {
			continue
		}
		article := "a "
		if k == aLink {
			article = "an "
		}
		if k.of(change.After.Terms) == store.Shared {
			article = "the shared "
		}
		what = append(what, article+k.lower())
		tbd = tbd || k.of(change.After.Terms) != store.Shared || k.sharedOf(change.After.Terms) == "TBD"
	}
	if len(what) == 0 || change.Affected == 0 {
		return ""
	}
	verb := "need"
	if change.Affected == 1 {
		verb = "needs"
	}
	end := "."
	if tbd {
		end = ": TBD."
	}
	return fmt.Sprintf("%s now %s %s%s", count(change.Affected, "selected influencer"), verb, andList(what), end)
}

// modeEffect says for whom a mode that was needed before changes.
func modeEffect(k kind, before, after store.Mode, n *store.CampaignCounts) string {
	change := fmt.Sprintf("%s: “%s” holds for later selections", k.label(), modeLabel(after))
	own := "their own"
	if before == store.Shared {
		own = "the shared one"
	}
	switch {
	case n == nil:
		return change + "; who is selected keeps " + own + "."
	case n.Selected == 0:
		return change + "; nobody is selected yet."
	case n.Selected == 1:
		return fmt.Sprintf("%s; the 1 selected keeps %s.", change, own)
	}
	return strings.Join([]string{change, fmt.Sprintf("the %d selected keep %s.", n.Selected, own)}, "; ")
}
