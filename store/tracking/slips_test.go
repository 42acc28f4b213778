package tracking_test

import (
	"testing"

	"codekeeper/store/tracking"
)

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"maya", "maya", 0},
		{"maya", "myaa", 1},
		{"maya", "mayo", 1},
		{"maya", "may", 1},
		{"mаya", "maya", 1},
		{"kitten", "sitting", 3},
	} {
		if got := tracking.Distance(test.a, test.b); got != test.want {
			t.Errorf("%q to %q: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestSlips(t *testing.T) {
	for _, test := range []struct {
		a, b  string
		alike bool
	}{
		{"maya", "myaa", true},
		{"ab", "ac", true}, // one is always allowed
		{"ab", "cd", false},
		{"summer-glow", "sumer-glov", true},
		{"summer", "winter", false},
		{"maya", "mayamaya", false},
		{"", "", true},
	} {
		if _, alike := tracking.Slips(test.a, test.b); alike != test.alike {
			t.Errorf("%q and %q: %v", test.a, test.b, alike)
		}
	}
}
