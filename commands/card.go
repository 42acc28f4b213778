package commands

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// The words people see.
const (
	copyUpdate   = "Update"
	copySelect   = "Select"
	copyDecline  = "Decline"
	copyWithdraw = "Withdraw"
	copyKeep     = "Keep"
)

// who names an influencer in mrkdwn: bold handle, and the name if known.
func who(i store.Influencer) string {
	if i.Name == "" {
		return strong(at(i))
	}
	return strong(at(i)) + " (" + exact(i.Name) + ")"
}

// at names an influencer in plain text. Who is forgotten has a neutral name, by
// which no command finds them.
func at(i store.Influencer) string {
	if i.Forgotten() {
		return fmt.Sprintf("Forgotten influencer %d", i.ID)
	}
	return "@" + i.Handle.String()
}

// card is one application: what is shared, how far it is, and what one can do.
func card(r store.Row, now time.Time) []slack.Block {
	buttons := append(shopButton(r), cardButtons(r)...)
	if influencerMessage(r) != "" {
		id := rowID(r.Application)
		buttons = append(buttons, button(copyMessage, routeSentMessage, id, id))
	}
	return cardWith(r, now, buttons)
}

func cardWith(r store.Row, now time.Time, buttons []slack.BlockElement) []slack.Block {
	head := fmt.Sprintf("%s · *%s* · %s", who(r.Influencer), esc(r.Campaign.Name), stateWords(r))
	if words := sentWords(r, now); words != "" {
		head += " · " + words
	}
	blocks := []slack.Block{section(head)}
	for _, k := range kinds {
		if line := shareLine(k, r, now); line != "" {
			blocks = append(blocks, section(line+ofNetwork(k, r)))
		}
	}
	if details := cardDetails(r, now); details != "" {
		blocks = append(blocks, fine(details))
	}
	buttons = append(buttons, historyButton(r.Influencer, rowID(r.Application)))
	return append(blocks, actions(buttons...))
}

// stateWords say how far an application is, in plain words.
func stateWords(r store.Row) string {
	switch {
	case r.Campaign.Archived():
		return string(r.State) + ", campaign archived"
	case r.Ready():
		return "selected, ready"
	case r.State == store.Selected:
		return "selected, " + tbdWords(r)
	}
	return string(r.State)
}

// tbdWords name what is TBD: "link and code TBD".
func tbdWords(r store.Row) string {
	var what []string
	for _, k := range kinds {
		if k.tbd(r) {
			what = append(what, string(k))
		}
	}
	return andList(what) + " TBD"
}

// changedMeanwhile says why a button did nothing, above the card as it is now.
func changedMeanwhile(stale *store.Stale[store.Row]) string {
	return fmt.Sprintf("Nothing was changed: <@%s> changed %s meanwhile. Here they are now.", stale.By, who(stale.Current.Influencer))
}

// shareLine shows the link or code, "" where the campaign needs none.
func shareLine(k kind, r store.Row, now time.Time) string {
	mode := k.mode(r)
	held := k.text(r.Application)
	switch {
	case r.State != store.Selected && (!mode.Unique() || held == tracking.TBD):
		return ""
	case r.State == store.Applied:
		return fmt.Sprintf("%s: %s · prepared for when they are selected", k.label(), copyable(held))
	case r.State == store.Withdrawn:
		return fmt.Sprintf("%s: %s · theirs until they were withdrawn", k.label(), copyable(held))
	case r.State == store.Declined:
		return fmt.Sprintf("%s: %s · was prepared for them", k.label(), copyable(held))
	case !mode.Needed():
		return ""
	case k.tbd(r):
		return fmt.Sprintf("%s: *TBD* %s · waits for %s", k.label(), lasting(tbdSince(k, r), now), waitsFor(mode.WaitsForInfluencer()))
	case mode == store.Shared:
		return fmt.Sprintf("%s: %s · %s", k.label(), copyable(k.shares(r)), k.sharedBy(r))
	}
	return fmt.Sprintf("%s: %s%s", k.label(), copyable(k.shares(r)), shopNote(k, r))
}

// ofNetwork tells below a link which network it is of, where its shape does.
func ofNetwork(k kind, r store.Row) string {
	held := r.Link
	if r.State == store.Selected {
		held = r.SharesLink()
	}
	if words := networkWords(held); k == aLink && words != "" {
		return "\n" + words
	}
	return ""
}

// tbdSince is since when the row's link or code has been TBD.
func tbdSince(k kind, r store.Row) time.Time {
	own, shared := r.LinkSince, k.sharedSince(r.Campaign)
	if k == aCode {
		own = r.CodeSince
	}
	if k.mode(r) == store.Shared && shared.After(own) {
		return shared
	}
	return own
}

// waitsFor says who a TBD waits for.
func waitsFor(influencer bool) string {
	if influencer {
		return "the influencer"
	}
	return "us"
}

func cardDetails(r store.Row, now time.Time) string {
	var parts []string
	takesPart := r.State.TakesPart()
	if d := r.GoesLiveOn(); d != "" && takesPart {
		parts = append(parts, "Goes live "+dayNear(d, store.DateOf(now)))
	}
	if r.Campaign.Fee != "" && takesPart {
		parts = append(parts, "Fee: "+esc(r.Campaign.Fee))
	}
	if words := snoozeWords(r, store.DateOf(now)); words != "" && takesPart {
		parts = append(parts, strings.ToUpper(words[:1])+words[1:])
	}
	if r.Note != "" {
		parts = append(parts, "Note: "+esc(clip(r.Note, 500)))
	}
	if r.Influencer.Note != "" {
		parts = append(parts, "About them: "+esc(clip(r.Influencer.Note, 500)))
	}
	return strings.Join(parts, " · ")
}

func cardButtons(r store.Row) []slack.BlockElement {
	id := rowID(r.Application)
	switch {
	case r.Campaign.Archived():
		return nil
	case r.State == store.Selected:
		return []slack.BlockElement{
			button(copyUpdate, routeEditOpen, id, id),
			confirmed(button(copyWithdraw, routeDecline, id, id), "Withdraw "+at(r.Influencer)+"?",
				"Their link and code are then free for others, and stay in history.", copyWithdraw, copyKeep),
		}
	case r.Influencer.Forgotten() && r.State == store.Applied:
		return []slack.BlockElement{button(copyDecline, routeDecline, id, id)}
	case r.Influencer.Forgotten():
		return nil
	case r.State == store.Applied:
		return []slack.BlockElement{
			button(copySelect, routeSelectOpen, id, id),
			button(copyUpdate, routeEditOpen, id, id),
			button(copyDecline, routeDecline, id, id),
		}
	}
	return []slack.BlockElement{button(copySelect+" again", routeSelectOpen, id, id)}
}

// confirmed has Slack ask before a button does something; yes does it, no
// doesn't.
func confirmed(b *slack.ButtonBlockElement, title, text, yes, no string) *slack.ButtonBlockElement {
	b.Confirm = slack.NewConfirmationBlockObject(plain(title, 100), plain(text, 300), plain(yes, 30), plain(no, 30))
	return b
}

// rowID is an application with its version, as buttons carry it: "17.3".
func rowID(a store.Application) string { return fmt.Sprintf("%d.%d", a.ID, a.Version) }

// readRowID reads what rowID wrote; ok is false for anything else.
func readRowID(text string) (id, version int64, ok bool) {
	first, second, found := strings.Cut(text, ".")
	id, err1 := strconv.ParseInt(first, 10, 64)
	version, err2 := strconv.ParseInt(second, 10, 64)
	return id, version, found && err1 == nil && err2 == nil && id > 0 && version >= 0
}
