package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer tbd [campaign|mine] [link|code]
//
// Opens with one sentence to pass on, then rows by launch, then longest
// waiting, each with Update.

const (
	routeTBD    = "tbd" // value: "", or a tbdPage as JSON
	shortcutTBD = "tbd"
)

// copyWhatIsTBD is on the buttons that lead here.
const copyWhatIsTBD = "What is TBD"

func (a *App) tbd() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "tbd",
		Usage:   "tbd [campaign|mine] [link|code]",
		Summary: "What is TBD, for how long, and who it waits for.",
		Who:     bot.Members,
		Examples: []string{
			"/influencer tbd",
			"/influencer tbd mine",
			"/influencer tbd summer-glow code",
		},
		Parse:     func(text string) error { _, err := parseTBD(text); return err },
		Run:       a.runTBD,
		Clicks:    []bot.Route{{ID: routeTBD, Who: bot.Members, Run: a.clickTBD}},
		Shortcuts: []bot.Route{{ID: shortcutTBD, Who: bot.Members, Run: a.clickTBD}},
	}
}

// tbdArgs say what is asked for.
type tbdArgs struct {
	campaign string
	mine     bool
	kind     kind
}

// parseTBD reads the words. Those of a campaign's name need no quotes when
// they follow each other.
func parseTBD(text string) (tbdArgs, error) {
	var in tbdArgs
	w := words{text}
	inName := false
	for !w.empty() {
		next, err := w.next()
		if err != nil {
			return in, err
		}
		named := false
		switch {
		case next.is("mine") && !in.mine:
			in.mine = true
		case (next.is("link") || next.is("code")) && in.kind == "":
			in.kind = kind(fold(next.text))
		case in.campaign == "" || inName && !next.quoted:
			in.campaign = strings.TrimSpace(in.campaign + " " + next.text)
			named = !next.quoted
		default:
			return in, &bot.UserError{
				Problem: fmt.Sprintf("%s is one word too many.", clip(next.text, 40)),
				Try:     in.command(),
			}
		}
		inName = named
	}
	return in, nil
}

// command is the command again.
func (in tbdArgs) command() string {
	command := []string{"/influencer tbd"}
	switch {
	case strings.Contains(in.campaign, " "):
		command = append(command, `"`+clip(in.campaign, 100)+`"`)
	case in.campaign != "":
		command = append(command, clip(in.campaign, 100))
	}
	if in.mine {
		command = append(command, "mine")
	}
	if in.kind != "" {
		command = append(command, string(in.kind))
	}
	return strings.Join(command, " ")
}

// A tbdPage is what Next carries: what was asked for, and the place that the
// next page comes after.
type tbdPage struct {
	Campaign int64        `json:"n,omitempty"`
	Mine     bool         `json:"m,omitempty"`
	Kind     kind         `json:"k,omitempty"`
	After    *store.Place `json:"a,omitempty"`
}

// exporting is all that is asked for, as a file.
func (p tbdPage) exporting() exporting {
	return exporting{listing: listing{Campaign: p.Campaign, Filter: "tbd", Mine: p.Mine}, Kind: p.Kind}
}

// readTBDPage reads what a button carries, "" for all that is TBD.
func readTBDPage(value string) (tbdPage, error) {
	var ask tbdPage
	if value == "" {
		return ask, nil
	}
	if err := json.Unmarshal([]byte(value), &ask); err != nil || !ask.valid() {
		return ask, &bot.UserError{Problem: sayOldButton, Try: "/influencer tbd"}
	}
	return ask, nil
}

// valid says whether a page is one that a button carries.
func (p tbdPage) valid() bool {
	if p.Kind != "" && !slices.Contains(kinds, p.Kind) {
		return false
	}
	if p.After == nil {
		return true
	}
	_, err := store.ParseDate(string(p.After.Live))
	return err == nil && !strings.ContainsRune(p.After.Slug+p.After.Handle, 0)
}

func (a *App) runTBD(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseTBD(r.Text)
	if err != nil {
		return nil, err
	}
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	ask := tbdPage{Mine: in.mine, Kind: in.kind}
	if in.campaign != "" {
		c, err := pickCampaign(all, in.campaign, "/influencer tbd %s")
		if err != nil {
			return nil, err
		}
		ask.Campaign = c.ID
	}
	m, err := a.tbdNow(ctx, r, all, ask)
	if err != nil {
		return nil, err
	}
	return bot.Say(m), nil
}

// clickTBD is *What is TBD* of the menu, Home and the shortcut, and *Next*.
// Where there is no channel to answer in, the answer is a view.
func (a *App) clickTBD(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	ask, err := readTBDPage(r.Value)
	if err != nil {
		return nil, err
	}
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	m, err := a.tbdNow(ctx, r, all, ask)
	if err != nil {
		return nil, err
	}
	switch {
	case r.Form != nil:
		return &bot.Reply{Update: tbdForm(r, m)}, nil
	case r.Message == nil:
		return &bot.Reply{Open: tbdForm(r, m)}, nil
	}
	return &bot.Reply{Message: &m, Replace: ask.After != nil}, nil
}

// tbdForm shows the answer in a view of its own.
func tbdForm(r *bot.Request, m bot.Message) *slack.ModalViewRequest {
	return modal("tbd", "What is TBD", "", encoded(answeredBy(r)), m.Blocks)
}

// tbdNow is what is TBD now, of what is asked for.
func (a *App) tbdNow(ctx context.Context, r *bot.Request, all []store.Campaign, ask tbdPage) (bot.Message, error) {
	campaigns := live(all)
	if ask.Mine {
		covers, err := a.covers(ctx, r)
		if err != nil {
			return bot.Message{}, err
		}
		campaigns = theirCampaigns(all, covers, r.UserID)
	}
	campaigns = slices.DeleteFunc(campaigns, func(c store.Campaign) bool { return ask.Campaign != 0 && c.ID != ask.Campaign })
	open, err := a.open(ctx, r.TeamID, campaigns, ask.Kind, ask.After, 2*pageRows) // this page, and how many Next has
	if err != nil {
		return bot.Message{}, err
	}
	counts, err := a.store.Counts(ctx, r.TeamID, idsOf(campaigns))
	if err != nil {
		return bot.Message{}, err
	}
	var waits []shopWait
	if ask.Kind != aLink {
		waits = shopWaits(campaigns, counts)
	}
	unsent, err := a.unsentOfMine(ctx, r, ask, campaigns)
	if err != nil {
		return bot.Message{}, err
	}
	var m bot.Message
	switch {
	case len(open.tallies) > 0:
		m = tbdView(open, ask, makesIn(campaigns, counts, ask), waits, local(r))
	case len(waits) > 0:
		m = shopView(strings.TrimSuffix(nothingWords(ask, campaigns), "."), waits, local(r))
	case unsent.all > 0:
		m = message(nothingWords(ask, campaigns))
	default:
		return nothingTBD(ask, campaigns, selectedIn(campaigns, counts)), nil
	}
	return withPost(r, withUnsent(m, unsent, local(r)), postTBD, encoded(ask)), nil
}

// selectedIn is how many are selected in these campaigns.
func selectedIn(campaigns []store.Campaign, counts map[int64]store.CampaignCounts) int {
	selected := 0
	for _, c := range campaigns {
		selected += counts[c.ID].Selected
	}
	return selected
}
