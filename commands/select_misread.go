package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// misread answers a command that has something after the campaign that is
// neither code nor link, with what was probably meant: a name of several words
// without quotes, one more handle without @, a code or link without its word.
func (a *App) misread(ctx context.Context, r *bot.Request, in selectArgs) error {
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return err
	}
	return in.meant(all)
}

func (in selectArgs) meant(all []store.Campaign) error {
	alive, odd := live(all), strings.Fields(in.odd)
	last := odd[len(odd)-1]
	whole := named(alive, in.campaign.text+" "+strings.Join(odd, " "))
	first, end := named(alive, in.campaign.text), named(alive, last)
	switch {
	case len(whole) == 1:
		return &bot.UserError{
			Problem: fmt.Sprintf("A name of several words goes in double quotes, or takes its short form, %s.", whole[0].Slug),
			Try:     in.command(whole[0].Slug, clip(in.after, 300)),
		}
	case len(first) == 0 && len(end) == 1:
		if handles, ok := withAt(append([]string{in.campaign.text}, odd[:len(odd)-1]...)); ok {
			return &bot.UserError{
				Problem: "Each of several handles begins with @.",
				Try:     in.command(handles, end[0].Slug, clip(in.after, 300)),
			}
		}
	}
	c, err := pickCampaign(all, in.campaign.text, in.command("%s", clip(in.after, 300)))
	if err != nil {
		return err
	}
	if err := unquotedName(c, in.campaign, in.odd+" "+in.after, in.command()); err != nil {
		return err
	}
	return &bot.UserError{
		Problem: fmt.Sprintf("After the campaign come code and link, not %s.", clip(in.odd, 40)),
		Try:     in.command(c.Slug, in.oddAs(c), clip(in.after, 300)),
	}
}

// oddAs is the odd text with the word for what it is, "" when it is no link
// or code that could be given in this campaign.
func (in selectArgs) oddAs(c store.Campaign) string {
	for _, k := range kinds {
		_, given := in.text[k]
		if text, err := k.parse(in.odd); err == nil && text != tracking.TBD && !given && k.of(c.Terms).Unique() && !strings.Contains(in.after, string(k)) {
			return string(k) + " " + text
		}
	}
	return ""
}

// severalWithoutAt is a UserError when one handle without @ is followed by
// more, and then perhaps by a campaign, so that the second was taken for a
// campaign; nil otherwise. command is the command up to the handles.
func (a *App) severalWithoutAt(ctx context.Context, r *bot.Request, all []store.Campaign, command string, people []person, after string) error {
	texts, alive := strings.Fields(after), live(all)
	if len(people) != 1 || people[0].at || len(texts) == 0 || len(named(alive, texts[0])) > 0 {
		return nil
	}
	end := slices.IndexFunc(texts, func(text string) bool { return len(named(alive, text)) == 1 })
	rest := ""
	if end < 0 {
		end = len(texts)
	} else {
		rest = named(alive, texts[end])[0].Slug
	}
	others, ok := withAt(texts[:end])
	if !ok || end > maxPicked {
		return nil
	}
	var handles []store.Handle
	for _, text := range texts[:end] {
		h, _, err := store.ParseHandle(text)
		if err != nil {
			return nil //nolint:nilerr // then it is no handle
		}
		handles = append(handles, h)
	}
	known, err := a.store.FindInfluencers(ctx, r.TeamID, handles)
	if err != nil {
		return err
	}
	for _, h := range handles {
		if _, ok := known[h.Key()]; !ok {
			return nil
		}
	}
	return &bot.UserError{
		Problem: "Each of several handles begins with @.",
		Try:     strings.TrimSpace(command + " " + handleList(people) + " " + others + " " + rest),
	}
}

// withAt writes words as handles; false when one of them can't be one.
func withAt(words []string) (string, bool) {
	all := make([]string, len(words))
	for i, text := range words {
		h, _, err := store.ParseHandle(text)
		if err != nil {
			return "", false
		}
		all[i] = "@" + h.String()
	}
	return strings.Join(all, " "), true
}
