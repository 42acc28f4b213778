package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// saidHoldings is how many holdings the first sentence tells.
const saidHoldings = 3

// heldWords say in one sentence who had a link or code from when to when.
func (p past) heldWords(now time.Time) string {
	what := copyable(brief(p.page.Link+p.page.Code, 300))
	if p.page.From != "" {
		return p.heldThen(what, now)
	}
	held := slices.Clone(p.held[:min(len(p.held), saidHoldings)])
	slices.Reverse(held) // as it went
	var clauses []string
	for _, h := range held {
		clauses = append(clauses, heldClause(h, now))
	}
	sentence := what + " "
	if more := len(p.held) - saidHoldings; more > 0 {
		sentence += fmt.Sprintf("was held %s before, ", timesWords(more))
	}
	sentence += strings.Join(clauses, ", and ")
	if len(p.held) > 0 && p.held[0].Until == nil {
		sentence += p.toldClause(p.held[0], now)
	} else {
		sentence += "; nobody has it now"
	}
	return sentence + "."
}

// heldClause is "was @anna.cooks' in Spring Box from 3 Mar to 28 May", "has
// been @anna.fit's in Summer Glow since 1 Jun".
func heldClause(h store.Holding, now time.Time) string {
	whose := whoseWords(h) + " in " + campaignWords(h.Campaign, now)
	if h.Until == nil {
		return fmt.Sprintf("has been %s since %s", whose, shortDay(h.From, now))
	}
	from, until := shortDay(h.From, now), shortDay(*h.Until, now)
	if from == until {
		return fmt.Sprintf("was %s on %s", whose, from)
	}
	return fmt.Sprintf("was %s from %s to %s", whose, from, until)
}

// whoseWords are "@anna.fit's", "@anna.cooks'", "shared by everyone".
func whoseWords(h store.Holding) string {
	if h.Shared {
		return "shared by everyone"
	}
	name := at(h.Influencer)
	if strings.HasSuffix(name, "s") {
		return esc(name) + "'"
	}
	return esc(name) + "'s"
}

func campaignWords(c store.Campaign, now time.Time) string {
	if c.Archived() {
		return fmt.Sprintf("%s (archived %s)", esc(c.Name), shortDay(*c.ArchivedAt, now))
	}
	return esc(c.Name)
}

// toldClause says when who has it now was told it.
func (p past) toldClause(h store.Holding, now time.Time) string {
	switch {
	case h.Shared:
		return "; " + toldTo(p.told[h.Campaign.ID], h)
	case h.Told == nil:
		return "; not told yet"
	}
	return "; told " + shortDay(*h.Told, now)
}

// heldThen says who had it in the days asked about.
func (p past) heldThen(what string, now time.Time) string {
	days := p.page.days()
	then := heldWithin(p.held, days, now.Location())
	if len(then) == 0 {
		return fmt.Sprintf("%s nobody had %s.", days.words(), what) + p.before(now)
	}
	var clauses []string
	for _, h := range then {
		clause := whoseWords(h) + " in " + campaignWords(h.Campaign, now) + " (since " + shortDay(h.From, now)
		if h.Until != nil {
			clause += ", until " + shortDay(*h.Until, now)
		}
		if h.Told != nil {
			clause += "; told " + shortDay(*h.Told, now)
		}
		clauses = append(clauses, clause+")")
	}
	return fmt.Sprintf("%s %s was %s.", days.words(), what, strings.Join(clauses, ", and "))
}

// before says who had it last before the days asked about, and who first after.
func (p past) before(now time.Time) string {
	begin, end := p.page.days().bounds(now.Location())
	var said strings.Builder
	for _, h := range p.held { // the newest first
		if h.Until != nil && !h.Until.After(begin) {
			fmt.Fprintf(&said, " Before, it %s.", heldClause(h, now))
			break
		}
	}
	for _, h := range slices.Backward(p.held) {
		if !h.From.Before(end) {
			return said.String() + fmt.Sprintf(" Later it %s.", heldClause(h, now))
		}
	}
	return said.String()
}

// heldWithin are those that had it at any moment of these days, as it went.
func heldWithin(held []store.Holding, days dayRange, zone *time.Location) []store.Holding {
	begin, end := days.bounds(zone)
	var then []store.Holding
	for _, h := range slices.Backward(held) {
		if h.From.Before(end) && (h.Until == nil || h.Until.After(begin)) {
			then = append(then, h)
		}
	}
	return then
}

// holdingBlocks list who had it when, and name what is easily taken for it.
func (p past) holdingBlocks(now time.Time) []slack.Block {
	var blocks []slack.Block
	var lines []string
	for _, h := range p.held[:min(len(p.held), maxHoldings)] {
		lines = append(lines, "• "+p.holdingLine(h, now))
	}
	if more := len(p.held) - maxHoldings; more > 0 {
		lines = append(lines, fmt.Sprintf("• %d more before", more))
	}
	if len(lines) > 0 {
		blocks = append(blocks, section(strings.Join(lines, "\n")))
	}
	if len(p.similar) > 0 {
		var named []string
		for _, s := range p.similar {
			has := "has"
			switch {
			case s.Shared && s.Until == nil:
				has = "shares"
			case s.Shared:
				has = "shared"
			case s.Until != nil:
				has = "had"
			}
			name := "everyone"
			if !s.Shared {
				name = exact(at(s.Influencer))
			}
			named = append(named, fmt.Sprintf("%s, which %s %s in %s", copyable(brief(s.text, 200)), name, has, esc(s.Campaign.Name)))
		}
		blocks = append(blocks, section("*Similar*, and easily taken for it: "+strings.Join(named, "; ")+"."))
	}
	return blocks
}

func (p past) holdingLine(h store.Holding, now time.Time) string {
	name := "Everyone"
	if !h.Shared {
		name = who(h.Influencer)
	}
	line := fmt.Sprintf("%s · %s · %s – ", name, campaignWords(h.Campaign, now), fullMoment(h.From, now))
	if h.Until == nil {
		line += "now"
	} else {
		line += fullMoment(*h.Until, now)
	}
	switch {
	case h.Shared && p.page.From == "" && toldTo(p.told[h.Campaign.ID], h) != "":
		return line + " · shared, " + toldTo(p.told[h.Campaign.ID], h)
	case h.Shared:
		return line + " · shared"
	case h.Told == nil:
		return line + " · never told"
	}
	return line + " · told " + fullMoment(*h.Told, now)
}

// influencerWords say in one sentence where an influencer is or was.
func (p past) influencerWords(now time.Time) string {
	name := who(p.of)
	sentence := ""
	if p.page.Typed != "" {
		sentence = fmt.Sprintf("%s is %s now. ", exact("@"+p.page.Typed), name)
		name = "They"
	}
	verb, when := "is", ""
	if p.page.Typed != "" {
		verb = "are"
	}
	if p.page.From != "" {
		verb, when = "was", "At the end of "+dayWords(p.page.To)+" "
		if p.page.Typed != "" {
			name, verb = "they", "were"
		}
	}
	if len(p.rows) == 0 {
		return fmt.Sprintf("%s%s%s %s in no campaign.", sentence, when, name, verb)
	}
	return fmt.Sprintf("%s%s%s %s in %s.", sentence, when, name, verb, count(len(p.rows), "campaign"))
}

// pastRow is an application as it stood.
func pastRow(r store.Row, now time.Time) string {
	parts := []string{"*" + esc(r.Campaign.Name) + "*", stateWords(r)}
	for _, k := range kinds {
		text := k.shares(r)
		switch {
		case r.State != store.Selected || !k.mode(r).Needed() || text == tracking.TBD:
		case k.mode(r) == store.Shared:
			parts = append(parts, fmt.Sprintf("%s %s, shared by everyone", k, shortly(text)))
		default:
			since := r.LinkSince
			if k == aCode {
				since = r.CodeSince
			}
			parts = append(parts, fmt.Sprintf("%s %s since %s", k, shortly(text), shortDay(since, now)))
		}
	}
	if r.SentAt != nil && r.State == store.Selected {
		parts = append(parts, "last marked as sent "+shortDay(*r.SentAt, now))
	}
	return strings.Join(parts, " · ")
}
