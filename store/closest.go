package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Handles that differ too much in length can't be meant, and are left to the
// database to leave out.
const sqlSimilarHandles = `SELECT h.key, i.handle
	FROM handles h
	JOIN influencers i ON i.team_id = h.team_id AND i.id = h.influencer_id
	WHERE h.team_id = $1
		AND (abs(length(h.key) - length($2)) <= $3 OR strpos(h.key, $2) > 0 OR strpos($2, h.key) > 0)`

type similarHandle struct{ Key, Handle string }

// ClosestHandles are at most n handles that text may have meant, the likeliest
// first, for "did you mean". A handle is likely when it is a few slips of the
// keyboard away, or when one of both contains the other. An influencer who was
// found by an old handle is named by the present one.
func (s *Store) ClosestHandles(ctx context.Context, team, text string, n int) ([]string, error) {
	key := foldHandle(strings.TrimPrefix(strings.TrimSpace(text), "@"))
	if key == "" || n <= 0 || utf8.RuneCountInString(key) > MaxHandle {
		return nil, nil
	}
	slips := 1 + utf8.RuneCountInString(key)/4
	candidates, err := read[similarHandle](ctx, s, sqlSimilarHandles, team, key, slips)
	if err != nil {
		return nil, fmt.Errorf("find similar handles: %w", err)
	}
	return closest(candidates, key, slips, n), nil
}

func closest(candidates []similarHandle, key string, slips, n int) []string {
	distances := map[string]int{}
	for _, candidate := range candidates {
		distance := editDistance(candidate.Key, key)
		if distance > slips {
			if !contains(candidate.Key, key) {
				continue
			}
			distance += slips // contained: less likely than a slip
		}
		if known, ok := distances[candidate.Handle]; !ok || distance < known {
			distances[candidate.Handle] = distance
		}
	}
	handles := make([]string, 0, len(distances))
	for handle := range distances {
		handles = append(handles, handle)
	}
	slices.SortFunc(handles, func(a, b string) int {
		return cmp.Or(cmp.Compare(distances[a], distances[b]), cmp.Compare(a, b))
	})
	return handles[:min(n, len(handles))]
}

// contains says whether one contains the other. One or two letters are in
// nearly everything, and mean nothing.
func contains(a, b string) bool {
	if min(len(a), len(b)) < 3 {
		return strings.HasPrefix(a, b)
	}
	return strings.Contains(a, b) || strings.Contains(b, a)
}

// editDistance counts the characters to add, drop, replace, or swap with their
// neighbour to make a into b.
func editDistance(a, b string) int {
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
