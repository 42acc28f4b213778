package commands

import (
	"slices"
	"strings"
	"time"

	"codekeeper/store"
)

// What Postgres counts and reads of what is open, done in memory: for the views,
// and to hold what it reads against.

// heldIn are rows with something of their own TBD, as items.
func heldIn(rows []store.Row, k kind) []item {
	var items []item
	for _, r := range rows {
		if i := ownItem(r, k); len(i.missing) > 0 {
			i.handle = strings.ToLower(r.Influencer.Handle.String())
			items = append(items, i)
		}
	}
	return items
}

// sharedIn is what everyone shares and waits for in these rows.
func sharedIn(rows []store.Row, k kind) []item {
	var items []item
	for _, of := range grouped(rows, func(r store.Row) int64 { return r.CampaignID }) {
		s := store.OpenShared{CampaignID: of[0].CampaignID}
		for _, r := range of {
			waits, still := false, false
			for _, kind := range kinds {
				if k != "" && k != kind || !kind.tbd(r) || kind.mode(r) != store.Shared {
					continue
				}
				since := &s.LinkSince
				if kind == aCode {
					since = &s.CodeSince
				}
				if at := tbdSince(kind, r); *since == nil || at.Before(**since) {
					*since = &at
				}
				waits, still = true, still || kind.stillUsed(r)
			}
			if waits {
				s.Everyone++
				s.Live = earlier(s.Live, r.GoesLiveOn())
			}
			if still {
				s.Still++
			}
		}
		if s.Everyone > 0 {
			items = append(items, sharedItem(of[0].Campaign, s))
		}
	}
	return items
}

// openIn is what is TBD in these rows.
func openIn(rows []store.Row, k kind) openTBD {
	items := append(heldIn(rows, k), sharedIn(rows, k)...)
	sortItems(items, byLaunch)
	return openTBD{talliedOf(items, byLaunch), items}
}

func talliedOf(items []item, by func(p, q store.Place) int) tallies {
	var all tallies
	for _, i := range items {
		all = all.with(tallyOf(i), by)
	}
	return all.sorted(by)
}

// page is what is shown of it, and of the page after it.
func (o openTBD) page(after *store.Place, limit int) openTBD {
	rest := o.items
	if after != nil {
		rest = slices.DeleteFunc(slices.Clone(rest), func(i item) bool { return i.place().Compare(*after) <= 0 })
		if len(rest) == 0 {
			rest = o.items
		}
	}
	return openTBD{o.tallies, rest[:min(limit, len(rest))]}
}

// digestOver is what a digest has to say of these rows.
func digestOver(rows []store.Row, today store.Date, alike, limit int) digestNow {
	d := digestNow{open: map[part]openPart{}, alike: map[string]bool{}}
	items := map[part][]item{}
	for _, r := range rows {
		var in []part
		for _, i := range heldIn([]store.Row{r}, "") {
			if in = append(in, partTBD); !r.Snoozed(today) {
				items[partTBD] = append(items[partTBD], i)
			}
		}
		if p := unsentPart(r); p != "" {
			i := unsentItem(r)
			i.handle = strings.ToLower(r.Influencer.Handle.String())
			if in = append(in, p); !r.Snoozed(today) {
				items[p] = append(items[p], i)
			}
		}
		switch {
		case !r.Snoozed(today) || len(in) == 0:
		case in[0] == partTBD:
			d.snoozed.tbd++
		default:
			d.snoozed.unsent++
		}
	}
	items[partTBD] = append(items[partTBD], sharedIn(rows, "")...)
	for p, all := range items {
		if len(all) == 0 {
			continue
		}
		sortItems(all, byUrgency(today))
		for n := range all {
			if all[n].row != nil {
				all[n].alike = all[n].sameness()
				d.alike[alikeKey(p, all[n].campaign.ID, all[n].alike)] = true
			} else {
				d.alike[all[n].key(p)] = true
			}
		}
		together := collapse(all, today, alike)
		d.open[p] = openPart{talliedOf(all, byUrgency(today)), together[:min(limit, len(together))]}
	}
	return d
}

// collapse puts so many or more influencers of one campaign who wait for the
// same thing into one item, which stands where the most urgent of them stood.
func collapse(items []item, today store.Date, alike int) []item {
	type thing struct {
		campaign int64
		what     string
		overdue  bool
	}
	counts := map[thing]int{}
	of := func(i item) thing { return thing{i.campaign.ID, i.alike, urgency(i.live, today) == 0} }
	for _, i := range items {
		if i.row != nil {
			counts[of(i)]++
		}
	}
	var rows []item
	at := map[thing]int{}
	for _, i := range items {
		n := counts[of(i)]
		if i.row == nil || n < alike {
			rows = append(rows, i)
			continue
		}
		if first, ok := at[of(i)]; ok {
			rows[first].longest(i)
			continue
		}
		at[of(i)] = len(rows)
		i.many, i.missing = n, slices.Clone(i.missing)
		rows = append(rows, i)
	}
	sortItems(rows, byUrgency(today))
	return rows
}

// sameness is what is TBD and who it waits for, or what has to be told, or is
// still used though it is TBD.
func (i item) sameness() string {
	var all []string
	for _, m := range i.missing {
		whom := "us"
		if m.influencer {
			whom = "influencer"
		}
		all = append(all, string(m.kind)+"-"+whom)
	}
	for _, k := range kinds {
		switch {
		case len(i.missing) > 0:
		case k.stillUsed(*i.row):
			all = append(all, string(k)+"-tbd")
		case k.untold(*i.row):
			all = append(all, string(k))
		}
	}
	return strings.Join(all, ".")
}

// longest makes i wait since the earlier of both.
func (i *item) longest(j item) {
	i.unsent = first(i.unsent, j.unsent)
	for n := range i.missing {
		i.missing[n].since = first(i.missing[n].since, j.missing[n].since)
	}
}

func first(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
