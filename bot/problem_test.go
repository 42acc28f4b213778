package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

func TestExplain(t *testing.T) {
	late, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	for name, test := range map[string]struct {
		ctx   context.Context
		kind  Kind
		retry int
		err   error
		want  string
		fault bool
	}{
		"user":             {t.Context(), KindCommand, 0, fmt.Errorf("parse: %w", &UserError{Problem: "No.", Try: "x", Hint: "Or y."}), "No. Try x. Or y.", false},
		"user, late":       {late, KindCommand, 0, &UserError{Problem: "No."}, "No.", false},
		"fields":           {t.Context(), KindSubmission, 0, FieldErrors{"b": "B.", "a": "A."}, "A. B.", false},
		"unsure":           {late, KindSubmission, 0, fmt.Errorf("commit: %w", ErrUnknownOutcome), sayUnsureForm, true},
		"unsure, command":  {t.Context(), KindCommand, 0, ErrUnknownOutcome, sayUnsure, true},
		"deadline":         {t.Context(), KindSubmission, 0, fmt.Errorf("x: %w", context.DeadlineExceeded), sayLateForm, true},
		"57014":            {late, KindClick, 0, errors.New("pq: canceling statement"), sayLate, true},
		"late again":       {late, KindCommand, 1, errors.New("pq: canceling statement"), sayUnsure, true},
		"form, late again": {t.Context(), KindSubmission, 2, context.DeadlineExceeded, sayUnsureForm, true},
		"user, again":      {late, KindCommand, 1, &UserError{Problem: "No."}, "No.", false},
		"fault":            {t.Context(), KindClick, 0, errors.New("secret chain"), "Something went wrong on our side. Nothing was saved.", true},
	} {
		a := &act{Request: &Request{Kind: test.kind}, env: &envelope{Retry: test.retry}}
		p, reference := explain(test.ctx, a, test.err)
		if !strings.HasPrefix(p.text, test.want) || (reference != "") != test.fault || strings.Contains(p.text, "secret") {
			t.Errorf("%s: %q, reference %q", name, p.text, reference)
		}
		if p.message.Text == "" {
			t.Errorf("%s: no text", name)
		}
	}
}

// What went wrong often repeats what was typed: that must mention nobody.
func TestWhatIsWrongMentionsNobody(t *testing.T) {
	const typed = "<@U0ANA> <!channel> & <#C1>"
	a := &act{Request: &Request{Kind: KindCommand}, env: &envelope{}}
	for _, err := range []error{
		&UserError{Problem: typed},
		&UserError{Problem: typed, Hint: typed},
		&UserError{Problem: typed, Try: typed, Hint: typed},
		FieldErrors{"name": typed},
	} {
		p, _ := explain(t.Context(), a, err)
		if p.message.Text != Escape(err.Error()) || p.text != err.Error() {
			t.Errorf("%#v is told as %q", err, p.message.Text)
		}
		for _, e := range richText(t, p.message.Blocks) {
			if e.RichTextSectionElementType() != slack.RTSEText {
				t.Errorf("%#v is told with a live %s", err, e.RichTextSectionElementType())
			}
		}
	}
}

func TestWhatWouldWorkIsTextToCopy(t *testing.T) {
	p := userProblem(&UserError{Problem: "No.", Try: "/campaign new", Hint: "Or ask."})
	var said []string
	for _, e := range richText(t, p.message.Blocks) {
		text, ok := e.(*slack.RichTextSectionTextElement)
		if !ok {
			t.Fatalf("a %s", e.RichTextSectionElementType())
		}
		said = append(said, fmt.Sprintf("%s %t", text.Text, text.Style != nil && text.Style.Code))
	}
	if d := cmp.Diff([]string{"No. Try  false", "/campaign new true", ". Or ask. false"}, said); d != "" {
		t.Error(d)
	}
}

// What works at a press stands below what was wrong, which is text all the same.
func TestWhatWouldWorkIsPressed(t *testing.T) {
	press := slack.NewButtonBlockElement("shop", "1", slack.NewTextBlockObject(slack.PlainTextType, "Created in the shop", false, false))
	for _, e := range []*UserError{
		{Problem: "<!channel>", Hint: "Or press this.", Buttons: []slack.BlockElement{press}},
		{Problem: "<!channel>", Try: "/campaign new", Buttons: []slack.BlockElement{press}},
	} {
		blocks := userProblem(e).message.Blocks
		if len(blocks) != 2 {
			t.Fatalf("%d blocks", len(blocks))
		}
		if said := asRead(richText(t, blocks[:1])); said != e.Error() {
			t.Errorf("%q, and plain %q", said, e.Error())
		}
		if pressed, ok := blocks[1].(*slack.ActionBlock); !ok || pressed.Elements.ElementSet[0] != press {
			t.Errorf("%+v", blocks[1])
		}
	}
}

// What is wrong, what would work and a hint read alike, as plain text and as
// what is shown with the text to copy: each is a sentence of its own.
func TestSentencesAreParted(t *testing.T) {
	for want, e := range map[string]*UserError{
		"No.":                                  {Problem: "No."},
		"No. Try /campaign new":                {Problem: "No.", Try: "/campaign new"},
		"No. Or ask.":                          {Problem: "No.", Hint: "Or ask."},
		"No. Try /campaign new. Or ask: /help": {Problem: "No.", Try: "/campaign new", Hint: "Or ask: /help"},
		"Is it “no”? Try /campaign new":        {Problem: "Is it “no”?", Try: "/campaign new"},
		"There is <b>. Try x. Or y.":           {Problem: "There is <b>", Try: "x", Hint: "Or y."},
	} {
		if e.Error() != want {
			t.Errorf("%q, want %q", e.Error(), want)
		}
		p := userProblem(e)
		if p.message.Text != Escape(want) {
			t.Errorf("%q, want it escaped: %q", p.message.Text, want)
		}
		if len(p.message.Blocks) > 0 && asRead(richText(t, p.message.Blocks)) != want {
			t.Errorf("%q, want %q", asRead(richText(t, p.message.Blocks)), want)
		}
	}
	fields := FieldErrors{"a": "A can't. Try a", "b": "B."}
	if want := "A can't. Try a. B."; fields.Error() != want {
		t.Errorf("%q, want %q", fields.Error(), want)
	}
}

// asRead is what one reads of the elements.
func asRead(elements []slack.RichTextSectionElement) string {
	var read strings.Builder
	for _, e := range elements {
		if text, ok := e.(*slack.RichTextSectionTextElement); ok {
			read.WriteString(text.Text)
		}
	}
	return read.String()
}

// richText are the elements of blocks that are rich text, in order.
func richText(t *testing.T, blocks []slack.Block) []slack.RichTextSectionElement {
	t.Helper()
	var all []slack.RichTextSectionElement
	for _, b := range blocks {
		text, ok := b.(*slack.RichTextBlock)
		if !ok {
			t.Fatalf("a block of type %s", b.BlockType())
		}
		for _, e := range text.Elements {
			section, ok := e.(*slack.RichTextSection)
			if !ok {
				t.Fatalf("an element of type %s", e.RichTextElementType())
			}
			all = append(all, section.Elements...)
		}
	}
	return all
}
