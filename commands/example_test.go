package commands

import (
	"slices"
	"strings"
	"testing"

	"codekeeper/bot"
)

// Help shows the examples as they are, so each must be understood.
func TestExamplesAreUnderstood(t *testing.T) {
	for _, c := range New(Config{}).Commands() {
		if c.Name == "" {
			continue
		}
		if len(c.Examples) == 0 || c.Usage == "" || c.Summary == "" {
			t.Errorf("%s %s has no examples, usage or summary", c.Slash, c.Name)
		}
		for _, example := range c.Examples {
			rest, ok := strings.CutPrefix(example, c.Slash+" "+c.Name)
			if !ok || rest != "" && rest[0] != ' ' {
				t.Errorf("%q is no example of %s %s", example, c.Slash, c.Name)
				continue
			}
			if err := c.Parse(strings.TrimSpace(rest)); err != nil {
				t.Errorf("%s: %v", example, err)
			}
		}
	}
}

// typable are the commands that can be typed: others hold nothing but routes.
func typable(all []bot.Command) []bot.Command {
	return slices.DeleteFunc(all, func(c bot.Command) bool { return c.Run == nil })
}

// hostile are texts that people paste by accident or to see what happens.
var hostile = []string{
	"", " ", "\u200b", "\u200f \u200e", `"`, `"Summer Glow`, "“Summer Glow", "@", "@@", "@ maya", "''", "o'neill", "@o'neill",
	"<!channel>", "@maya <!here>", "&lt;!channel&gt;", "&amp;amp;", "<@U1|maya>", "<https://shop.example/m|shop>", "🔥", "@maya 🔥 🔥",
	"\u202e02AYAM", "@maya\u202e MAYA", "@maya summer-glow code", "@maya summer-glow code link", "code link", "@maya code",
	"@maya summer-glow code X code Y", "@maya \"\" X", "\"\" \"\" \"\"", "@maya % %s %d %!", "\x00", "@maya \x00", "@maya\nsummer-glow\ncode X",
	strings.Repeat("x", 10_000), "@" + strings.Repeat("x", 10_000), "@maya " + strings.Repeat("y ", 5_000),
	strings.Repeat("@a ", 3_000), strings.Repeat(`"`, 9_999),
}

// Whatever is typed, parsing ends, and what is wrong is said to the person in
// whole sentences.
func TestHostileTextIsParsed(t *testing.T) {
	for _, c := range typable(New(Config{}).Commands()) {
		for _, text := range hostile {
			err := c.Parse(text)
			if err == nil {
				continue
			}
			wrong, ok := err.(*bot.UserError) //nolint:errorlint // it is not wrapped: it is what the person reads
			if !ok {
				t.Errorf("%s %s %.40q: %T is not for the person: %v", c.Slash, c.Name, text, err, err)
				continue
			}
			if !strings.HasSuffix(wrong.Problem, ".") && !strings.HasSuffix(wrong.Problem, "?") {
				t.Errorf("%s %s %.40q: %q is no whole sentence", c.Slash, c.Name, text, wrong.Problem)
			}
			if wrong.Try == "" && wrong.Hint == "" {
				t.Errorf("%s %s %.40q: %q does not say what works", c.Slash, c.Name, text, wrong.Problem)
			}
			if len(wrong.Error()) > 3000 {
				t.Errorf("%s %s %.40q: the answer has %d bytes", c.Slash, c.Name, text, len(wrong.Error()))
			}
		}
	}
}

func FuzzCommands(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	all := typable(New(Config{}).Commands())
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range all {
			err := c.Parse(text)
			if _, ok := err.(*bot.UserError); err != nil && !ok { //nolint:errorlint // see above
				t.Errorf("%s %s %q: %T: %v", c.Slash, c.Name, text, err, err)
			}
		}
	})
}
