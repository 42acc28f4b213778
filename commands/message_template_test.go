package commands

import (
	"strings"
	"testing"
	"unicode/utf8"

	"codekeeper/store"

	"pgregory.net/rapid"
)

func TestMessageProblem(t *testing.T) {
	for _, tt := range []struct {
		name, text, problem string
		with                func(*store.Terms)
	}{
		{name: "none", text: ""},
		{name: "both", text: "Link {LINK}\nCode {CODE}"},
		{name: "all", text: "{FIRST} {LAST} {NAME} {HANDLE} {CAMPAIGN} {LINK} {CODE} {HOW_TO} {GOES_LIVE} {FEE}"},
		{name: "twice", text: "{CODE} {CODE} {LINK}"},
		{name: "other alphabets", text: "مرحبا {FIRST}\n\u200f{LINK} \u202e{CODE}\nשלום 👩‍👩‍👧 `x` ```y``` <!channel> <@U1> *b* _i_ & < >"},
		{name: "one not needed", text: "{CODE}", with: func(t *store.Terms) { t.LinkMode = store.NotNeeded }},
		{name: "none needed", text: "Hello", with: func(t *store.Terms) { t.LinkMode, t.CodeMode = store.NotNeeded, store.NotNeeded }},
		{name: "closing alone", text: "{LINK} {CODE} :} }}"},
		{name: "copied along", text: "{LINK} { CO\u200bDE\u00a0}"},
		{name: "2,000 characters", text: "{LINK}{CODE}" + strings.Repeat("é", 1988)},

		{name: "no link", text: "Code {CODE}", problem: "Influencers need their affiliate link, and this message doesn't show it. Put {LINK} where it belongs."},
		{name: "no code", text: "Link {LINK}", problem: "Put {CODE} where it belongs."},
		{name: "neither", text: "Hello", problem: "Put {LINK} where it belongs."},
		{name: "shared needs it too", text: "{LINK}", with: func(t *store.Terms) { t.CodeMode = store.Shared }, problem: "{CODE}"},
		{name: "unknown", text: "{LINK} {CODE} {NICK}", problem: "There is no placeholder “{NICK}”."},
		{name: "all that there are", text: "{LINK} {CODE} {QUUX}", problem: "There are {FIRST}, {LAST}, {NAME}, {HANDLE}, {CAMPAIGN}, {LINK}, {CODE}, {HOW_TO}, {GOES_LIVE} and {FEE}."},
		{name: "lower case", text: "{LINK} {code}", problem: "There is no placeholder “{code}”. Did you mean {CODE}?"},
		{name: "with a blank", text: "{LINK} {CODE} {how to}", problem: "Did you mean {HOW_TO}?"},
		{name: "empty", text: "{LINK} {CODE} {}", problem: "There is no placeholder “{}”."},
		{name: "unclosed", text: "{LINK} {CODE} {FEE", problem: "There is a { without its } in “{LINK} {CODE} {FEE”."},
		{name: "nested", text: "{LINK} {{CODE}}", problem: "There is a { without its }"},
		{name: "over two lines", text: "{LINK} {CO\nDE} {CODE}", problem: "There is a { without its }"},
		{name: "a format", text: "{LINK} {CODE} {%s}", problem: "There is no placeholder “{%s}”."},
		{name: "a mention", text: "{LINK} {CODE} {<!channel>}", problem: "There is no placeholder “{<!channel>}”."},
		{name: "a long name", text: "{LINK} {CODE} {" + strings.Repeat("X", 1500) + "}", problem: "There is no placeholder “{XXX"},
		{name: "too long", text: "{LINK}{CODE}" + strings.Repeat("é", 1989), problem: "This is 2001 characters long. It can have 2000 at most."},
		{name: "control", text: "{LINK} {CODE} \x00", problem: "control character"},
		{name: "damaged", text: "{LINK} {CODE} \xff", problem: "damaged"},
		{
			name: "too long filled in", text: "{LINK} {CODE}" + strings.Repeat(" {HOW_TO}", 2),
			with:    func(t *store.Terms) { t.HowTo = strings.Repeat("x", 2000) },
			problem: "Filled in, this message is about 4034 characters long. It can have 3000 at most; most of it may be what stands for {HOW_TO}.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			terms := store.Terms{Name: "Summer Glow", LinkMode: store.UniqueProgram, CodeMode: store.UniqueOurs, Fee: "100 EUR", Message: tt.text}
			if tt.with != nil {
				tt.with(&terms)
			}
			got := messageProblem(terms)
			if (got == "") != (tt.problem == "") || !strings.Contains(got, tt.problem) {
				t.Errorf("got  %q\nwant %q", got, tt.problem)
			}
		})
	}
}

func TestFilledIn(t *testing.T) {
	filling := map[string]string{putFirst: "Maya", putCode: "MAYA15", putName: "{CODE} {FEE}", putHowTo: "One\n\nTwo"}
	for text, want := range map[string]string{
		"Hi {FIRST}, {CODE}!":                      "Hi Maya, MAYA15!",
		"Hi {FIRST} {LAST},\nyour code is {CODE}.": "your code is MAYA15.",
		"{LINK}\n{CODE}\n{FEE}":                    "MAYA15",
		"a\n\n{LINK}\n\nb":                         "a\n\nb",
		"{LINK}\n\n{FEE}":                          "",
		"a\r\nb\rc":                                "a\nb\nc",
		"{NAME}":                                   "{CODE} {FEE}", // what is filled in is not read again
		"{HOW_TO}\n}":                              "One\n\nTwo\n}",
		"  indented  \n\tx":                        "indented\n\tx",
		"":                                         "",
	} {
		template, problem := parseMessage(text)
		if got := filledIn(template, filling); got != want || problem != "" {
			t.Errorf("%q: got %q, want %q, %s", text, got, want, problem)
		}
	}
}

// The program's own message is one that a team could have saved.
func TestUsualMessage(t *testing.T) {
	terms := store.Terms{Name: "Summer Glow", LinkMode: store.UniqueOurs, CodeMode: store.Shared, Fee: "100 EUR", Message: usualMessage}
	if problem := messageProblem(terms); problem != "" {
		t.Error(problem)
	}
}

// Whatever is typed is taken or answered with a short sentence, and what is taken
// can be filled in.
func TestAnyMessageTemplate(t *testing.T) {
	piece := rapid.SampledFrom([]string{"{", "}", "{LINK}", "{CODE}", "{FIRST}", "{FEE}", "{link}", "\n", "\r\n", " ", "`", "<!channel>", "\u202e", "x", "{{", "}}", "%s"})
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(r, "pieces"), "") + rapid.String().Draw(r, "rest")
		terms := store.Terms{Name: "c", LinkMode: store.UniqueOurs, CodeMode: store.UniqueOurs, Message: text}
		problem := messageProblem(terms)
		if utf8.RuneCountInString(problem) > 400 {
			r.Fatalf("a long answer: %s", problem)
		}
		template, wrong := parseMessage(text)
		if problem == "" && wrong != "" {
			r.Fatalf("taken though %s", wrong)
		}
		if filled := filledIn(template, messageSample(terms)); problem == "" && text != "" && !strings.Contains(filled, "MAYA15") && !template.has(putFee) {
			r.Fatalf("%q is filled in as %q", text, filled)
		}
	})
}

func FuzzMessageTemplate(f *testing.F) {
	for _, text := range []string{usualMessage, "{LINK} {CODE", "{}", "{\n}", "}{", strings.Repeat("{CODE}", 300)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		template, problem := parseMessage(text)
		if problem == "" {
			filledIn(template, messageSample(store.Terms{Name: "c"}))
		}
	})
}
