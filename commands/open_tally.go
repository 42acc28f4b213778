package commands

import (
	"slices"

	"codekeeper/store"
)

// A tally is how much is open in a campaign, shown or not.
type tally struct {
	campaign store.Campaign
	open     int         // how many influencers; what everyone shares counts as one
	us       int         // of how many things the team itself has something to do
	codes    int         // how many codes wait for the shop
	first    store.Place // of what comes first
}

// rows is how many rows all of it would be, one for each.
func (t tally) rows() int { return t.open + min(t.codes, 1) }

// tallies are of campaigns, in the order of what comes first in each.
type tallies []tally

// rows is how many rows all of it would be.
func (all tallies) rows() int {
	n := 0
	for _, t := range all {
		n += t.rows()
	}
	return n
}

// with adds things of a campaign, of which this place comes first; by says which
// of two does.
func (all tallies) with(more tally, by func(p, q store.Place) int) tallies {
	n := slices.IndexFunc(all, func(t tally) bool { return t.campaign.ID == more.campaign.ID })
	if n < 0 {
		return append(all, more)
	}
	if t := &all[n]; by(more.first, t.first) < 0 {
		t.first = more.first
	}
	all[n].open, all[n].us, all[n].codes = all[n].open+more.open, all[n].us+more.us, all[n].codes+more.codes
	return all
}

// sorted puts the campaign first in which something comes first.
func (all tallies) sorted(by func(p, q store.Place) int) tallies {
	slices.SortFunc(all, func(t, u tally) int { return by(t.first, u.first) })
	return all
}

// of is a campaign's tally, an empty one where nothing is open there.
func (all tallies) of(campaign int64) tally {
	for _, t := range all {
		if t.campaign.ID == campaign {
			return t
		}
	}
	return tally{}
}

// tallyOf is one thing as a campaign's tally.
func tallyOf(i item) tally {
	t := tally{campaign: i.campaign, open: 1, first: i.place()}
	if i.waitsForUs() {
		t.us = 1
	}
	if i.shop != nil {
		t.open, t.codes = 0, i.shop.NotInShop
	}
	return t
}
