package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
)

// A colleague is named in a command as @ben, as Slack puts it (<@U1|ben> or
// <@U1>), or by a quoted name: "Ben Example".

const fieldColleague = "colleague"

// colleague is whom a word names, somebody who may change things and not who
// asks; else a UserError. example is a command in which the first %s stands for
// somebody. Errors of Slack stay as they are.
func (a *App) colleague(ctx context.Context, r *bot.Request, w word, example string) (bot.Somebody, error) {
	name := strings.TrimPrefix(strings.TrimPrefix(w.text, "＠"), "@")
	if id := cutMention(w.text); id != "" {
		return a.colleagueByID(ctx, r, id, example)
	}
	if id := r.Mentions.ID(name); id != "" {
		return a.colleagueByID(ctx, r, id, example)
	}
	found, err := a.slack.Named(ctx, name)
	if err != nil {
		return bot.Somebody{}, err
	}
	for _, standing := range []bot.Standing{bot.StandingEditor, bot.StandingMember} {
		if of := slices.DeleteFunc(slices.Clone(found), func(s bot.Somebody) bool { return s.Standing != standing }); len(of) > 0 {
			found = of
			break
		}
	}
	switch len(found) {
	case 0:
		return bot.Somebody{}, &bot.UserError{
			Problem: fmt.Sprintf("Nobody in this workspace is called %s.", clip(name, 40)),
			Try:     "/campaign handover", Hint: "Alone it opens a form, where you choose them.",
		}
	case 1:
		return found[0], a.colleagueProblem(ctx, r, found[0], example)
	}
	names := make([]string, len(found))
	for n, who := range found {
		names[n] = "@" + who.Username
	}
	return bot.Somebody{}, &bot.UserError{
		Problem: fmt.Sprintf("%s could be %s.", clip(name, 40), orList(names[:min(len(names), 5)])), Try: inSlug(example, names[0]),
	}
}

// cutMention is the id in <@U1>, which Slack leaves so where it has no name; "" for anything else.
func cutMention(text string) string {
	inner, ok := strings.CutPrefix(text, "<@")
	inner, closed := strings.CutSuffix(inner, ">")
	id, _, _ := strings.Cut(inner, "|")
	if !ok || !closed || !slackID(id, "UW") {
		return ""
	}
	return id
}

// colleagueByID is colleague of a Slack user id.
func (a *App) colleagueByID(ctx context.Context, r *bot.Request, id, example string) (bot.Somebody, error) {
	who, err := a.slack.Who(ctx, id)
	if err != nil {
		return who, err
	}
	return who, a.colleagueProblem(ctx, r, who, example)
}

// The words for who may only look.
const (
	sayOnlyLooks = " can look at everything in Codekeeper, but change nothing"
	hintNoEditor = "Nobody else may change things. An admin of this workspace adds people to the user group of those who may."
)

// readerProblem is a UserError for a colleague who may only look: the link or
// code that they are asked for they could not set. It names somebody who can.
func (a *App) readerProblem(ctx context.Context, r *bot.Request, who bot.Somebody, example string) error {
	wrong := &bot.UserError{Problem: "@" + who.Name + sayOnlyLooks + ", so they can't cover for you.", Field: fieldColleague}
	if editor, ok := a.slack.EditorBut(ctx, r.UserID); ok {
		wrong.Hint = fmt.Sprintf("Choose somebody who may, like @%s.", editor.Name)
		wrong.Try = inSlug(example, "@"+editor.Username)
		return wrong
	}
	wrong.Hint = hintNoEditor
	return wrong
}

// colleagueProblem is a UserError where somebody can't cover for who asks.
func (a *App) colleagueProblem(ctx context.Context, r *bot.Request, who bot.Somebody, example string) error {
	why, name := "", "@"+who.Name
	if who.ID == r.UserID && who.Standing >= bot.StandingMember {
		return &bot.UserError{
			Problem: "You can't hand over to yourself.", Try: "/campaign handover", Field: fieldColleague,
			Hint: "Alone it opens a form, where you choose a colleague, or take back what you handed over.",
		}
	}
	switch who.Standing {
	case bot.StandingEditor:
		return nil
	case bot.StandingMember:
		return a.readerProblem(ctx, r, who, example)
	case bot.StandingGuest:
		why = " is a guest"
	case bot.StandingApp:
		why = " is an app"
	case bot.StandingGone:
		why = " left this workspace"
	case bot.StandingStranger:
		if why = " is of another organisation"; who.Name == "" {
			name = "This person"
		}
	}
	return &bot.UserError{
		Problem: name + why + ", and can do nothing in Codekeeper.", Try: "/campaign handover", Field: fieldColleague,
		Hint: "Choose a full member of this workspace.",
	}
}
