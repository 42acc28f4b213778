package tracking_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"codekeeper/store/tracking"
)

var some = tracking.Placeholders{"FIRST", "HOW_TO"}

func TestPieces(t *testing.T) {
	first, howTo := tracking.Piece{Placeholder: "FIRST"}, tracking.Piece{Placeholder: "HOW_TO"}
	for text, want := range map[string][]tracking.Piece{
		"":                          nil,
		"a}b\n}":                    {{Text: "a}b\n}"}},
		"{FIRST}":                   {first},
		"a{FIRST}{HOW_TO}\nb":       {{Text: "a"}, first, howTo, {Text: "\nb"}},
		"{ FIRST\u200b\u00a0}":      {first},
		"{FIRST}}":                  {first, {Text: "}"}},
		"\xff{FIRST}\u202e{HOW_TO}": {{Text: "\xff"}, first, {Text: "\u202e"}, howTo},
	} {
		got, err := some.Pieces(text)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%q: %v %s", text, err, diff)
		}
	}
	for text, want := range map[string]tracking.Error{
		"{":                {Problem: "There is a { without its } in “{”. A placeholder is written like {FIRST}. There are {FIRST} and {HOW_TO}."},
		"a\nb {FIRST\nc}":  {Problem: "There is a { without its } in “b {FIRST”. A placeholder is written like {FIRST}. There are {FIRST} and {HOW_TO}."},
		"{{FIRST}}":        {Problem: "There is a { without its } in “{{FIRST}}”. A placeholder is written like {FIRST}. There are {FIRST} and {HOW_TO}."},
		"{}":               {Problem: "There is no placeholder “{}”. There are {FIRST} and {HOW_TO}."},
		"{PRICE}":          {Problem: "There is no placeholder “{PRICE}”. There are {FIRST} and {HOW_TO}."},
		"{how to} {FIRST}": {Problem: "There is no placeholder “{how to}”. Did you mean {HOW_TO}? There are {FIRST} and {HOW_TO}.", Try: "{HOW_TO} {FIRST}"},
		"{FRIST}{FRIST}":   {Problem: "There is no placeholder “{FRIST}”. Did you mean {FIRST}? There are {FIRST} and {HOW_TO}.", Try: "{FIRST}{FIRST}"},
		"{\u202e}":         {Problem: "There is no placeholder “{\ufffd}”. There are {FIRST} and {HOW_TO}."},
	} {
		got, err := some.Pieces(text)
		wrong, ok := errors.AsType[*tracking.Error](err)
		if !ok || got != nil {
			t.Errorf("%q: %v, %v", text, got, err)
			continue
		}
		if diff := cmp.Diff(want, *wrong); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// What is taken is all of the text, and what is offered is taken, or has one
// mistake less.
func TestPiecesProperties(t *testing.T) {
	piece := rapid.SampledFrom([]string{"{FIRST}", "{HOW_TO}", "{first}", "{FRIST}", "{", "}", "x", " ", "\n", "\u200b", "\xff", "{}", strings.Repeat("x", 60)})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 9).Draw(t, "pieces"), "")
		pieces, err := some.Pieces(text)
		if wrong, ok := errors.AsType[*tracking.Error](err); ok {
			if wrong.Try == text || len(wrong.Problem) > 400 {
				t.Fatalf("%q: %+v", text, wrong)
			}
			return
		}
		var again strings.Builder
		for _, one := range pieces {
			if one.Placeholder != "" {
				again.WriteString("{" + one.Placeholder + "}")
			}
			again.WriteString(one.Text)
		}
		if again.String() != text {
			t.Fatalf("%q is parted into %q", text, again.String())
		}
	})
}
