package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
)

// /influencer list [campaign] [tbd|ready|unsent|applied|selected|declined|withdrawn] [mine] [words…]
//
// Rows with buttons; the words are searched in handle, name, code and link. Beside
// a filter, mine is what is in the campaigns that the person owns or covers.

const (
	routeList     = "list"      // List, of a campaign; its value is a listing
	routeListNext = "list.next" // Next and Previous, in the place of the page before
)

// The words people see.
const (
	copyList        = "List"
	copyInfluencers = "Influencers"
)

// pageRows is how many rows one answer shows.
const pageRows = 10

func (a *App) list() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "list",
		Usage:   "list [campaign] [tbd|ready|unsent|applied|selected|declined|withdrawn] [mine] [words…]",
		Summary: "List influencers, by campaign, by state, or by what you search for. With mine: those of your campaigns.",
		Who:     bot.Members,
		Examples: []string{
			"/influencer list",
			"/influencer list summer-glow",
			"/influencer list summer-glow ready",
			"/influencer list unsent",
			"/influencer list unsent mine",
			"/influencer list maya",
		},
		Parse: func(text string) error { _, err := parseList(text); return err },
		Run:   a.runList,
		Clicks: []bot.Route{
			{ID: routeList, Who: bot.Members, Run: a.clickList},
			{ID: routeListNext, Who: bot.Members, Run: a.nextList},
		},
	}
}

// A listing is what is listed, and from where on.
type listing struct {
	Campaign int64    `json:"c,omitempty"`
	Filter   string   `json:"f,omitempty"`
	Mine     bool     `json:"m,omitempty"` // in campaigns that whoever asks owns or covers
	Words    []string `json:"w,omitempty"`
	From     int      `json:"n,omitempty"` // how many rows come before
	pages
	of string // whose campaigns mine are, where others read it
}

// next is the page after this one, which begins after a row.
func (l listing) next(after string) listing {
	l.pages, l.From = l.on(after), l.From+pageRows
	return l
}

// previous is the page before this one; where that isn't known any more, the
// first.
func (l listing) previous() listing {
	l.From = max(0, l.From-pageRows)
	if len(l.Back) == 0 {
		l.From = 0
	}
	l.pages = l.back()
	return l
}

// value is the listing as a button carries it, "" when it is too long.
func (l listing) value() string { return carried(&l, &l.pages) }

var listFilters = []string{"tbd", "ready", "unsent", "applied", "selected", "declined", "withdrawn"}

// parseList reads the words; which of them is a campaign is found out later.
func parseList(text string) ([]word, error) {
	w := words{text}
	var found []word
	for !w.empty() {
		next, err := w.next()
		if err != nil {
			return nil, err
		}
		if len(found) == 20 {
			return nil, &bot.UserError{Problem: "That is more than 20 words to search for.", Try: "/influencer list maya"}
		}
		found = append(found, next)
	}
	return found, nil
}

// listingOf tells the campaign and the filter from the words searched for.
// The first word that is no filter is a campaign when it names a live one.
func listingOf(campaigns []store.Campaign, words []word) (listing, *store.Campaign, error) {
	var l listing
	var rest []word
	for _, w := range words {
		if filter := fold(w.text); !w.quoted && slices.Contains(listFilters, filter) {
			if err := l.narrow(filter); err != nil {
				return l, nil, err
			}
			continue
		}
		rest = append(rest, w)
	}
	if len(rest) > 0 {
		rest = append(l.mine(rest[:1]), rest[1:]...)
	}
	campaign, err := listedCampaign(campaigns, rest, len(words) > 1)
	if err != nil {
		return l, nil, err
	}
	if campaign != nil {
		l.Campaign = campaign.ID
		rest = rest[1+nameWords(*campaign, rest):]
	}
	rest = l.mine(rest)
	if campaign != nil && l.Mine {
		return l, nil, &bot.UserError{
			Problem: "A campaign or mine, not both: mine is every campaign that you own or cover.",
			Try:     fmt.Sprintf("/influencer list %s %s", campaign.Slug, l.Filter), Hint: "Or: /influencer list " + l.Filter + " mine",
		}
	}
	for _, w := range rest {
		if text := strings.TrimPrefix(w.text, "@"); text != "" {
			l.Words = append(l.Words, text)
		}
	}
	return l, campaign, nil
}

// listedCampaign is the live campaign that the first of the words names, nil
// for none. A word alone may be searched for instead; beside others, one that
// looks like a campaign is answered as that.
func listedCampaign(campaigns []store.Campaign, words []word, beside bool) (*store.Campaign, error) {
	if len(words) == 0 || words[0].handle() {
		return nil, nil //nolint:nilnil // none is named
	}
	text := words[0].text
	switch found := named(live(campaigns), text); {
	case len(found) == 1:
		return &found[0], nil
	case len(found) > 1:
		return nil, severalFound(text, found, "/influencer list %s")
	case beside && resembles(campaigns, text):
		return nil, unknownCampaign(campaigns, text, "/influencer list %s")
	}
	return nil, nil //nolint:nilnil // none is named
}

// nameWords counts the words after the first that only finish the name of the
// campaign that the first begins: Glow in Summer Glow.
func nameWords(c store.Campaign, words []word) int {
	name := strings.Fields(fold(c.Name))
	if words[0].quoted || len(words) < len(name) {
		return 0
	}
	for i, part := range name {
		if fold(words[i].text) != part || words[i].quoted || slices.Contains(listFilters, part) {
			return 0
		}
	}
	return len(name) - 1
}

// narrow sets the filter, once.
func (l *listing) narrow(filter string) error {
	if l.Filter != "" && l.Filter != filter {
		return &bot.UserError{Problem: "One filter at a time.", Try: "/influencer list " + l.Filter}
	}
	l.Filter = filter
	return nil
}

// filter is the listing as the store reads it, whoever asks.
func (l listing) filter() store.Filter {
	f := store.Filter{CampaignID: l.Campaign, Words: l.Words, After: l.After, Limit: pageRows, Order: store.ByHandle}
	switch l.Filter {
	case "tbd":
		f.TBD = true
	case "ready":
		f.Ready = true
	case filterUnsent:
		f.Unsent, f.Order = true, store.BySending
	default:
		f.State = store.State(l.Filter)
	}
	return f
}

func (a *App) runList(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	words, err := parseList(r.Text)
	if err != nil {
		return nil, err
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	l, campaign, err := listingOf(campaigns, words)
	if err != nil {
		return nil, err
	}
	f, err := a.filterOf(ctx, r, l)
	if err != nil {
		return nil, err
	}
	page, err := a.store.Rows(ctx, r.TeamID, f)
	if err != nil {
		return nil, err
	}
	if page.Total == 0 {
		return a.listNone(ctx, r, l, campaigns, words)
	}
	m, err := a.listPage(ctx, r, l, campaign, page)
	if err != nil {
		return nil, err
	}
	return bot.Say(m), nil
}

// listPage is a page as it is shown.
func (a *App) listPage(ctx context.Context, r *bot.Request, l listing, campaign *store.Campaign, page store.Page) (bot.Message, error) {
	if page.Total == 0 {
		return a.emptyPage(ctx, r, l, campaign)
	}
	var m bot.Message
	if l.Filter == filterUnsent {
		all, err := a.marksIn(ctx, r, l)
		if err != nil {
			return m, err
		}
		if m, err = a.alsoShop(ctx, r, unsentView(l, campaign, page, all, local(r)), l, campaign); err != nil {
			return m, err
		}
		if m, err = a.alsoStillUsing(ctx, r, m, l); err != nil {
			return m, err
		}
	} else {
		var err error
		if m, err = a.withAll(ctx, r, listView(l, campaign, page, local(r)), l, page.Total); err != nil {
			return m, err
		}
	}
	return withPost(r, m, postList, l.value()), nil
}

// listNone is the answer when no application was found: influencers who are in
// no campaign yet, else what was probably meant.
func (a *App) listNone(ctx context.Context, r *bot.Request, l listing, campaigns []store.Campaign, words []word) (*bot.Reply, error) {
	if l.Campaign == 0 && l.Filter == "" {
		found, err := a.store.SearchInfluencers(ctx, r.TeamID, strings.Join(l.Words, " "), 0, pageRows)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			return bot.Say(outsideView(found)), nil
		}
		if len(words) == 1 && resembles(campaigns, words[0].text) {
			return nil, unknownCampaign(campaigns, words[0].text, "/influencer list %s")
		}
		if len(words) == 1 && words[0].handle() {
			if h, _, err := store.ParseHandle(words[0].text); err == nil {
				return nil, a.unknownHandle(ctx, r, h)
			}
		}
	}
	var campaign *store.Campaign
	if i := slices.IndexFunc(campaigns, func(c store.Campaign) bool { return c.ID == l.Campaign }); i >= 0 {
		campaign = &campaigns[i]
	}
	m, err := a.emptyPage(ctx, r, l, campaign)
	if err != nil {
		return nil, err
	}
	return bot.Say(m), nil
}

// start is the listing from its first row on.
func (l listing) start() listing {
	l.pages, l.From = pages{}, 0
	return l
}

// valid says whether a listing is one that a button carries.
func (l listing) valid() bool {
	return l.From >= 0 && (l.Filter == "" || slices.Contains(listFilters, l.Filter))
}

// readListing reads what a button carries; what nobody could have made is
// errForged.
func readListing(value string) (listing, error) {
	var l listing
	if err := json.Unmarshal([]byte(value), &l); err != nil || !l.valid() {
		return l, errForged
	}
	return l, nil
}

// clickList is *List*.
func (a *App) clickList(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	return a.listAgain(ctx, r, false)
}

// nextList is *Next* and *Previous*.
func (a *App) nextList(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	return a.listAgain(ctx, r, true)
}

// listAgain shows the listing that a button carries.
func (a *App) listAgain(ctx context.Context, r *bot.Request, replace bool) (*bot.Reply, error) {
	l, err := readListing(r.Value)
	if err != nil {
		return nil, err
	}
	m, err := a.listed(ctx, r, l)
	if err != nil {
		return nil, err
	}
	return listReply(r, l, m, replace), nil
}

// listed is the page that a listing begins with, as it is now. Where what came
// after a row is done meanwhile, it is the first page.
func (a *App) listed(ctx context.Context, r *bot.Request, l listing) (bot.Message, error) {
	campaign, err := a.listingCampaign(ctx, r.TeamID, l)
	if err != nil {
		return bot.Message{}, err
	}
	f, err := a.filterOf(ctx, r, l)
	if err != nil {
		return bot.Message{}, err
	}
	page, err := a.store.Rows(ctx, r.TeamID, f)
	if err == nil && len(page.Rows) == 0 && page.Total > 0 {
		l, f.After = l.start(), ""
		page, err = a.store.Rows(ctx, r.TeamID, f)
	}
	if errors.Is(err, store.ErrBadPage) {
		return bot.Message{}, errForged
	}
	if err != nil {
		return bot.Message{}, err
	}
	return a.listPage(ctx, r, l, campaign, page)
}

// listingCampaign is the campaign of a listing, nil for none.
func (a *App) listingCampaign(ctx context.Context, team string, l listing) (*store.Campaign, error) {
	if l.Campaign == 0 {
		return nil, nil //nolint:nilnil // none is named
	}
	c, err := a.store.Campaign(ctx, team, l.Campaign)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errForged
	}
	return &c, err
}
