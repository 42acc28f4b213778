package commands

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/slack-go/slack"
)

// A beganWith is what a form carries to tell, when what it edits has moved on,
// what the person changed in it from what somebody else did: short hashes of
// what its fields began with, in the order of the form's list of fields.
type beganWith struct {
	Marks string `json:"b,omitempty"`
	Moved uint32 `json:"m,omitempty"` // the fields that somebody else changed since, a bit for each
	By    string `json:"u,omitempty"` // who, "" for nobody
}

// begin is of a form whose fields hold these texts.
func begin(fields []string, texts map[string]string) beganWith {
	var marks strings.Builder
	for _, field := range fields {
		marks.WriteString(mark(texts[field]))
	}
	return beganWith{Marks: marks.String()}
}

// markLength is how many characters mark one text; enough to tell a change.
const markLength = 6

// mark is a short hash of a text, whatever the client made of its ends and its
// line breaks.
func mark(text string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))))
	return hex.EncodeToString(sum[:markLength/2])
}

// with says whether the field with this number began with this text. Marks
// that can't be read say no: the person is told once too often.
func (b beganWith) with(number int, text string) bool {
	from, to := number*markLength, (number+1)*markLength
	return to <= len(b.Marks) && b.Marks[from:to] == mark(text)
}

// catchUp is what a form holds after somebody else changed what it edits, and
// what it then carries. typed is what the person left in each field that the
// form has, now what is saved. What the person did not change becomes what is
// saved now, so that nobody's change is taken back by somebody who never
// touched it; what they did change stays.
func (b beganWith) catchUp(fields []string, typed, now map[string]string, by string) (map[string]string, beganWith) {
	texts, next := map[string]string{}, begin(fields, now)
	next.By = by
	for number, field := range fields {
		mine, shown := typed[field]
		texts[field] = now[field]
		if !shown || mark(mine) == mark(now[field]) {
			continue
		}
		if !b.with(number, mine) {
			texts[field] = mine
		}
		if !b.with(number, now[field]) {
			next.Moved |= 1 << number
		}
	}
	return texts, next
}

// said is what a form says under each field that somebody else changed, in
// mrkdwn: texts is what the form holds, now what is saved, and show shows it.
func (b beganWith) said(fields []string, texts, now map[string]string, show func(field, text string) string) map[string]string {
	all := map[string]string{}
	for number, field := range fields {
		if b.Moved&(1<<number) == 0 {
			continue
		}
		is := show(field, now[field])
		all[field] = fmt.Sprintf("<@%s> changed this meanwhile. It is %s now.", b.By, is)
		if mark(texts[field]) != mark(now[field]) {
			all[field] = fmt.Sprintf("<@%s> changed this meanwhile. It is %s now; Save replaces it.", b.By, is)
		}
	}
	return all
}

// renewed are a form's blocks so that its fields show what they hold now. Slack
// keeps what is in a field as long as that has the same action id, whatever
// an update of the form says; so once somebody else's change is taken in, each
// has another one, by the version that is carried.
func (b beganWith) renewed(version int64, blocks []slack.Block) []slack.Block {
	suffix := fmt.Sprintf(":%d", version)
	for _, block := range blocks {
		field, ok := block.(*slack.InputBlock)
		if !ok || b.By == "" {
			continue
		}
		switch e := field.Element.(type) {
		case *slack.PlainTextInputBlockElement:
			e.ActionID += suffix
		case *slack.DatePickerBlockElement:
			e.ActionID += suffix
		case *slack.TimePickerBlockElement:
			e.ActionID += suffix
		case *slack.SelectBlockElement:
			e.ActionID += suffix
		case *slack.MultiSelectBlockElement:
			e.ActionID += suffix
		case *slack.CheckboxGroupsBlockElement:
			e.ActionID += suffix
		}
	}
	return blocks
}

// lead is for above the fields: what somebody else changed is in none of them.
func (b beganWith) lead() []slack.Block {
	if b.By == "" || b.Moved != 0 {
		return nil
	}
	return said(fmt.Sprintf("<@%s> saved a change meanwhile, of nothing that differs from what is here. Save goes on from there.", b.By))
}
