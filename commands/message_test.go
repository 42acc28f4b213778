package commands

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"
)

// wasTold makes a row one that was marked as sent with this.
func wasTold(t *testing.T, r store.Row, link, code string) store.Row {
	t.Helper()
	r.SentLink, r.SentCode, r.SentAt, r.SentBy = linkOf(t, link), codeOf(t, code), new(monday), "UBEN"
	return r
}

func TestInfluencerMessage(t *testing.T) {
	const link = "https://shop.example/maya"
	ready := sampleRow(t, store.Selected, link, "MAYA20")
	ready.Campaign.Name, ready.Influencer.Name = "Summer Glow", "Maya Glow"
	nameless := ready
	nameless.Influencer.Name = "✨"
	own := ready
	own.Campaign.Message = "Hello {NAME} ({HANDLE}), live {GOES_LIVE}\n{LINK}\n{CODE}\n{FEE}\n{HOW_TO}"
	lacking := ready
	lacking.Campaign.Message = "Only {CODE}, {LAST}"
	broken := ready
	broken.Campaign.Message = "{NICK}"
	waiting := sampleRow(t, store.Selected, "TBD", "MAYA20")
	waiting.Campaign.Name, waiting.Influencer.Name = "Summer Glow", "Maya Glow"
	both := waiting
	both.CodeMode, both.Code = store.UniqueProgram, tracking.Code{}
	both.Campaign.HowTo = ""
	ours := waiting
	ours.LinkMode = store.UniqueOurs
	inShop := ready
	inShop.NotInShop = true
	theirs := ready // their link came from them, and was replaced
	theirs.SentLink = linkOf(t, "https://shop.example/old")
	for name, tt := range map[string]struct {
		row  store.Row
		want string
	}{
		"first": {ready, "Hi Maya!\n\nWelcome to Summer Glow. Here is what you share:\nYour link: https://shop.example/maya\nYour code: MAYA20\n\n" +
			"You go live on Sat 20 Jun 2026.\nYour fee: 300 EUR per reel\n\nPlease use exactly these everywhere: caption, bio, stories."},
		"no name": {nameless, "Welcome to Summer Glow. Here is what you share:\nYour link: https://shop.example/maya\nYour code: MAYA20\n\n" +
			"You go live on Sat 20 Jun 2026.\nYour fee: 300 EUR per reel\n\nPlease use exactly these everywhere: caption, bio, stories."},
		"own":                     {own, "Hello Maya Glow (@maya.glow), live Sat 20 Jun 2026\nhttps://shop.example/maya\nMAYA20\n300 EUR per reel\nApply at https://program.example & wait"},
		"what the template lacks": {lacking, "Only MAYA20, Glow\n\nYour link: https://shop.example/maya"},
		"a template that broke":   {broken, influencerMessage(ready)},
		"again, without the fee":  {wasTold(t, own, link, "MAYA20"), "Hello Maya Glow (@maya.glow), live Sat 20 Jun 2026\nhttps://shop.example/maya\nMAYA20\nApply at https://program.example & wait"},
		"code changed":            {wasTold(t, ready, link, "MAYA2O"), "Your code is now MAYA20. Please replace MAYA2O everywhere: caption, bio, stories."},
		"link changed": {
			wasTold(t, ready, "https://shop.example/old", "MAYA20"),
			"Your link is now:\nhttps://shop.example/maya\nPlease replace the old one everywhere: caption, bio, stories. The old one was:\nhttps://shop.example/old",
		},
		"both changed": {
			wasTold(t, ready, "https://shop.example/old", "MAYA2O"),
			"Your link is now:\nhttps://shop.example/maya\nPlease replace the old one everywhere: caption, bio, stories. The old one was:\nhttps://shop.example/old\n\n" +
				"Your code is now MAYA20. Please replace MAYA2O everywhere: caption, bio, stories.",
		},
		"something new": {wasTold(t, ready, link, "TBD"), "Your code for Summer Glow is MAYA20. Please use it everywhere: caption, bio, stories."},
		"a link new":    {wasTold(t, ready, "TBD", "MAYA20"), "Your link for Summer Glow is:\nhttps://shop.example/maya\nPlease use it everywhere: caption, bio, stories."},
		"theirs was replaced": {theirs, "Your link is now:\nhttps://shop.example/maya\nPlease replace the old one everywhere: caption, bio, stories. The old one was:\nhttps://shop.example/old\n\n" +
			"Your code for Summer Glow is MAYA20. Please use it everywhere: caption, bio, stories."},
		"waits for them": {waiting, "Hi Maya!\n\nFor Summer Glow you get your link from our affiliate program.\nThis is how:\nApply at https://program.example & wait\n\nPlease send it to us as soon as you have it."},
		"both wait":      {both, "Hi Maya!\n\nFor Summer Glow you get your link and your code from our affiliate program.\n\nPlease send them to us as soon as you have them."},
		"changed, and one waits": {wasTold(t, waiting, link, "MAYA2O"), "Your code is now MAYA20. Please replace MAYA2O everywhere: caption, bio, stories.\n\n" +
			"For Summer Glow you get your link from our affiliate program.\nThis is how:\nApply at https://program.example & wait\n\nPlease send it to us as soon as you have it."},
		"waits for us":    {ours, ""},
		"not in the shop": {inShop, ""},
		"an applicant":    {sampleRow(t, store.Applied, link, "MAYA20"), ""},
		"withdrawn":       {wasTold(t, sampleRow(t, store.Withdrawn, link, "MAYA20"), link, "MAYA2O"), ""},
		"archived":        {archivedRow(ready), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := influencerMessage(tt.row); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// anyRow is an application as it may be.
func anyRow(r *rapid.T) store.Row {
	one := func(name string, texts ...string) string { return rapid.SampledFrom(texts).Draw(r, name) }
	link := func(name string) tracking.Link {
		l, err := tracking.ParseLink(one(name, "TBD", "https://shop.example/a", "https://shop.example/b"))
		if err != nil {
			r.Fatal(err)
		}
		return l
	}
	code := func(name string) tracking.Code {
		c, err := tracking.ParseCode(one(name, "TBD", "AAA1", "BBB2"))
		if err != nil {
			r.Fatal(err)
		}
		return c
	}
	mode := rapid.SampledFrom(store.Modes)
	row := store.Row{Application: store.Application{
		ID: 1, State: store.Selected, LinkMode: mode.Draw(r, "link mode"), CodeMode: mode.Draw(r, "code mode"),
		Link: link("link"), Code: code("code"), SentLink: link("sent link"), SentCode: code("sent code"),
		NotInShop: rapid.Bool().Draw(r, "not in shop"),
	}}
	if rapid.Bool().Draw(r, "sent") {
		row.SentAt = new(monday)
	}
	row.Campaign.Terms = store.Terms{
		Name: "Glow", LinkMode: mode.Draw(r, "campaign's link mode"), CodeMode: mode.Draw(r, "campaign's code mode"),
		SharedLink: link("shared link"), SharedCode: code("shared code"),
		Message: one("message", "", "{LINK}\n{CODE}", "{LINK} {CODE} {LAST}", "x", "{FEE} {CODE}", "{"),
	}
	return row
}

// What the message shows is what is marked as sent: nothing that they weren't
// told is marked without being in it, and then they are unsent no more.
func TestWhatTheMessageShowsIsMarked(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		row := anyRow(r)
		text, now := influencerMessage(row), row.Told()
		if !sendable(row) {
			return
		}
		for what, is := range map[string]struct{ now, told string }{
			"link": {now.Link.String(), row.SentLink.String()}, "code": {now.Code.String(), row.SentCode.String()},
		} {
			if is.now != "TBD" && is.now != is.told && !strings.Contains(text, is.now) {
				r.Fatalf("the %s %s is marked as sent and not in\n%s", what, is.now, text)
			}
			if strings.Contains(text, "TBD") {
				r.Fatalf("a TBD is sent:\n%s", text)
			}
		}
		if !marksOf(row).shows(row) || !row.Tellable() {
			r.Fatal("it can't be marked")
		}
		if !now.Link.TBD() {
			row.SentLink = now.Link
		}
		if !now.Code.TBD() {
			row.SentCode = now.Code
		}
		row.SentAt = new(monday)
		if row.Unsent() {
			r.Fatalf("marked, it is unsent: %+v", row.Application)
		}
	})
}

// Whatever somebody typed is shown as text to copy: nothing in it is markup, and
// nothing passes Slack's limits.
func TestPasteable(t *testing.T) {
	for name, text := range map[string]string{
		"short": "x", "backticks": "```a```\n`b`", "mention": "<!channel> <@U1> &amp;", "long": strings.Repeat("é", 7001),
		"lines": strings.Repeat(strings.Repeat("x", 90)+"\n", 60), "blank": strings.Repeat("\n", 3500) + "x",
	} {
		var shown strings.Builder
		blocks := pasteable(text)
		rich, ok := blocks[0].(*slack.RichTextBlock)
		if !ok {
			t.Fatalf("%s: %T", name, blocks[0])
		}
		for _, part := range rich.Elements {
			piece := part.(*slack.RichTextPreformatted).Elements[0].(*slack.RichTextSectionTextElement).Text //nolint:errcheck // as pasteable makes it
			if n := utf8.RuneCountInString(piece); n == 0 || n > maxPiece {
				t.Errorf("%s: a piece of %d", name, n)
			}
			shown.WriteString(piece)
		}
		if whole := len(blocks) == 1; whole && strings.ReplaceAll(shown.String(), "\n", "") != strings.ReplaceAll(text, "\n", "") {
			t.Errorf("%s: shows %q", name, shown.String())
		}
		if weight(blocks) > maxMessageShown+2*textOfBlock+200 {
			t.Errorf("%s: weighs %d", name, weight(blocks))
		}
	}
}

func TestMarks(t *testing.T) {
	var rows []store.Row
	for n := range 250 {
		row := sampleRow(t, store.Selected, "TBD", fmt.Sprintf("CODE%d", n))
		row.ID = int64(9_000_000 - 37*n)
		rows = append(rows, row)
	}
	all := marksOf(rows...)
	value := sending{Marks: all, Lead: strings.Repeat("x", 1900), List: &listing{Filter: filterUnsent}}.value()
	if len(value) > maxButtonValue {
		t.Errorf("a button of %d", len(value))
	}
	s, err := readSending(value)
	must(t, err)
	if !slices.Equal(s.Marks, all) || len(all) != maxMarked {
		t.Errorf("%d marks of %d", len(s.Marks), len(all))
	}
	for n, row := range rows {
		if s.Marks.shows(row) != (n < maxMarked) {
			t.Errorf("row %d", n)
		}
	}
	other := rows[0]
	other.Code = codeOf(t, "OTHER")
	if s.Marks.shows(other) {
		t.Error("another code passes")
	}
	for _, forged := range []string{
		"", "x", "{}", `{"m":""}`, `{"m":"!"}`, `{"m":"AA"}`, `{"m":"____________"}`, `{"m":"AgAAAAA","l":{"f":"all"}}`, `{"m":"AgAAAAA","l":{"n":-1}}`, "null", `{"m":1}`,
		`{"m":"` + strings.Repeat("AgAAAAA", 300) + `"}`,
	} {
		if s, err := readSending(forged); err == nil {
			t.Errorf("%q is read as %+v", forged, s)
		}
	}
}

func FuzzMarks(f *testing.F) {
	f.Add("AgAAAAA")
	f.Add("!")
	f.Fuzz(func(t *testing.T, text string) {
		var m marks
		if m.UnmarshalText([]byte(text)) != nil {
			return
		}
		written, err := m.MarshalText()
		var again marks
		if err != nil || again.UnmarshalText(written) != nil || !slices.Equal(m, again) {
			t.Errorf("%q: %v, then %v", text, m, again)
		}
	})
}
