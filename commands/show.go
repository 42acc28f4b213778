package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer show @handle
//
// A card for each campaign: link, code, state, goes live, note, buttons. Alone
// it asks for the influencer first.

const (
	routeShowOpen = "show.open" // the menu's Show influencer
	formShow      = "show"
	copyShowThem  = "Show influencer"
)

// maxCards keeps an answer under Slack's 50 blocks: a card has up to 5 and a
// line above it.
const maxCards = 7

func (a *App) show() bot.Command {
	return bot.Command{
		Slash:    slashInfluencer,
		Name:     "show",
		Usage:    "show @handle",
		Summary:  "Show an influencer: a card for each campaign." + copyAlone,
		Who:      bot.Members,
		Examples: []string{"/influencer show", "/influencer show @maya.glow"},
		Parse:    func(text string) error { _, err := parseShow("show", text); return err },
		Run:      a.runShow,
		Clicks:   []bot.Route{{ID: routeShowOpen, Who: bot.Members, Run: a.openShow}},
		Forms:    []bot.Route{a.asksPerson(toShow(), bot.Members)},
		Options:  []bot.Route{{ID: routePickPerson, Who: bot.Members, Run: a.personOptions}},
	}
}

// toShow leads to the cards.
func toShow() pickLed {
	return pickLed{formShow, copyShowThem, "Show", func(_ context.Context, r *bot.Request, i store.Influencer, rows []store.Row) (*bot.Reply, error) {
		return sayCards(r, i, rows), nil
	}}
}

// openShow is *Show influencer* in the menu.
func (a *App) openShow(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	return a.openPerson(ctx, r, toShow())
}

// parseShow reads the one handle of the subcommand, the zero one for none.
func parseShow(subcommand, text string) (store.Handle, error) {
	if alone(text) {
		return store.Handle{}, nil
	}
	example := "/influencer " + subcommand + " @maya.glow"
	w := words{text}
	first, err := w.next()
	if err != nil {
		return store.Handle{}, err
	}
	h, err := handleWord(first, example)
	if err != nil {
		return h, err
	}
	return h, w.noMore(example)
}

func (a *App) runShow(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	h, err := parseShow("show", r.Text)
	if err != nil {
		return nil, err
	}
	if h == (store.Handle{}) {
		return a.openShow(ctx, r)
	}
	i, rows, err := a.find(ctx, r, h)
	if err != nil {
		return nil, err
	}
	return sayCards(r, i, rows), nil
}

func sayCards(r *bot.Request, i store.Influencer, rows []store.Row) *bot.Reply {
	return bot.Say(withPost(r, showView(i, rows, local(r)), postShow, strconv.FormatInt(i.ID, 10)))
}

func showView(i store.Influencer, rows []store.Row, now time.Time) bot.Message {
	first := fmt.Sprintf("%s is in %s.", who(i), count(len(rows), "campaign"))
	if len(rows) == 0 {
		first = fmt.Sprintf("%s is in no campaign yet.", who(i))
	}
	var blocks []slack.Block
	if details := profileWords(i); details != "" {
		blocks = append(blocks, fine(details))
	}
	buttons := []slack.BlockElement{profileButton(i)}
	if len(rows) == 0 {
		buttons = append([]slack.BlockElement{selectThem(i)}, buttons...)
	}
	blocks = append(blocks, actions(buttons...))
	return message(first, append(blocks, cards(rows, now)...)...)
}

// cards are an influencer's applications, the first few of them as cards.
func cards(rows []store.Row, now time.Time) []slack.Block {
	var blocks []slack.Block
	for _, row := range rows[:min(len(rows), maxCards)] {
		blocks = append(blocks, slack.NewDividerBlock())
		blocks = append(blocks, card(row, now)...)
	}
	if more := len(rows) - maxCards; more > 0 && rows[0].Influencer.Forgotten() {
		blocks = append(blocks, fine(fmt.Sprintf("And %s more.", count(more, "campaign"))))
	} else if more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %s more: `/influencer list %s`", count(more, "campaign"), esc(at(rows[0].Influencer)))))
	}
	return blocks
}

// profileWords are platform, email and note.
func profileWords(i store.Influencer) string {
	var parts []string
	for _, text := range []string{i.Platform, i.Email, clip(i.Note, 500)} {
		if text != "" {
			parts = append(parts, esc(text))
		}
	}
	return strings.Join(parts, " · ")
}
