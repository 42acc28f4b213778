package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// A filling makes links and codes for many at once.
type filling struct {
	campaign store.Campaign
	asked    []kind
	made     []making
	stays    []staying
}

// A making is what a pattern made for one of the choices. What is fixed was not
// made: it only must not be made for somebody else.
type making struct {
	at    int // of the choice
	kind  kind
	text  string
	name  string // in mrkdwn
	fixed bool
}

// A staying says whose link or code stays TBD, why in mrkdwn, and what mends it
// for the first of them.
type staying struct {
	kind   kind
	names  []string
	reason string
	remedy remedy
}

// fillIn fills in what is TBD in the choices of those who aren't selected yet,
// of the kinds asked for, and says what stays TBD and why, in mrkdwn.
func (a *App) fillIn(ctx context.Context, team string, c store.Campaign, asked map[kind]bool, all []choice) ([]string, error) {
	f := filling{campaign: c}
	for _, k := range fillable(c.Terms) {
		if asked[k] {
			f.asked = append(f.asked, k)
		}
	}
	if len(f.asked) == 0 {
		return nil, nil
	}
	people, err := a.people(ctx, team, all)
	if err != nil {
		return nil, err
	}
	if err := a.fill(ctx, team, &f, all, people); err != nil {
		return nil, err
	}
	return f.words(), nil
}

// fill fills in what is asked for and TBD in the choices of these people.
func (a *App) fill(ctx context.Context, team string, f *filling, all []choice, people []store.Influencer) error {
	f.make(all, people)
	f.apart()
	if err := a.unheld(ctx, team, f, all); err != nil {
		return err
	}
	for _, m := range f.made {
		if !m.fixed {
			if err := m.kind.choose(&all[m.at].Selection, m.text); err != nil {
				return err
			}
		}
	}
	return nil
}

// people are the influencers of the choices; of who is new only the handle is
// known.
func (a *App) people(ctx context.Context, team string, all []choice) ([]store.Influencer, error) {
	var ids []int64
	for _, c := range all {
		if c.InfluencerID != 0 {
			ids = append(ids, c.InfluencerID)
		}
	}
	known, err := a.store.Influencers(ctx, team, ids)
	if err != nil {
		return nil, err
	}
	found := make([]store.Influencer, len(all))
	for n, c := range all {
		found[n] = store.Influencer{Profile: store.Profile{Handle: c.Handle}}
		if i, ok := known[c.InfluencerID]; ok {
			found[n] = i
		}
	}
	return found, nil
}

// textOf is a choice's link or code.
func (k kind) textOf(s store.Selection) string {
	return k.text(store.Application{Link: s.Link, Code: s.Code})
}

// choose sets a link or code that a pattern made.
func (k kind) choose(s *store.Selection, text string) error {
	var edit store.Edit
	if err := k.set(&edit, text); err != nil {
		return err
	}
	if k == aLink {
		s.Link = edit.Link
	} else {
		s.Code, s.MadeCode = edit.Code, true
	}
	return nil
}

// make makes what the patterns give for those who aren't selected yet.
func (f *filling) make(all []choice, people []store.Influencer) {
	for n, c := range all {
		if c.selected {
			continue
		}
		name := who(people[n])
		for _, k := range f.asked {
			if c.left[k] {
				continue
			}
			text := k.textOf(c.Selection)
			if text != tracking.TBD {
				f.made = append(f.made, making{n, k, text, name, true})
				continue
			}
			text, err := k.make(k.pattern(f.campaign.Terms), patternFields(people[n], f.campaign))
			if err != nil {
				f.stay(k, esc(problemOf(userError(err))), remedyOf(err, people[n]), name)
				continue
			}
			f.made = append(f.made, making{n, k, text, name, false})
		}
	}
}

// stay notes whose stays TBD; for one reason together.
func (f *filling) stay(k kind, reason string, mends remedy, names ...string) {
	for n, s := range f.stays {
		if s.kind == k && s.reason == reason {
			f.stays[n].names = append(s.names, names...)
			return
		}
	}
	f.stays = append(f.stays, staying{k, slices.Clone(names), reason, mends})
}

// key is what links or codes have in common that would be one another's.
func (m making) key() string {
	var edit store.Edit
	if err := m.kind.set(&edit, m.text); err != nil {
		return m.text
	}
	if m.kind == aLink {
		return edit.Link.Near()
	}
	return edit.Code.Key()
}

// apart takes out what was made for several: all of theirs stay TBD.
func (f *filling) apart() {
	groups := map[string][]making{}
	for _, m := range f.made {
		key := string(m.kind) + " " + m.key()
		groups[key] = append(groups[key], m)
	}
	var kept []making
	for _, m := range f.made {
		group := groups[string(m.kind)+" "+m.key()]
		switch {
		case m.fixed || len(group) == 1:
			kept = append(kept, m)
		default:
			f.stay(m.kind, alike(group), remedy{}, m.name)
		}
	}
	f.made = kept
}

// alike says whose links or codes would be one.
func alike(group []making) string {
	var each []string
	same := true
	for _, m := range group {
		each = append(each, fmt.Sprintf("%s for %s", copyable(brief(m.text, 200)), m.name))
		same = same && strings.EqualFold(m.text, group[0].text)
	}
	if !same {
		return andMore(each, 3) + " hardly differ."
	}
	var names []string
	for _, m := range group {
		names = append(names, m.name)
	}
	return fmt.Sprintf("%s would be for %s alike.", copyable(brief(group[0].text, 200)), andMore(names, 3))
}

// unheld takes out what somebody else holds or held, or holds nearly.
func (a *App) unheld(ctx context.Context, team string, f *filling, all []choice) error {
	asked := make([]store.Selection, len(f.made))
	for n, m := range f.made {
		if m.fixed {
			continue
		}
		asked[n].InfluencerID = all[m.at].InfluencerID
		if err := m.kind.choose(&asked[n], m.text); err != nil {
			return err
		}
	}
	known, err := a.store.Known(ctx, team, asked)
	if err != nil {
		return err
	}
	var kept []making
	for n, m := range f.made {
		warned := ofLink(asked[n].Link)
		if known[n] {
			if warned, err = a.held(ctx, team, asked[n].Link, asked[n].Code, asked[n].InfluencerID, 0); err != nil {
				return err
			}
		}
		if warned.any() {
			f.stay(m.kind, warned.text(), remedy{}, m.name)
			continue
		}
		kept = append(kept, m)
	}
	f.made = kept
	return nil
}

// maxStays is how many reasons are given.
const maxStays = 5

// words say whose stay TBD and why, in mrkdwn.
func (f *filling) words() []string {
	var all []string
	for n, s := range f.stays {
		if n == maxStays {
			all = append(all, andStays(f.stays[n:]))
			break
		}
		all = append(all, fmt.Sprintf("The %s of %s stays TBD: %s", s.kind.lower(), andMore(s.names, 5), bot.Sentences(s.reason, s.remedy.mrkdwn())))
	}
	return all
}

// andStays counts those whose reasons aren't given.
func andStays(rest []staying) string {
	stay := 0
	for _, s := range rest {
		stay += len(s.names)
	}
	return fmt.Sprintf("%d more stay TBD, for reasons of this kind.", stay)
}

// staysBlocks show what words say.
func staysBlocks(words []string) []slack.Block {
	var blocks []slack.Block
	for _, text := range words {
		blocks = append(blocks, fine(text))
	}
	return blocks
}
