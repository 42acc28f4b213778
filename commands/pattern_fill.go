package commands

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// *Fill in from the pattern*: where a link or code would begin as TBD, the
// campaign's pattern makes one. What can't be made, or is not theirs alone,
// stays TBD, and the answer says why.

const (
	fieldFill = "fill" // its choices are the kinds
	copyFill  = "Fill in from the pattern"
	hintFill  = "Where the field says TBD. What can't be made, or isn't theirs alone, stays TBD. A code made so still has to be created in the shop."
)

// fillInput is the checkbox for these kinds, with those ticked that are asked
// for, and what is foretold of it below, in mrkdwn.
func fillInput(t store.Terms, offered []kind, asked map[kind]bool, foretold string) []slack.Block {
	if len(offered) == 0 {
		return nil
	}
	var all, ticked []*slack.OptionBlockObject
	for _, k := range offered {
		choice := option(string(k), k.label()+": "+brief(k.pattern(t).String(), maxOptionText-len(k.label())-2))
		all = append(all, choice)
		if asked[k] {
			ticked = append(ticked, choice)
		}
	}
	boxes := slack.NewCheckboxGroupsBlockElement(fieldFill, all...)
	boxes.InitialOptions = ticked
	blocks := []slack.Block{input(fieldFill, copyFill, boxes, hintFill, true)}
	if foretold != "" {
		blocks = append(blocks, fine(foretold))
	}
	return blocks
}

// fillAsked are the kinds ticked in a form.
func fillAsked(in *bot.Form) map[kind]bool {
	asked := map[kind]bool{}
	for _, k := range kinds {
		if in.Checked(fieldFill, string(k)) {
			asked[k] = true
		}
	}
	return asked
}

// fillable are the kinds that the terms have a pattern for.
func fillable(t store.Terms) []kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k kind) bool { return k.pattern(t).None() })
}

// foretell says what the patterns make for an influencer, in mrkdwn: "For
// *@maya.glow*: coupon code `MAYA15`."
func foretell(i store.Influencer, c store.Campaign, offered []kind) string {
	var parts []string
	for _, k := range offered {
		text, err := k.make(k.pattern(c.Terms), patternFields(i, c))
		if err != nil {
			mends := remedyOf(err, i)
			if i.ID == 0 && mends.command != "" { // they are added by this very form
				mends = remedy{"Add them with their name first", "/influencer add"}
			}
			parts = append(parts, bot.Sentences(fmt.Sprintf("the %s stays TBD.", k.lower()), esc(problemOf(userError(err))), mends.mrkdwn()))
			continue
		}
		parts = append(parts, fmt.Sprintf("%s %s", k.lower(), copyable(brief(text, 300))))
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("For %s: %s", who(i), strings.Join(parts, " · "))
}

// A remedy is what mends a pattern that makes nothing, and the command that does
// it; the zero remedy: nothing does.
type remedy struct{ do, command string }

// remedyOf says how the name is filled in that a pattern lacks.
func remedyOf(err error, i store.Influencer) remedy {
	wrong, ok := errors.AsType[*tracking.Error](err)
	if !ok || wrong.Lacks == "" {
		return remedy{}
	}
	return remedy{"Fill it in", "/influencer profile " + at(i)}
}

// String is plain text, as under a field.
func (r remedy) String() string {
	if r.command == "" {
		return ""
	}
	return r.do + ": " + r.command
}

// mrkdwn has the command as text to copy.
func (r remedy) mrkdwn() string {
	if r.command == "" {
		return ""
	}
	return r.do + ": " + copyable(r.command)
}

// fillable are the kinds that the edit form offers to fill in: what is TBD, and
// ours to make.
func (f editForm) fillable() []kind {
	if f.row.Influencer.Forgotten() { // nothing is known to fill in
		return nil
	}
	var all []kind
	for _, k := range fillable(f.row.Campaign.Terms) {
		if k.mode(f.row) == store.UniqueOurs && k.text(f.row.Application) == tracking.TBD {
			all = append(all, k)
		}
	}
	return all
}

// fillIn fills in what was asked for and is TBD, in the edit that was read.
// Whoever asks for one that can't be made is told so under the checkbox.
func (f editForm) fillIn(edit *store.Edit, wrong bot.FieldErrors) {
	for _, k := range f.fillable() {
		if !f.fill[k] || wrong[string(k)] != "" || k.text(store.Application{Link: edit.Link, Code: edit.Code}) != tracking.TBD {
			continue
		}
		text, err := k.make(k.pattern(f.row.Campaign.Terms), patternFields(f.row.Influencer, f.row.Campaign))
		if err == nil {
			err = k.set(edit, text)
		}
		if err != nil {
			wrong[fieldFill] = bot.Sentences(problemOf(userError(err)), remedyOf(err, f.row.Influencer).String())
			continue
		}
		edit.MadeCode = edit.MadeCode || k == aCode
	}
}
