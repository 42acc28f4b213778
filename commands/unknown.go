package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// instead names the right command for words that people try.
var instead = map[string]string{
	"set": setWord, "update": setWord, "change": setWord,
	"missing": "tbd", "open": "tbd", "todo": "tbd",
	"find": "list", "search": "list", "ls": "list",
	"get": "show", "view": "show", "card": "show",
	"undo": "history", "log": "history", "changes": "history", "who": "history",
	"remove": "decline", "delete": "decline", "withdraw": "decline", "reject": "decline", "unselect": "decline",
	"create": "add", "invite": "add", "new": "add", "apply": "add",
	"approve": "select", "accept": "select", "pick": "select",
	"upload": "import", "bulk": "import",
	"coupon": "code", "url": "link",
	"told": "sent", "send": "sent", "mark": "sent", "message": "list", "messages": "list",
	"snooze": "edit", "note": "edit", "notes": "edit",
	"erase": "forget", "anonymise": "forget", "anonymize": "forget", "gdpr": "forget",
	"download": "export", "csv": "export", "spreadsheet": "export", "backup": "export",
}

var insteadCampaign = map[string]string{
	"add": "new", "create": "new", "update": "edit", "set": "edit", "change": "edit",
	"remove": "archive", "delete": "archive", "close": "archive", "end": "archive", "restore": "reopen", "unarchive": "reopen",
	"get": "show", "view": "show", "find": "list", "search": "list", "settings": "digest",
	"cover": "handover", "delegate": "handover", "holiday": "handover", "vacation": "handover", "substitute": "handover",
}

// setWord stands for the one of both that fits what follows.
const setWord = "code and link"

// Unknown answers a first word that is no subcommand: a handle with its
// card, a code or link with its history, a word that people try with the right
// command, a slip of the finger with the word that was meant.
func (a *App) Unknown(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	words := instead
	if r.Slash == slashCampaign {
		words = insteadCampaign
	}
	if right, ok := words[r.Word]; ok {
		return nil, a.wrongWord(r, right)
	}
	if err := a.ofTheOther(r); err != nil {
		return nil, err
	}
	if r.Slash == slashCampaign {
		return a.unknownCampaignWord(ctx, r)
	}
	first := firstWord(r.Line)
	if h, _, err := store.ParseHandle(first.text); err == nil {
		i, rows, err := a.store.FindInfluencer(ctx, r.TeamID, h)
		if err == nil {
			return bot.Say(withPost(r, showView(i, rows, local(r)), postShow, strconv.FormatInt(i.ID, 10))), nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if first.handle() {
			return nil, a.unknownHandle(ctx, r, h)
		}
	}
	page, known, err := a.historyOfValue(ctx, r.TeamID, first.text)
	if err != nil {
		return nil, err
	}
	if known {
		return a.historyThen(ctx, r, page)
	}
	return a.unknownInfluencerWord(ctx, r, first)
}

// historyThen shows the history of a code or link that was given without a
// subcommand, perhaps with a day after it.
func (a *App) historyThen(ctx context.Context, r *bot.Request, page historyPage) (*bot.Reply, error) {
	if w := (words{r.Text}); !w.empty() {
		in, err := parsePastDay(w.all())
		if err != nil {
			return nil, &bot.UserError{
				Problem: fmt.Sprintf("%s is a code or link. After it there can only be a day.", clip(page.Link+page.Code, 60)),
				Try:     "/influencer history " + clip(page.Link+page.Code, 300) + " 2026-05-15",
			}
		}
		days, err := in.resolve(store.DateOf(local(r)))
		if err != nil {
			return nil, err
		}
		page.From, page.To = days.from, days.to
	}
	return a.showHistory(ctx, r, page)
}

// unknownInfluencerWord lists what holds the text that was given without a
// subcommand, or names what was probably meant.
func (a *App) unknownInfluencerWord(ctx context.Context, r *bot.Request, first word) (*bot.Reply, error) {
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	near := unknownWord(a.Commands(), r)
	if found := named(live(campaigns), first.text); len(found) == 1 && near.meant == "" {
		return nil, &bot.UserError{Problem: found[0].Name + " is a campaign.", Try: "/influencer list " + found[0].Slug}
	}
	if first.text == "" || near.meant != "" {
		return nil, near.error
	}
	l := listing{Words: []string{first.text}}
	page, err := a.store.Rows(ctx, r.TeamID, l.filter())
	if err != nil {
		return nil, err
	}
	if page.Total > 0 {
		return bot.Say(withPost(r, listView(l, nil, page, local(r)), postList, l.value())), nil
	}
	return nil, near.error
}

// unknownCampaignWord names the command for a campaign that was given without
// a subcommand.
func (a *App) unknownCampaignWord(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	near := unknownWord(a.Commands(), r)
	if found := named(campaigns, firstWord(r.Line).text); len(found) == 1 && near.meant == "" {
		return nil, &bot.UserError{Problem: found[0].Name + " is a campaign.", Try: "/campaign show " + found[0].Slug}
	}
	return nil, near.error
}

// firstWord is the first word of a line; one with an odd quote is none.
func firstWord(line string) word {
	w := words{line}
	first, err := w.next()
	if err != nil {
		return word{}
	}
	return first
}

// wrongWord says which command does what this word was meant for.
func (a *App) wrongWord(r *bot.Request, right string) error {
	e := &bot.UserError{Problem: fmt.Sprintf("There is no %s %s. Use %s.", r.Slash, r.Word, strings.ReplaceAll(right, " and ", " or "))}
	rest := strings.TrimSpace(r.Text)
	if right == setWord {
		right, rest = meantSet(rest)
	}
	for _, c := range a.Commands() {
		if c.Slash == r.Slash && c.Name == right {
			e.Try = exampleOf(c)
			if rest != "" && len(rest) <= 300 && c.Parse(rest) == nil {
				e.Try = strings.Join([]string{r.Slash, right, rest}, " ")
			}
		}
	}
	return e
}

// ofTheOther names the command that the word is of the other slash command; nil
// when it is none.
func (a *App) ofTheOther(r *bot.Request) error {
	for _, c := range a.Commands() {
		if c.Slash == r.Slash || c.Name == "" || c.Name != r.Word {
			continue
		}
		right := c.Slash + " " + c.Name
		e := &bot.UserError{Problem: fmt.Sprintf("There is no %s %s. Use %s.", r.Slash, r.Word, right), Try: right}
		if rest := strings.TrimSpace(r.Text); rest != "" && len(rest) <= 300 && c.Parse(rest) == nil {
			e.Try += " " + rest
		}
		return e
	}
	return nil
}

// exampleOf is an example that names an influencer, where the command has one.
func exampleOf(c bot.Command) string {
	for _, example := range c.Examples {
		if strings.Contains(example, "@") {
			return example
		}
	}
	return c.Examples[0]
}

// meantSet tells whether a link or a code was to be set, and drops that word
// where it was said: "code @maya.glow MAYA20", "@maya.glow https://…".
func meantSet(rest string) (command, text string) {
	w := words{rest}
	if first, err := w.next(); err == nil && (first.is(string(aCode)) || first.is(string(aLink))) {
		return fold(first.text), w.all()
	}
	fields := strings.Fields(rest)
	if len(fields) > 1 {
		if link, err := tracking.ParseLink(fields[len(fields)-1]); err == nil && !link.TBD() {
			return string(aLink), rest
		}
	}
	return string(aCode), rest
}

// A guess is the answer to a word that is no subcommand, and the one that was
// probably meant, "" for none.
type guess struct {
	meant string
	error error
}

// unknownWord names the subcommand that was probably meant.
func unknownWord(all []bot.Command, r *bot.Request) guess {
	var names []string
	for _, c := range all {
		if c.Slash == r.Slash && c.Name != "" {
			names = append(names, c.Name)
		}
	}
	e := &bot.UserError{Problem: fmt.Sprintf("There is no %s %s.", r.Slash, clip(cmp.Or(firstWord(r.Line).text, r.Word), 40)), Try: r.Slash + " help"}
	near := store.Closest(names, r.Word, 1)
	if len(near) == 0 {
		return guess{error: e}
	}
	e.Problem += fmt.Sprintf(" Did you mean %s?", near[0])
	e.Try = strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Slash, near[0], clip(r.Text, 300)))
	return guess{near[0], e}
}
