package commands

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

const copySaveAnyway = "Save anyway"

// warnings say, for a link and a code, who else holds or held it, and of a link
// why it will lose money. They stop nobody: one can save anyway.
type warnings map[kind]string

func (w warnings) any() bool { return len(w) > 0 }

// add adds a sentence.
func (w warnings) add(k kind, text string) { w[k] = strings.TrimSpace(w[k] + " " + text) }

// text is all of them, in mrkdwn.
func (w warnings) text() string {
	var all []string
	for _, k := range kinds {
		if w[k] != "" {
			all = append(all, w[k])
		}
	}
	return strings.Join(all, " ")
}

// under is the warning for under the field of a link or code, with the checkbox
// that saves in spite of all warnings under the last of them.
func (w warnings) under(k kind) []slack.Block {
	blocks := said(w[k])
	if k == aCode && w[aCode] != "" || k == aLink && w[aLink] != "" && w[aCode] == "" {
		blocks = append(blocks, anyway())
	}
	return blocks
}

// seal names exactly these warnings, so that *Save anyway* agrees to what
// was shown and to nothing else.
func (w warnings) seal() string {
	sum := sha256.Sum256([]byte(w.text()))
	return hex.EncodeToString(sum[:6])
}

// warnings looks up who else holds what the edit changes. A different
// influencer's is a warning, in any campaign, live or archived; their own
// never is.
func (a *App) warnings(ctx context.Context, team string, now store.Application, edit store.Edit) (warnings, error) {
	asked := store.Selection{InfluencerID: now.InfluencerID, Link: edit.Link, Code: edit.Code}
	if edit.Link.Same(now.Link) {
		asked.Link = tracking.Link{}
	}
	if edit.Code.Same(now.Code) {
		asked.Code = tracking.Code{}
	}
	campaign := now.CampaignID
	if edit.State != store.Selected {
		campaign = 0 // what is only prepared is refused later
	}
	return a.heldBy(ctx, team, campaign, asked)
}

// heldByAny warns of what those who are not selected yet take. Of several it
// says whose it is: the form does not show it.
func (a *App) heldByAny(ctx context.Context, team string, campaign int64, choices []choice) (warnings, error) {
	all := warnings{}
	known, err := a.store.Known(ctx, team, selectionsOf(choices))
	if err != nil {
		return nil, err
	}
	for i, c := range choices {
		if c.selected {
			continue
		}
		found := ofLink(c.Link)
		if known[i] {
			if found, err = a.heldBy(ctx, team, campaign, c.Selection); err != nil {
				return nil, err
			}
		}
		for k, text := range found {
			if len(choices) > 1 {
				text = fmt.Sprintf("For %s %s is prepared. %s", c.name, copyable(brief(k.text(store.Application{Link: c.Link, Code: c.Code}), 300)), text)
			}
			all.add(k, text)
		}
	}
	return all, nil
}

// heldBy warns of what one influencer takes. In the campaign for which they are
// selected nobody else may have the same: that is refused, with who has it, and
// no warning to be saved in spite of.
func (a *App) heldBy(ctx context.Context, team string, campaign int64, s store.Selection) (warnings, error) {
	links, codes, err := a.store.Holders(ctx, team, s.Link, s.Code, s.InfluencerID, 0)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(slices.Concat(links, codes), holdsIn(campaign)) {
		return nil, nil //nolint:nilnil // saving says so
	}
	near, err := a.store.NearLinks(ctx, team, s.Link, s.InfluencerID, 0)
	return warningsOf(s.Link, s.Code, links, codes, near), err
}

// held warns of who holds or held a link or code, other than this influencer
// and this campaign.
func (a *App) held(ctx context.Context, team string, link tracking.Link, code tracking.Code, influencer, campaign int64) (warnings, error) {
	links, codes, err := a.store.Holders(ctx, team, link, code, influencer, campaign)
	if err != nil {
		return nil, err
	}
	near, err := a.store.NearLinks(ctx, team, link, influencer, campaign)
	return warningsOf(link, code, links, codes, near), err
}

func warningsOf(link tracking.Link, code tracking.Code, links, codes []store.Holding, near []store.Near) warnings {
	found := ofLink(link)
	if len(near) > 0 {
		found.add(aLink, nearWords(link, near))
	}
	if len(links) > 0 {
		found.add(aLink, holdersWords(copyable(link.String()), links))
	}
	if len(codes) > 0 {
		found.add(aCode, holdersWords(copyable(code.String()), codes))
	}
	return found
}

// holdersWords name at most three holders: who, where and until when.
func holdersWords(what string, holders []store.Holding) string {
	var clauses []string
	for i, h := range holders[:min(3, len(holders))] {
		clauses = append(clauses, holderWords(h, what))
		if i == 0 {
			what = "it"
		}
	}
	if more := len(holders) - 3; more > 0 {
		clauses = append(clauses, fmt.Sprintf("%d more have or had it", more))
	}
	return andList(clauses) + "."
}

// holderWords are "*@leo* has `LEO1` in Winter Warm", or until when they had it.
func holderWords(h store.Holding, what string) string {
	name, has, campaign := "Everyone", "shares", esc(h.Campaign.Name)
	if h.Campaign.Archived() { // a live one may have the same name
		campaign += " (archived)"
	}
	if !h.Shared {
		name, has = who(h.Influencer), "has"
	}
	if h.Until == nil {
		return fmt.Sprintf("%s %s %s in %s", name, has, what, campaign)
	}
	return fmt.Sprintf("%s had %s in %s until %s", name, what, campaign, dayWords(store.DateOf(*h.Until)))
}
