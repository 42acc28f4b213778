package bot

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"
)

func TestSealedMetadataComesBack(t *testing.T) {
	c := NewClient("xoxb-1", "", discard())
	now := time.Unix(1_800_000_000, 0)
	rapid.Check(t, func(t *rapid.T) {
		callback, own := rapid.String().Draw(t, "callback"), rapid.StringN(0, 300, maxOwnMetadata).Draw(t, "own")
		left := rapid.IntRange(1, 5).Draw(t, "left")
		sealed, err := c.seal(callback, own, response{url: "https://hooks.slack.example/commands/T1/2/x", at: now, left: left})
		if err != nil {
			t.Fatal(err)
		}
		got, r, err := c.unseal(callback, sealed)
		if err != nil || got != own || r.left != left || !r.at.Equal(now) || r.url != "https://hooks.slack.example/commands/T1/2/x" {
			t.Fatalf("%q, %+v, %v", got, r, err)
		}
		if _, _, err := c.unseal(callback+"x", sealed); !errors.Is(err, errMetadata) {
			t.Fatalf("another form takes it: %v", err)
		}
		if _, _, err := c.unseal(callback, sealed+"x"); !errors.Is(err, errMetadata) {
			t.Fatalf("more text is taken: %v", err)
		}
		if _, _, err := NewClient("xoxb-2", "", discard()).unseal(callback, sealed); !errors.Is(err, errMetadata) {
			t.Fatalf("another bot takes it: %v", err)
		}
	})
}

func FuzzUnseal(f *testing.F) {
	c := NewClient("xoxb-1", "", discard())
	for _, s := range []string{"", ".", "{}", "x.{}\n", strings.Repeat(".", 3000), `{"u":"https://evil.example"}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if own, r, err := c.unseal("cb", s); err == nil {
			t.Errorf("%q was taken: %q %+v", s, own, r)
		}
	})
}

func TestMetadataLimits(t *testing.T) {
	c := NewClient("xoxb-1", "", discard())
	if _, err := c.seal("cb", strings.Repeat("x", maxOwnMetadata), response{url: strings.Repeat("u", 300)}); err != nil {
		t.Error(err)
	}
	if _, err := c.seal("cb", strings.Repeat("x", maxOwnMetadata+1), response{}); err == nil {
		t.Error("too much of the handler's own was taken")
	}
	if _, err := c.seal("cb", "", response{url: strings.Repeat("u", maxMetadata)}); err == nil {
		t.Error("too much altogether was taken")
	}
	form := codeForm("Edit", "own")
	if v, err := c.sealed(form, response{}); err != nil || v.PrivateMetadata == "own" || form.PrivateMetadata != "own" {
		t.Error("the handler's form was changed, or went out as it was")
	}
}

func TestResponsesWearOut(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	for name, test := range map[string]struct {
		r    response
		want bool
	}{
		"fresh":      {response{"u", now, 5}, true},
		"last use":   {response{"u", now, 1}, true},
		"used up":    {response{"u", now, 0}, false},
		"29 minutes": {response{"u", now.Add(-29 * time.Minute), 5}, true},
		"30 minutes": {response{"u", now.Add(-30 * time.Minute), 5}, false},
		"none":       {response{}, false},
	} {
		if got := test.r.usable(now); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestErrorsGoUnderInputs(t *testing.T) {
	read := func(payload json.RawMessage) map[string]string {
		var r slack.ViewSubmissionResponse
		if err := json.Unmarshal(payload, &r); err != nil || r.ResponseAction != slack.RAErrors {
			t.Fatalf("%s: %v", payload, err)
		}
		return r.Errors
	}
	got := read(errorsAnswer([]string{"code", "note"}, map[string]string{"note": "N.", "": "First.", "gone": "Gone."}))
	if got["code"] != "First. Gone." || got["note"] != "N." || len(got) != 2 {
		t.Errorf("errors %q", got)
	}
	if errorsAnswer(nil, map[string]string{"": "x"}) != nil {
		t.Error("errors without an input")
	}
	var inputs []string
	big := map[string]string{}
	for _, c := range "abcdefghijklmnopqrstuvwxyz" {
		inputs = append(inputs, string(c))
		big[string(c)] = strings.Repeat("<", 10_000)
	}
	payload := errorsAnswer(inputs, big)
	if got := read(payload); len(payload) >= maxAcknowledgement || got["a"] == "" || len([]rune(got["a"])) > maxFieldError {
		t.Errorf("%d bytes", len(payload))
	}
}
