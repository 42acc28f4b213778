package tracking

import "unicode/utf8"

// Slips counts the slips of the keyboard between two words as Distance does, and says whether they are few enough for one to
// be meant by the other: one for every three characters. Those that can't be, by their lengths alone, are not counted.
func Slips(a, b string) (slips int, alike bool) {
	x, y := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	most := max(1, min(x, y)/3)
	if max(x, y)-min(x, y) > most {
		return 0, false
	}
	slips = Distance(a, b)
	return slips, slips <= most
}

// Distance counts the characters to add, drop, replace, or swap with their neighbour to make a into b.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			replace := last[j]
			if x[i] != y[j] {
				replace++
			}
			row[j+1] = min(replace, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
