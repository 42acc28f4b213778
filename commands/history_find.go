package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// maxSimilar is how many similar codes, or links near to one, are named.
const maxSimilar = 3

// historyPage finds out what a word names: with @ a handle; else a code or
// link that somebody has or had; else a handle.
func (a *App) historyPage(ctx context.Context, r *bot.Request, of word) (historyPage, error) {
	if strings.HasPrefix(of.text, "@") || strings.HasPrefix(of.text, "＠") {
		return a.historyOfHandle(ctx, r, of)
	}
	if tracking.IsTBD(of.text) {
		return historyPage{}, &bot.UserError{Problem: "TBD is no link or code: it says that there is none yet.", Try: "/influencer tbd"}
	}
	page, known, err := a.historyOfValue(ctx, r.TeamID, of.text)
	if err != nil || known {
		return page, err
	}
	if _, _, wrong := store.ParseHandle(of.text); wrong != nil && page.Code == "" && page.Link == "" {
		return historyPage{}, historyUnread(of.text)
	}
	named, err := a.historyOfHandle(ctx, r, of)
	if _, unknown := errors.AsType[*bot.UserError](err); unknown && (page.Code != "" || page.Link != "") {
		return historyPage{}, a.nobodyHad(ctx, r, page)
	}
	return named, err
}

// historyOfHandle is the page of who has or had the handle.
func (a *App) historyOfHandle(ctx context.Context, r *bot.Request, of word) (historyPage, error) {
	h, _, err := store.ParseHandle(of.text)
	if wrong, ok := errors.AsType[*bot.UserError](userError(err)); ok {
		wrong.Try = "/influencer history " + clip(wrong.Try, 300)
		return historyPage{}, wrong
	}
	i, _, err := a.find(ctx, r, h)
	if err != nil {
		return historyPage{}, err
	}
	page := historyPage{Influencer: i.ID}
	if h.Key() != i.Handle.Key() {
		page.Typed = h.String()
	}
	return page, nil
}

// historyUnread says of a text that is neither handle nor code nor link what is
// wrong with it.
func historyUnread(text string) error {
	_, err := tracking.ParseCode(text)
	if strings.Contains(text, "://") {
		_, err = tracking.ParseLink(text)
	}
	e := &bot.UserError{
		Problem: clip(text, 100) + " is no handle, code or link.", Try: "/influencer history MAYA15",
		Hint: "The history of an influencer: /influencer history @maya.glow",
	}
	if wrong, ok := errors.AsType[*tracking.Error](err); ok {
		e.Problem += " " + wrong.Problem
		if wrong.Try != "" {
			e.Try = "/influencer history " + clip(wrong.Try, 300)
		}
	}
	return e
}

// historyOfValue is the page of a text as a link or code, none when it can't be
// one, and whether anybody has or had it.
func (a *App) historyOfValue(ctx context.Context, team, text string) (page historyPage, known bool, err error) {
	if code, err := tracking.ParseCode(text); err == nil {
		page.Code = code.String()
	} else {
		link, err := tracking.ParseLink(text)
		if wrong, ok := errors.AsType[*tracking.Error](err); ok && wrong.Try != "" {
			link, err = tracking.ParseLink(wrong.Try) // without its scheme
		}
		if err != nil {
			return historyPage{}, false, nil //nolint:nilerr // it can only be a handle
		}
		page.Link = link.String()
	}
	held, err := a.holdings(ctx, team, page)
	return page, len(held) > 0, err
}

// holdings are who has or had the page's link or code, the newest first.
func (a *App) holdings(ctx context.Context, team string, page historyPage) ([]store.Holding, error) {
	link, code, err := page.values()
	if err != nil {
		return nil, err
	}
	links, codes, err := a.store.Holders(ctx, team, link, code, 0, 0)
	return slices.Concat(links, codes), err
}

// values are the page's link and code, TBD for none.
func (p historyPage) values() (link tracking.Link, code tracking.Code, err error) {
	if p.Link != "" {
		if link, err = tracking.ParseLink(p.Link); err != nil {
			return link, code, errForged
		}
	}
	if p.Code != "" {
		if code, err = tracking.ParseCode(p.Code); err != nil {
			return link, code, errForged
		}
	}
	return link, code, nil
}

// nobodyHad says that nobody has or had a link or code, and what may have been
// meant.
func (a *App) nobodyHad(ctx context.Context, r *bot.Request, page historyPage) error {
	text, k := page.Code, aCode
	if page.Link != "" {
		text, k = page.Link, aLink
	}
	e := &bot.UserError{
		Problem: fmt.Sprintf("Nobody has or had the %s %s.", k.lower(), brief(text, 300)),
		Try:     "/influencer list " + clip(text, 100),
		Hint:    "The history of an influencer: /influencer history @maya.glow",
	}
	similar, err := a.similar(ctx, r.TeamID, page)
	if err != nil {
		return err
	}
	if len(similar) > 0 {
		e.Problem += fmt.Sprintf(" Similar: %s.", brief(similar[0].text, 300))
		e.Try = "/influencer history " + clip(similar[0].text, 300)
		return e
	}
	if near, err := a.store.ClosestHandles(ctx, r.TeamID, text, 1); err != nil {
		return err
	} else if len(near) > 0 && k == aCode {
		e.Problem += fmt.Sprintf(" There is an influencer @%s.", near[0])
		e.Try = "/influencer history @" + near[0]
	}
	return e
}

// A lookalike is a link or code that is easily taken for another, and who has or
// had it last.
type lookalike struct {
	text string
	store.Holding
}

// similar are what is easily taken for the page's link or code.
func (a *App) similar(ctx context.Context, team string, page historyPage) ([]lookalike, error) {
	link, code, err := page.values()
	if err != nil {
		return nil, err
	}
	codes, err := a.store.SimilarCodes(ctx, team, code, maxSimilar)
	if err != nil {
		return nil, err
	}
	var all []lookalike
	for _, other := range codes {
		_, held, err := a.store.Holders(ctx, team, tracking.Link{}, other, 0, 0)
		if err != nil {
			return nil, err
		}
		if len(held) > 0 {
			all = append(all, lookalike{other.String(), held[0]})
		}
	}
	near, err := a.store.NearLinks(ctx, team, link, 0, 0)
	if err != nil {
		return nil, err
	}
	for _, other := range near[:min(len(near), maxSimilar)] {
		all = append(all, lookalike{other.Link.String(), other.Holding})
	}
	return all, nil
}

// A past is what a page of history shows.
type past struct {
	page    historyPage
	of      store.Influencer           // zero: of a link or code
	rows    []store.Row                // of an influencer, as they stood
	held    []store.Holding            // of a link or code, the newest first
	told    map[int64]store.ToldShared // by campaign, of a link or code that everyone shares or shared there
	similar []lookalike
	events  store.Events
	post    bool // it can be posted where it is read
}

// past reads what a page shows.
func (a *App) past(ctx context.Context, r *bot.Request, page historyPage) (past, error) {
	p := past{page: page, post: postable(r.ChannelID)}
	span := store.Span{After: page.After, Limit: pageEvents}
	asOf := r.At.Add(time.Second) // with what was done this very moment
	if page.From != "" {
		_, span.Before = page.days().bounds(local(r).Location())
		asOf = span.Before
	}
	var err error
	if page.Influencer != 0 {
		if p.of, err = a.store.Influencer(ctx, r.TeamID, page.Influencer); err != nil {
			return p, err
		}
		if p.rows, err = a.store.AsOf(ctx, r.TeamID, page.Influencer, asOf); err != nil {
			return p, err
		}
		p.events, err = a.store.HistoryOf(ctx, r.TeamID, page.Influencer, span)
		return p, err
	}
	if p.held, err = a.holdings(ctx, r.TeamID, page); err != nil {
		return p, err
	}
	if p.told, err = a.toldShared(ctx, r.TeamID, p.held, page); err != nil {
		return p, err
	}
	if p.similar, err = a.similar(ctx, r.TeamID, page); err != nil {
		return p, err
	}
	link, code, err := page.values()
	switch {
	case err != nil:
	case page.Link != "":
		p.events, err = a.store.HistoryOfLink(ctx, r.TeamID, link, span)
	default:
		p.events, err = a.store.HistoryOfCode(ctx, r.TeamID, code, span)
	}
	return p, err
}

// days are the days asked about.
func (p historyPage) days() dayRange { return dayRange{p.From, p.To} }
