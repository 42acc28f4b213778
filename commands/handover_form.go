package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

const (
	fieldUntil = "until"

	copyAllMine     = "All my campaigns"
	hintColleague   = "Somebody who may change things in Codekeeper. They are told by a direct message."
	hintHandedUntil = "The last day on which they cover for you. Empty: until one of you takes it back."
)

// openHandover is *Hand over* of a campaign's card, of Home and the menu; its
// value is the campaign's.
func (a *App) openHandover(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	h, campaigns, err := a.handing(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Value != "" {
		c, _, err := a.clickedCampaign(ctx, r)
		if err != nil {
			return nil, err
		}
		if c.Archived() {
			return nil, archivedError(c)
		}
		h.campaign = c
	}
	return h.open(r, campaigns, "")
}

// open opens the form. Who has no campaign finds no form, but what stands can
// be ended.
func (h handing) open(r *bot.Request, campaigns []store.Campaign, lead string) (*bot.Reply, error) {
	standing := h.standing(r.UserID)
	if err := h.owned(); err != nil && len(standing) == 0 {
		return nil, err
	}
	return &bot.Reply{Open: h.view(r, campaigns, standing, lead)}, nil
}

// standing are the handovers that somebody made, or by which they cover.
func (h handing) standing(user string) []store.Handover {
	return slices.DeleteFunc(slices.Clone(h.covers), func(o store.Handover) bool { return o.From != user && o.To != user })
}

func (h handing) view(r *bot.Request, campaigns []store.Campaign, standing []store.Handover, lead string) *slack.ModalViewRequest {
	var blocks []slack.Block
	if lead != "" {
		blocks = append(blocks, section(lead))
	}
	today := store.DateOf(local(r))
	for _, o := range standing[:min(len(standing), maxStanding)] {
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn(standingWords(o, campaigns, today)), nil, slack.NewAccessory(takeBack(o))))
	}
	meta := encoded(openedBy{wayOf(r)})
	if h.owned() != nil {
		return modal(formHandover, copyHandover, "", meta, blocks)
	}
	who := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain("Choose a colleague", 150), fieldColleague)
	who.InitialUser = h.to.ID
	campaign := typeahead(routeHandoverCampaign, copyAllMine)
	if campaign.InitialOption = option(wordAll, copyAllMine); h.campaign.ID != 0 {
		campaign.InitialOption = campaignOption(h.campaign)
	}
	return modal(formHandover, copyHandover, copyHandover, meta, append(blocks,
		input(fieldColleague, "Colleague", who, hintColleague, false),
		input(fieldCampaign, "Campaign", campaign, "", false),
		input(fieldUntil, "Until", day(fieldUntil, string(h.until)), hintHandedUntil, true)))
}

// maxStanding is how many standing handovers the form shows.
const maxStanding = 20

// standingWords say what a handover is of, between whom, and until when.
func standingWords(h store.Handover, campaigns []store.Campaign, today store.Date) string {
	what := "all campaigns"
	if n := slices.IndexFunc(campaigns, func(c store.Campaign) bool { return c.ID == h.CampaignID }); n >= 0 {
		what = "*" + esc(campaigns[n].Name) + "*"
	}
	return what + ": " + coverLine(h, today)
}

// handoverOptions are the campaigns that who types could hand over, and all of
// them.
func (a *App) handoverOptions(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	h, _, err := a.handing(ctx, r)
	if err != nil {
		return nil, err
	}
	reply := campaignsLike(h.mine, r.Text)
	if strings.Contains(fold(copyAllMine), fold(r.Text)) {
		reply.Options = slices.Insert(reply.Options, 0, option(wordAll, copyAllMine))
	}
	reply.Options = reply.Options[:min(len(reply.Options), maxOptions)]
	return reply, nil
}

func (a *App) saveHandover(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	h, campaigns, err := a.handing(ctx, r)
	if err != nil {
		return nil, err
	}
	if wrong := h.typed(r, campaigns); len(wrong) > 0 {
		return nil, wrong
	}
	h.to, err = a.colleagueByID(ctx, r, r.Form.Text(fieldColleague), "")
	if bot.IsSlack(err) {
		a.log.WarnContext(ctx, "colleague not asked about", "err", err)
		return nil, bot.FieldErrors{fieldColleague: "Slack did not say who this is, so nothing was done. Press Hand over again."}
	}
	if problem, ok := errors.AsType[*bot.UserError](err); ok { // nothing is to be typed here
		works := "Choose a colleague who is a full member of this workspace."
		if h.to.Standing == bot.StandingMember {
			works = problem.Hint
		}
		return nil, bot.FieldErrors{fieldColleague: problem.Problem + " " + works}
	}
	if err != nil {
		return nil, err
	}
	return a.handOver(ctx, r, h)
}

// typed takes campaign and day from the form; wrong texts by field.
func (h *handing) typed(r *bot.Request, campaigns []store.Campaign) bot.FieldErrors {
	wrong := bot.FieldErrors{}
	if !slackID(r.Form.Text(fieldColleague), "UW") {
		wrong[fieldColleague] = "Choose a colleague."
	}
	if chosen := r.Form.Text(fieldCampaign); chosen != wordAll {
		if c, err := campaignByID(campaigns, chosen); err != nil {
			wrong[fieldCampaign] = sayLiveCampaign
		} else {
			h.campaign = *c
		}
	}
	today := store.DateOf(local(r))
	var err error
	if h.until, err = store.ParseDate(r.Form.Text(fieldUntil)); err != nil {
		wrong[fieldUntil] = sayDay
	}
	switch {
	case h.until == "":
	case h.until < today:
		wrong[fieldUntil] = fmt.Sprintf("%s is over. Pick today or a later day, or leave it empty.", dayWords(h.until))
	case today.Days(h.until) > furthestDays:
		wrong[fieldUntil] = "That is more than two years ahead. Pick an earlier day, or leave it empty."
	}
	return wrong
}

// handoverButton opens the form, for one campaign or, with nil, for all.
func handoverButton(c *store.Campaign) *slack.ButtonBlockElement {
	if c == nil {
		return button(copyHandover, routeHandoverOpen, "", "")
	}
	return button(copyHandover, routeHandoverOpen, strconv.FormatInt(c.ID, 10), campaignID(*c))
}
