package commands

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCatchUp(t *testing.T) {
	fields := []string{"mine", "theirs", "both", "alike", "nobody's", "unseen"}
	began := begin(fields, map[string]string{"mine": "a", "theirs": "a", "both": "a", "alike": "a", "nobody's": "a\nb", "unseen": "a"})
	now := map[string]string{"mine": "a", "theirs": "b", "both": "b", "alike": "b", "nobody's": "a\nb", "unseen": "b"}
	texts, next := began.catchUp(fields, map[string]string{
		"mine": "c", "theirs": "a", "both": "c", "alike": " b", "nobody's": "a\r\nb ",
	}, now, "U1")
	if diff := cmp.Diff(map[string]string{
		"mine": "c", "theirs": "b", "both": "c", "alike": "b", "nobody's": "a\nb", "unseen": "b",
	}, texts); diff != "" {
		t.Error(diff)
	}
	show := func(_, text string) string { return "*" + text + "*" }
	if diff := cmp.Diff(map[string]string{
		"theirs": "<@U1> changed this meanwhile. It is *b* now.",
		"both":   "<@U1> changed this meanwhile. It is *b* now; Save replaces it.",
	}, next.said(fields, texts, now, show)); diff != "" {
		t.Error(diff)
	}
	if next.lead() != nil {
		t.Error("said twice")
	}
	// The next change is told from what the form holds by then.
	later := map[string]string{"mine": "a", "theirs": "d", "both": "b", "alike": "b", "nobody's": "a\nb", "unseen": "b"}
	texts, next = next.catchUp(fields, texts, later, "U2")
	if texts["theirs"] != "d" || texts["both"] != "c" {
		t.Error(texts)
	}
	if said := next.said(fields, texts, later, show); len(said) != 1 || said["theirs"] != "<@U2> changed this meanwhile. It is *d* now." {
		t.Error(said)
	}
	_, next = next.catchUp(fields, texts, later, "U3")
	if next.lead() == nil {
		t.Error("nothing is said of a change of nothing here")
	}
}

// A form whose marks can't be read keeps what was typed, and says so.
func TestCatchUpWithoutMarks(t *testing.T) {
	fields := []string{"a"}
	texts, next := beganWith{}.catchUp(fields, map[string]string{"a": "typed"}, map[string]string{"a": "saved"}, "U1")
	if texts["a"] != "typed" || next.Moved != 1 {
		t.Error(texts, next)
	}
}
