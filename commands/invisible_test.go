package commands

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// The words of a command and what is stored agree on which characters nobody
// sees: none gets into a handle or code, nor, but for how an emoji looks, into
// a link.
func TestNobodySeesTheSame(t *testing.T) {
	t.Parallel()
	for r := rune(1); r <= unicode.MaxRune; r++ {
		if r >= 0xd800 && r <= 0xdfff { // no characters
			continue
		}
		invisible := tracking.Invisible(r)
		if (bot.Visible(string(r)) == "") != invisible {
			t.Errorf("%U: in a command invisible is %v", r, !invisible)
		}
		if !invisible {
			continue
		}
		text := "ma" + string(r) + "ya"
		if h, _, err := store.ParseHandle(text); err != nil || h.String() != "maya" {
			t.Errorf("%U: the handle %q, %v", r, h, err)
		}
		code, err := tracking.ParseCode(text)
		if !seenOrNamed(code.String(), "maya", err) {
			t.Errorf("%U: the code %q, %v", r, code, err)
		}
		link, err := tracking.ParseLink("https://shop.example/" + text)
		if !seenOrNamed(link.String(), "https://shop.example/maya", err) && !unicode.Is(unicode.Variation_Selector, r) {
			t.Errorf("%U: the link %q, %v", r, link, err)
		}
	}
}

// seenOrNamed says whether a text was read without what nobody sees, or refused
// because of it.
func seenOrNamed(got, want string, err error) bool {
	wrong, refused := errors.AsType[*tracking.Error](err)
	return err == nil && got == want || refused && strings.Contains(wrong.Problem, "an invisible character")
}
