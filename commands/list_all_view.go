package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// An allForm is the form of *Select all* or *Decline all*.
type allForm struct {
	callback string
	meta     allMeta
	campaign *store.Campaign // nil: of several
	live     string
	reason   string
	fill     map[kind]bool // filled in from the pattern
	warned   warnings
}

// typed is the form with what somebody typed.
func (f allForm) typed(in *bot.Form) allForm {
	f.live, f.reason, f.fill = in.Text(fieldLive), strings.TrimSpace(in.Text(fieldReason)), fillAsked(in)
	return f
}

// verb says what becomes of them.
func (f allForm) verb() string {
	if f.meta.List.Filter == string(store.Applied) {
		return "Declined"
	}
	return "Withdrew"
}

func (f allForm) view() *slack.ModalViewRequest {
	listed := f.meta.List.counted(f.meta.Count, f.campaign)
	if f.warned.any() {
		f.meta.Warned = f.warned.seal()
	}
	if f.callback == formDeclineAll {
		text := fmt.Sprintf("*%s*, as the list showed them, on all its pages: they become declined.", listed)
		submit := fmt.Sprintf("Decline %d", f.meta.Count)
		if f.meta.List.Filter != string(store.Applied) {
			text = fmt.Sprintf("*%s*, as the list showed them, on all its pages: they are withdrawn. Their links and codes are then free for others, and stay in history.", listed)
			submit = fmt.Sprintf("Withdraw %d", f.meta.Count)
		}
		return modal(f.callback, copyDeclineAll, submit, encoded(f.meta), []slack.Block{section(text), reasonInput(f.reason)})
	}
	text := fmt.Sprintf("*%s*, as the list showed them, on all its pages: they become selected. What isn't prepared for them is TBD.", listed)
	blocks := []slack.Block{section(text)}
	hint := "The day they publish."
	if f.campaign != nil {
		blocks = append(blocks, fillInput(f.campaign.Terms, fillable(f.campaign.Terms), f.fill, "")...)
		hint = launchHint(*f.campaign)
	}
	blocks = append(blocks, input(fieldLive, "Goes live", day(fieldLive, f.live), hint+" Who has a day of their own keeps it.", true))
	for _, k := range kinds {
		blocks = append(blocks, f.warned.under(k)...)
	}
	return modal(f.callback, copySelectAll, fmt.Sprintf("Select %d", f.meta.Count), encoded(f.meta), blocks)
}

// leftOut says who was not among them, in mrkdwn.
func (f allForm) leftOut(forgotten, came int) []string {
	var notes []string
	if forgotten > 0 {
		notes = append(notes, fmt.Sprintf("%s forgotten since they applied, and left out.", wereWords(forgotten)))
	}
	if came > 0 {
		notes = append(notes, fmt.Sprintf("%s in the list since it was shown, and left out: %s", newWords(came), copyable(f.meta.List.command(f.campaign))))
	}
	return notes
}

func wereWords(n int) string {
	if n == 1 {
		return "1 was"
	}
	return fmt.Sprintf("%d were", n)
}

func newWords(n int) string {
	if n == 1 {
		return "1 is new"
	}
	return fmt.Sprintf("%d are new", n)
}

// allAnswer says what was done with how many, and shows the first of them. next
// leads on from there.
func allAnswer(verb string, changes []store.Change, notes []string, next []slack.Block, now time.Time) bot.Message {
	var blocks []slack.Block
	for _, note := range notes {
		blocks = append(blocks, fine(note))
	}
	changes = slices.Clone(changes) // a repeat has them in another order
	slices.SortStableFunc(changes, func(a, b store.Change) int {
		return cmp.Or(cmp.Compare(a.After.Influencer.Handle.Key(), b.After.Influencer.Handle.Key()), cmp.Compare(a.After.ID, b.After.ID))
	})
	for _, c := range changes[:min(len(changes), pageRows)] {
		blocks = append(blocks, rowBlock(c.After, now))
	}
	if more := len(changes) - pageRows; more > 0 {
		row := changes[0].After
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer list %s %s`", more, row.Campaign.Slug, row.State)))
	}
	blocks = append(blocks, next...)
	if campaign, one := oneCampaign(changes); one && verb == "Selected" {
		blocks = append(blocks, unsentOffer(campaign, afterOf(changes))...)
	}
	return message(fmt.Sprintf("%s %s.", verb, countIn(changes)), blocks...)
}
