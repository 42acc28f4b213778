package commands

import (
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
)

// /influencer select [@handle… campaign [code X] [link Y]]
//
// Opens the form, prefilled; or selects at once when all that is needed was
// given. For somebody selected already, opens the edit form.

const (
	routeSelectOpen     = "select.open" // value: an application, an influencer ("i:" and the id), or "" for the empty form
	routeSelectWith     = "select.with" // suffix: an applicant, taken with what is prepared
	routeSelectCampaign = "select.campaign"
	routeSelectPeople   = "select.influencers"
	formSelect          = "select"
	shortcutSelect      = "select"
)

func (a *App) selectInfluencers() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "select",
		Usage:   "select [@handle… campaign [code X] [link Y]]",
		Summary: "Select influencers for a campaign. What isn't ready is TBD.",
		Who:     bot.Editors,
		Examples: []string{
			"/influencer select",
			"/influencer select @maya.glow summer-glow",
			"/influencer select @maya.glow summer-glow code MAYA20 link TBD",
			"/influencer select @maya.glow @leo.moves \"Summer Glow\"",
		},
		Parse: func(text string) error { _, err := parseSelect(text); return err },
		Run:   a.runSelect,
		Clicks: []bot.Route{
			{ID: routeSelectOpen, Who: bot.Editors, Run: a.openSelect},
			{ID: routeSelectWith, Who: bot.Editors, Run: a.selectWith},
			{ID: routeSelectCampaign, Who: bot.Editors, Run: a.selectCampaign},
			{ID: routeSelectPeople, Who: bot.Editors, Run: a.selectCampaign},
		},
		Options: []bot.Route{
			{ID: routeSelectCampaign, Who: bot.Members, Run: a.campaignOptions},
			{ID: routeSelectPeople, Who: bot.Members, Run: a.influencerOptions},
		},
		Forms:     []bot.Route{{ID: formSelect, Who: bot.Editors, Run: a.saveSelect}},
		Shortcuts: []bot.Route{{ID: shortcutSelect, Who: bot.Editors, Run: a.openSelect}},
	}
}

// selectArgs is what follows /influencer select. text has an entry for each
// link or code that was given. odd is what stands after the campaign and is
// neither, and after it what follows that.
type selectArgs struct {
	people     []person
	campaign   word
	text       map[kind]string
	odd, after string
}

const selectExample = "/influencer select @maya.glow summer-glow"

func parseSelect(text string) (selectArgs, error) {
	in := selectArgs{text: map[kind]string{}}
	w := words{text}
	var err error
	if first, ok := w.peek(); ok && first.quoted { // a campaign's name alone opens its form
		in.campaign, err = w.next()
		if err != nil {
			return in, err
		}
		return in, w.noMore(selectExample)
	}
	if in.people, err = takePeople(&w); err != nil {
		return in, err
	}
	if in.campaign, err = w.next(); err != nil {
		return in, err
	}
	if in.campaign.is(string(aLink)) || in.campaign.is(string(aCode)) {
		return in, &bot.UserError{
			Problem: fmt.Sprintf("The campaign comes before the %s.", kind(fold(in.campaign.text)).lower()),
			Try:     in.command("summer-glow", in.campaign.text, clip(w.all(), 300)),
		}
	}
	for !w.empty() {
		if err := in.takeShare(&w); err != nil {
			return in, err
		}
	}
	return in, nil
}

// takeShare takes "code X" or "link Y".
func (in *selectArgs) takeShare(w *words) error {
	before := words{w.rest}
	key, err := w.next()
	if err != nil {
		return err
	}
	k := kind(fold(key.text))
	if (k != aLink && k != aCode) || key.quoted {
		in.odd = before.until(aLink, aCode)
		in.after = before.all()
		return &bot.UserError{
			Problem: fmt.Sprintf("After the campaign come code and link, not %s.", clip(key.text, 40)),
			Try:     selectExample + " code MAYA20",
		}
	}
	text := w.until(aLink, aCode)
	if _, twice := in.text[k]; twice {
		return &bot.UserError{
			Problem: fmt.Sprintf("The word %s is here twice.", k),
			Try:     in.command(in.campaign.asTyped(), string(k), clip(text, 300)),
		}
	}
	in.text[k] = text
	return nil
}

// command is the command for the same people, with these words after them.
func (in selectArgs) command(words ...string) string {
	words = append([]string{"/influencer select", handleList(in.people)}, words...)
	return strings.Join(slices.DeleteFunc(words, func(text string) bool { return text == "" }), " ")
}

// until takes the text up to the next of these keywords, or all.
func (w *words) until(stops ...kind) string {
	taken := *w
	for !taken.empty() {
		before := taken.rest
		next, err := taken.next()
		if err != nil {
			return w.all()
		}
		for _, stop := range stops {
			if next.is(string(stop)) {
				text := w.rest[:len(w.rest)-len(before)]
				w.rest = before
				return (&words{text}).all()
			}
		}
	}
	return w.all()
}
