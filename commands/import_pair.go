package commands

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"codekeeper/bot"
	"codekeeper/store"

	"golang.org/x/text/unicode/norm"
)

// Whose a nameless code is, is proposed where it can hardly be anybody else's:
// it contains the handle or the name of an influencer whose code is TBD, or a
// part of one. The longest that it contains counts, and of an influencer's own
// what they are called first counts before the rest; where two influencers or
// two codes are as good, nothing is proposed. Who gets one needs no other, so
// that those left are looked at again.

// shortestName is how many letters of a name must be in a code: fewer are in
// many codes by chance.
const shortestName = 3

// A codeless is an influencer whose code is TBD.
type codeless struct {
	id           int64
	handle, name string
}

// pairCodes proposes whose codes are, by the number of their line.
func pairCodes(codes []store.NamelessCode, people []codeless) map[int]int64 {
	names := map[string][]int{} // who has a name, or a part of it, as indices of people
	first := make([][]string, len(people))
	for n, p := range people {
		first[n] = firstNames(p)
		for _, name := range namesIn(p) {
			if !slices.Contains(names[name], n) {
				names[name] = append(names[name], n)
			}
		}
	}
	open := slices.DeleteFunc(slices.Clone(codes), func(c store.NamelessCode) bool { return c.InfluencerID != 0 })
	found, paired := map[int]int64{}, make([]bool, len(people))
	for {
		best := surePairs(open, names, first, paired)
		if len(best) == 0 {
			return found
		}
		for n, number := range best {
			found[number], paired[n] = people[n].id, true
		}
		open = slices.DeleteFunc(open, func(c store.NamelessCode) bool { return found[c.Number] != 0 })
	}
}

// surePairs are the influencers, by index, to whom one code points as no other
// does, with the number of its line. paired are those who have one already.
// first are what each influencer is called first.
func surePairs(open []store.NamelessCode, names map[string][]int, first [][]string, paired []bool) map[int]int {
	type claim struct{ weight, number, codes int }
	claims := map[int]claim{} // the best for each influencer
	sole := map[int]bool{}    // the lines that point to one only
	for _, c := range open {
		who, size := contained(letters(c.Code), names, paired)
		sole[c.Number] = len(who) == 1
		for _, n := range who {
			weight := 2 * size
			if slices.ContainsFunc(first[n], func(name string) bool { return len(name) == size && strings.Contains(letters(c.Code), name) }) {
				weight++
			}
			switch best := claims[n]; {
			case weight > best.weight:
				claims[n] = claim{weight, c.Number, 1}
			case weight == best.weight:
				best.codes++
				claims[n] = best
			}
		}
	}
	sure := map[int]int{}
	for n, best := range claims {
		if best.codes == 1 && sole[best.number] {
			sure[n] = best.number
		}
	}
	return sure
}

// contained are who is left of those whose names are in a code, by the longest
// of these names, and its size.
func contained(code string, names map[string][]int, paired []bool) (who []int, size int) {
	for size := len(code); size >= shortestName; size-- {
		for from := range len(code) - size + 1 {
			for _, n := range names[code[from:from+size]] {
				if !paired[n] && !slices.Contains(who, n) {
					who = append(who, n)
				}
			}
		}
		if len(who) > 0 {
			return who, size
		}
	}
	return nil, 0
}

// namesIn are what a code may contain of an influencer: handle and name, whole
// and in parts.
func namesIn(p codeless) []string {
	all := firstNames(p)
	for _, part := range append(partsOf(p.handle), partsOf(p.name)...) {
		all = append(all, letters(part))
	}
	return slices.DeleteFunc(all, func(name string) bool { return len(strings.Trim(name, "0123456789")) < shortestName })
}

// firstNames are an influencer's handle and name, whole and the first part of
// each.
func firstNames(p codeless) []string {
	var all []string
	for _, text := range []string{p.handle, p.name} {
		all = append(all, letters(text))
		if parts := partsOf(text); len(parts) > 0 {
			all = append(all, letters(parts[0]))
		}
	}
	return all
}

func partsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// letters are the letters and digits of a text that a code can hold, without
// case and accents.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, norm.NFKD.String(plainLetters.Replace(strings.ToLower(text))))
}

// proposePairs proposes whose the nameless codes of an import are.
func (a *App) proposePairs(ctx context.Context, r *bot.Request, m store.Import) error {
	codes, err := a.store.NamelessCodes(ctx, r.TeamID, m.ID)
	if err != nil || len(codes) == 0 {
		return err
	}
	rows, err := a.codelessIn(ctx, r, m)
	if err != nil {
		return err
	}
	people := make([]codeless, len(rows))
	for n, row := range rows {
		people[n] = codeless{row.InfluencerID, row.Influencer.Handle.String(), row.Influencer.Name}
	}
	return a.pair(ctx, r, m, pairCodes(codes, people))
}

// codelessIn are those in the import's campaign whose code is TBD and for whom
// no line of the import is, but who is forgotten, by who goes live first and
// then who waits longest.
func (a *App) codelessIn(ctx context.Context, r *bot.Request, m store.Import) ([]store.Row, error) {
	taken, err := a.store.ImportNames(ctx, r.TeamID, m.ID)
	if err != nil {
		return nil, err
	}
	f := store.Filter{CampaignID: m.CampaignID, TBDCode: true, Order: store.ByLaunch}
	return a.rowsWhere(ctx, r.TeamID, f, func(row store.Row) bool {
		return row.CodeMode.Unique() && !taken[row.InfluencerID] && !row.Influencer.Forgotten()
	})
}

// pair stores whose codes are, by the number of their line.
func (a *App) pair(ctx context.Context, r *bot.Request, m store.Import, whose map[int]int64) error {
	if len(whose) == 0 {
		return nil
	}
	pairs := make([]store.ImportPair, 0, len(whose))
	for number, id := range whose {
		pairs = append(pairs, store.ImportPair{Number: number, InfluencerID: id})
	}
	slices.SortFunc(pairs, func(a, b store.ImportPair) int { return cmp.Compare(a.Number, b.Number) })
	err := a.store.PairImport(ctx, r.TeamID, m.ID, store.DateOf(local(r)), pairs)
	if errors.Is(err, store.ErrImportApplied) {
		return &bot.UserError{Problem: "This import is applied already.", Hint: "Start another one: /influencer import"}
	}
	return importError(err)
}

// inOrder gives the codes that are left to those who are left, in the order of
// the file and of who goes live first.
func inOrder(codes []store.NamelessCode, rows []store.Row) map[int]int64 {
	whose := map[int]int64{}
	for _, c := range codes {
		if len(rows) == 0 {
			break
		}
		if c.InfluencerID == 0 {
			whose[c.Number], rows = rows[0].InfluencerID, rows[1:]
		}
	}
	return whose
}
