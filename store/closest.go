package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"codekeeper/store/tracking"

	"github.com/lib/pq"
)

// Handles that differ too much in length from every text can't be meant, and
// are left to the database to leave out.
const sqlSimilarHandles = `SELECT h.key, i.handle
	FROM handles h
	JOIN influencers i ON i.team_id = h.team_id AND i.id = h.influencer_id
	WHERE h.team_id = $1
		AND EXISTS (SELECT FROM unnest(CAST($2 AS text[])) AS typed (key)
			WHERE abs(length(h.key) - length(typed.key)) <= greatest(1, length(typed.key) / 3)
				OR strpos(h.key, typed.key) > 0 OR strpos(typed.key, h.key) > 0)`

type similarHandle struct{ Key, Handle string }

// A guess is a text and how many slips of the keyboard it is away.
type guess struct {
	text  string
	slips int
}

// Closest are at most n of the candidates that text may have meant, the
// likeliest first, for "did you mean": those that are a few slips of the
// keyboard away, one for every three characters. Case doesn't count, nor an @
// before text. Of two that are as close the first candidate is the first.
func Closest(candidates []string, text string, n int) []string {
	key := typedKey(text)
	if key == "" {
		return nil
	}
	var found []guess
	for _, candidate := range candidates {
		if slips, alike := tracking.Slips(foldHandle(candidate), key); alike {
			found = append(found, guess{candidate, slips})
		}
	}
	return nearest(found, n)
}

// ClosestHandles are at most n handles that text may have meant, the likeliest
// first: as Closest finds them, and then those of which one contains the
// other. An influencer who was found by an old handle is named by the present
// one.
func (s *Store) ClosestHandles(ctx context.Context, team, text string, n int) ([]string, error) {
	key := typedKey(text)
	candidates, err := s.similarHandles(ctx, team, []string{key})
	if err != nil || len(candidates) == 0 {
		return nil, err
	}
	return closestHandles(candidates, key, n), nil
}

// ClosestHandlesTo is the handle that each of many new ones was probably meant
// for, by the text: what ClosestHandles finds likeliest. Short handles, and
// those that are numbered, are too much alike for that: they and those that
// resemble none are left out. It is one query.
func (s *Store) ClosestHandlesTo(ctx context.Context, team string, texts []string) (map[string]string, error) {
	keys := make([]string, len(texts))
	for n, text := range texts {
		keys[n] = typedKey(text)
	}
	candidates, err := s.similarHandles(ctx, team, keys)
	if err != nil {
		return nil, err
	}
	closest := make(map[string]string, len(texts))
	for n, text := range texts {
		if utf8.RuneCountInString(keys[n]) < shortest {
			continue
		}
		for _, found := range closestHandles(candidates, keys[n], len(candidates)) {
			if utf8.RuneCountInString(found) >= shortest && !otherNumber(typedKey(found), keys[n]) {
				closest[text] = found
				break
			}
		}
	}
	return closest, nil
}

// shortest is how many characters a handle has at least that can be told from
// a mistyped one.
const shortest = 4

// otherNumber says whether two handles differ by their numbers only, as s4 and
// s12 do.
func otherNumber(a, b string) bool {
	const digits = "0123456789"
	letters := func(text string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(digits, r) {
				return -1
			}
			return r
		}, text)
	}
	return strings.ContainsAny(a, digits) && strings.ContainsAny(b, digits) && letters(a) == letters(b)
}

// similarHandles are the team's handles that one of the keys may mean, in an
// order that is always the same.
func (s *Store) similarHandles(ctx context.Context, team string, keys []string) ([]similarHandle, error) {
	keys = slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return key == "" })
	if len(keys) == 0 {
		return nil, nil
	}
	candidates, err := read[similarHandle](ctx, s, sqlSimilarHandles, team, pq.Array(keys))
	if err != nil {
		return nil, fmt.Errorf("find similar handles: %w", err)
	}
	slices.SortFunc(candidates, func(a, b similarHandle) int { return cmp.Compare(a.Handle, b.Handle) })
	return candidates, nil
}

func closestHandles(candidates []similarHandle, key string, n int) []string {
	if key == "" {
		return nil
	}
	var found []guess
	for _, candidate := range candidates {
		slips, alike := tracking.Slips(candidate.Key, key)
		if !alike && !contains(candidate.Key, key) {
			continue
		}
		if !alike {
			slips = MaxHandle + tracking.Distance(candidate.Key, key) // contained: less likely than any slip
		}
		found = append(found, guess{candidate.Handle, slips})
	}
	return nearest(found, n)
}

// typedKey is what a text as typed has in common with a Handle's Key, "" for
// one that is too long to mean a handle or a slug.
func typedKey(text string) string {
	key := foldHandle(strings.TrimPrefix(strings.TrimSpace(text), "@"))
	if utf8.RuneCountInString(key) > MaxHandle {
		return ""
	}
	return key
}

// nearest are the texts of at most n of those found, each once.
func nearest(found []guess, n int) []string {
	slices.SortStableFunc(found, func(a, b guess) int { return cmp.Compare(a.slips, b.slips) })
	var texts []string
	for _, one := range found {
		if len(texts) >= n {
			break
		}
		if !slices.Contains(texts, one.text) {
			texts = append(texts, one.text)
		}
	}
	return texts
}

// contains says whether one contains the other. One or two letters are in
// nearly everything, and mean nothing.
func contains(a, b string) bool {
	if min(len(a), len(b)) < 3 {
		return strings.HasPrefix(a, b)
	}
	return strings.Contains(a, b) || strings.Contains(b, a)
}
