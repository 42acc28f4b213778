package commands

import (
	"slices"
	"strings"

	"codekeeper/store"
)

// manyAlike is from how many on those who wait for the same thing are one row.
const manyAlike = 10

// collapse puts ten or more influencers of one campaign who wait for the same
// thing into one item, which stands where the most urgent of them stood.
func collapse(items []item, today store.Date) []item {
	type thing struct {
		campaign int64
		what     string
		overdue  bool
	}
	counts := map[thing]int{}
	of := func(i item) thing { return thing{i.campaign.ID, i.sameness(), i.urgency(today) == 0} }
	for _, i := range items {
		if i.row != nil {
			counts[of(i)]++
		}
	}
	var rows []item
	at := map[thing]int{}
	for _, i := range items {
		n := counts[of(i)]
		if i.row == nil || n < manyAlike {
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
	slices.SortStableFunc(rows, byUrgency(today))
	return rows
}

// sameness is what is TBD and who it waits for: "link-influencer.code-us"; or
// what has to be told, or is still used though it is TBD: "link.code-tbd".
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
		case len(i.missing) > 0 || i.row == nil:
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
	if j.unsent.Before(i.unsent) {
		i.unsent = j.unsent
	}
	for n := range i.missing {
		if j.missing[n].since.Before(i.missing[n].since) {
			i.missing[n].since = j.missing[n].since
		}
	}
}
