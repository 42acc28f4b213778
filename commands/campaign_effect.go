package commands

import (
	"fmt"

	"codekeeper/store"
	"codekeeper/store/tracking"
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
			all = append(all, modeEffect(k, after, n))
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
	if n != nil {
		if _, shared := k.selectedUnder(n); shared == 0 {
			end = "."
		}
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
		tbd = tbd || k.of(change.After.Terms) != store.Shared || k.sharedOf(change.After.Terms) == tracking.TBD
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

// selectedUnder are how many of those selected have their own, and how many the
// shared one, each by the mode they were selected under.
func (k kind) selectedUnder(n *store.CampaignCounts) (own, shared int) {
	if k == aLink {
		return n.OwnLinks, n.SharedLinks
	}
	return n.OwnCodes, n.SharedCodes
}

// modeEffect says for whom a mode that was needed before changes: for nobody who
// is selected already, each of whom keeps what they were selected with.
func modeEffect(k kind, after store.Mode, n *store.CampaignCounts) string {
	change := fmt.Sprintf("%s: “%s” holds for later selections; ", k.label(), modeLabel(after))
	if n == nil {
		return change + "who is selected keeps theirs."
	}
	own, shared := k.selectedUnder(n)
	switch all := own + shared; {
	case n.Selected == 0:
		return change + "nobody is selected yet."
	case all == 0:
		return change + "nobody selected needs one."
	case own == 0:
		return change + fmt.Sprintf("the %d selected", all) + keeps(all) + "the shared one."
	case shared == 0:
		return change + fmt.Sprintf("the %d selected", all) + keeps(all) + "their own."
	default:
		return fmt.Sprintf("%sof the %d selected %d%stheir own, %d%sthe shared one.", change, all, own, keeps(own), shared, keeps(shared))
	}
}

func keeps(n int) string {
	if n == 1 {
		return " keeps "
	}
	return " keep "
}
