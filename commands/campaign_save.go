package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// A saving is a campaign's form on its way into the store.
type saving struct {
	form      campaignForm
	terms     store.Terms
	campaigns []store.Campaign // all of the team
	again     bool             // a field applies that was not shown: the form asks again
}

// reply shows the form again, or nothing.
func (s saving) reply(again bool) *bot.Reply {
	if !again {
		return nil
	}
	return &bot.Reply{Update: s.form.view()}
}

// savingCampaign reads a form that was submitted. What is wrong in it is
// FieldErrors; a form that names no campaign of the team is a UserError.
func (a *App) savingCampaign(ctx context.Context, r *bot.Request) (saving, error) {
	meta, err := readCampaignMeta(r.Form.Meta)
	if err != nil {
		return saving{}, err
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return saving{}, err
	}
	form := newCampaignForm("", r.UserID, "")
	if meta.ID != 0 {
		i := slices.IndexFunc(campaigns, func(c store.Campaign) bool { return c.ID == meta.ID })
		if i < 0 {
			return saving{}, errOldForm
		}
		form = campaignFormOf(campaigns[i])
	}
	s := saving{form: form.typed(r.Form, meta), campaigns: campaigns}
	if s.again = s.form.unseen(r.Form); s.again {
		return s, nil
	}
	terms, wrong := s.form.read()
	if len(wrong) > 0 {
		return saving{}, wrong
	}
	s.terms = terms
	return s, nil
}

// checkCampaign looks at what only others know: who else holds the shared
// link or code, and whether the digest can be posted in the channel, which it
// joins. again says that the form is shown again, with a warning.
func (a *App) checkCampaign(ctx context.Context, r *bot.Request, s *saving) (again bool, err error) {
	warned, err := a.sharedHeld(ctx, r.TeamID, s.form, s.terms)
	if err != nil {
		return false, err
	}
	warned = ofPattern(warned, s.form, s.terms)
	if warned.any() && (!r.Form.Checked(fieldAnyway, anywayYes) || s.form.meta.Seal != warned.seal()) {
		s.form.warned = warned
		return true, nil
	}
	if err := a.checkOwners(ctx, r, s.terms.Owners, s.form.saved.Owners); err != nil {
		return false, err
	}
	if s.terms.ChannelID == s.form.saved.ChannelID {
		return false, nil
	}
	return false, a.checkChannel(ctx, s.terms.ChannelID)
}

// checkOwners refuses owners who could change nothing: guests, people of other
// organisations, bots, and members who may only look. Whoever saves the form, and who was an owner
// before, is not asked about.
func (a *App) checkOwners(ctx context.Context, r *bot.Request, owners, before []string) error {
	var not, readers []string
	for _, id := range owners {
		if id == r.UserID || slices.Contains(before, id) {
			continue
		}
		who, err := a.slack.Who(ctx, id)
		if bot.IsSlack(err) {
			a.log.WarnContext(ctx, "owner not asked about", "user", id, "err", err)
			return &bot.UserError{Problem: "Slack could not be asked about the owners, so nothing was saved.", Hint: "Press Save again.", Field: termOwners}
		}
		if err != nil {
			return err
		}
		switch who.Standing {
		case bot.StandingEditor:
		case bot.StandingMember:
			readers = append(readers, who.Name)
		default:
			not = append(not, cmp.Or(who.Name, id))
		}
	}
	switch {
	case len(not) > 0:
		return &bot.UserError{
			Problem: "Only full members of this workspace can be owners: take out " + andList(slices.Concat(not, readers)) + ".", Field: termOwners,
		}
	case len(readers) > 0:
		wrong := &bot.UserError{Problem: andList(readers) + sayOnlyLooks + ": take them out.", Hint: hintNoEditor, Field: termOwners}
		if editor, ok := a.slack.EditorBut(ctx, r.UserID); ok {
			wrong.Hint = fmt.Sprintf("Owners are those who may, like @%s.", editor.Name)
		}
		return wrong
	}
	return nil
}

// sharedHeld warns of a shared link or code, newly shared, that an
// influencer or another campaign holds or held.
func (a *App) sharedHeld(ctx context.Context, team string, form campaignForm, t store.Terms) (warnings, error) {
	link, code := t.SharedLink, t.SharedCode
	if !form.shows(aLink.sharedTerm()) || form.sharing(aLink) && link.Same(form.saved.SharedLink) {
		link = tracking.Link{}
	}
	if !form.shows(aCode.sharedTerm()) || form.sharing(aCode) && code.Same(form.saved.SharedCode) {
		code = tracking.Code{}
	}
	return a.held(ctx, team, link, code, 0, form.saved.ID)
}

// sameName is the live campaign, other than except, that a name would be
// mistaken for.
func sameName(campaigns []store.Campaign, name string, except int64) (store.Campaign, bool) {
	key := fold(name)
	for _, c := range live(campaigns) {
		if c.ID != except && (fold(c.Name) == key || c.Slug == key) {
			return c, true
		}
	}
	return store.Campaign{}, false
}

// nameTaken is for under the field.
func nameTaken(other store.Campaign) string {
	return fmt.Sprintf("The live campaign %s (%s) has this name already. Choose another one.", other.Name, other.Slug)
}
