package commands

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"codekeeper/store"
)

func TestPairCodes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ codes, people, want string }{
		{"MAYA15", "maya.glow", "MAYA15=maya.glow"},
		{"maya-15", "Maya.Glow", "maya-15=Maya.Glow"},
		{"MAYAGLOW20 MAYA15", "maya.glow maya", "MAYAGLOW20=maya.glow MAYA15=maya"},
		{"MAYA15", "maya.glow maya", ""},                                    // whose?
		{"MAYA15 MAYA20", "maya.glow", ""},                                  // which?
		{"ANNA15 ANNAK20", "anna.k anna.m", "ANNA15=anna.m ANNAK20=anna.k"}, // who is left
		{"ANNA15 ANNA20", "anna.k anna.m", ""},
		{"SUMMER15", "maya leo", ""},
		{"SUMMER2024", "maya_2024", ""}, // a year is no name
		{"LI15 KOKO15", "li ko", ""},    // too short to tell
		{"MAI15", "maya:Maya Mai", "MAI15=maya"},
		{"MAYAMAI15 MAYA20", "glow:Maya Mai maya", "MAYAMAI15=glow MAYA20=maya"},
		{"SOERENSEN15", "x:Jo Sørensen", ""}, // ø is o: SORENSEN
		{"SORENSEN15", "x:Jo Sørensen", "SORENSEN15=x"},
		{"MULLER15", "x:Jo Müller", "MULLER15=x"},
		{"GLOWMAYA", "maya.one glow.two", ""}, // as much of one as of the other
		{"LEO15 LEONIE15", "leo leonie", "LEO15=leo LEONIE15=leonie"},
		{"LEONIE15", "leo leonie", "LEONIE15=leonie"},
		{"GLOWUP MAYA15", "maya.glow", "MAYA15=maya.glow"}, // what she is called first
		{"%%% ___", "maya", ""},
		{"MAYA15", "マヤ", ""},
		{"", "", ""},
	} {
		var codes []store.NamelessCode
		for n, code := range strings.Fields(tt.codes) {
			codes = append(codes, store.NamelessCode{Number: n, Code: code})
		}
		var people []codeless
		for n, who := range peopleIn(tt.people) {
			handle, name, _ := strings.Cut(who, ":")
			people = append(people, codeless{int64(n + 1), handle, name})
		}
		found := pairCodes(codes, people)
		var got []string
		for _, number := range slices.Sorted(maps.Keys(found)) {
			got = append(got, codes[number].Code+"="+people[found[number]-1].handle)
		}
		if joined := strings.Join(got, " "); joined != tt.want {
			t.Errorf("%s for %s: %q, want %q", tt.codes, tt.people, joined, tt.want)
		}
	}
}

// peopleIn are handles, each with a name of up to two words after a colon.
func peopleIn(text string) []string {
	var all []string
	for word := range strings.FieldsSeq(text) {
		if n := len(all); n > 0 && strings.Contains(all[n-1], ":") && word == strings.ToUpper(word[:1])+word[1:] {
			all[n-1] += " " + word
			continue
		}
		all = append(all, word)
	}
	return all
}

// Somebody chosen is no longer asked for, and a code that has somebody isn't
// proposed again.
func TestPairCodesThatAreChosen(t *testing.T) {
	t.Parallel()
	found := pairCodes([]store.NamelessCode{{Number: 1, Code: "MAYA15", InfluencerID: 7}, {Number: 2, Code: "MAYA20"}}, []codeless{{1, "maya", ""}})
	if len(found) != 1 || found[2] != 1 {
		t.Error(found)
	}
}

// As many as there can be are paired before anybody gets impatient.
func TestPairingTenThousandCodes(t *testing.T) {
	t.Parallel()
	var codes []store.NamelessCode
	var people []codeless
	for n := range 10_000 {
		codes = append(codes, store.NamelessCode{Number: n, Code: fmt.Sprintf("%s-SUMMER-%d", sixLetters(n), n)})
		if n < 2_000 {
			people = append(people, codeless{int64(n + 1), sixLetters(n) + ".glow", "Name " + sixLetters(n)})
		}
	}
	began := time.Now()
	found := pairCodes(codes, people)
	if len(found) != 2_000 {
		t.Errorf("%d of 2000 are paired", len(found))
	}
	for number, id := range found {
		if int64(number+1) != id {
			t.Fatalf("%s went to %s", codes[number].Code, people[id-1].handle)
		}
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// sixLetters is a word of six letters for a number below 26^3, none in another.
func sixLetters(n int) string {
	letter := func(n int) string { return string(rune('a' + n%26)) }
	return letter(n) + "q" + letter(n/26) + "x" + letter(n/676) + "z"
}

func TestInOrder(t *testing.T) {
	t.Parallel()
	rows := []store.Row{{Application: store.Application{InfluencerID: 7}}, {Application: store.Application{InfluencerID: 8}}}
	got := inOrder([]store.NamelessCode{{Number: 1}, {Number: 2, InfluencerID: 9}, {Number: 3}, {Number: 4}}, rows)
	if !maps.Equal(got, map[int]int64{1: 7, 3: 8}) {
		t.Error(got)
	}
}
