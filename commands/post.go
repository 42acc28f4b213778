package commands

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// Post in this channel, on what list, tbd, show and history answer: the answer
// as it is now, for everybody, without buttons and with who posted it.

const (
	routePost = "post" // suffix: what; value: which, as that needs it
	copyPost  = "Post in this channel"
)

// What can be posted.
const (
	postList = "list" // value: a listing
	postTBD  = "tbd"  // value: a tbdPage
	postShow = "show" // value: the influencer's id
	postPast = "past" // value: a historyPage
)

// posting holds the route; it is no command by itself.
func (a *App) posting() bot.Command {
	return bot.Command{Clicks: []bot.Route{{ID: routePost, Who: bot.Members, Run: a.clickPost}}}
}

// postButton posts what an answer shows; value says of that which.
func postButton(what, value string) slack.BlockElement {
	return button(copyPost, routePost, what, value)
}

// withPost is an answer with the button, where it is in a channel that others
// read, and where the button fits.
func withPost(r *bot.Request, m bot.Message, what, value string) bot.Message {
	if !postable(r.ChannelID) || value == "" || len(value) > maxButtonValue {
		return m
	}
	more, _ := withButtons(m, postButton(what, value))
	return more
}

// clickPost is *Post in this channel*.
func (a *App) clickPost(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	if r.Message == nil || !postable(r.ChannelID) {
		return nil, errNobodyElse
	}
	m, err := a.postedAnswer(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Reply{Later: func(ctx context.Context) (*bot.Message, error) { return a.postHere(ctx, r, m) }}, nil
}

// postedAnswer is what a button posts, as it is now and for everybody.
func (a *App) postedAnswer(ctx context.Context, r *bot.Request) (bot.Message, error) {
	shown, err := a.shownAgain(ctx, r)
	if err != nil {
		return bot.Message{}, err
	}
	return forEveryone(shown, r.UserID), nil
}

// shownAgain is the answer that the button stands in, as it is now.
func (a *App) shownAgain(ctx context.Context, r *bot.Request) (bot.Message, error) {
	switch r.Suffix {
	case postList:
		l, err := readListing(r.Value)
		if err != nil {
			return bot.Message{}, err
		}
		l.of = r.UserID
		return a.listed(ctx, r, l)
	case postTBD:
		return a.tbdAgain(ctx, r)
	case postShow:
		return a.cardsAgain(ctx, r)
	case postPast:
		return a.pastAgain(ctx, r)
	}
	return bot.Message{}, errForged
}

// tbdAgain is what is TBD, from a tbdPage.
func (a *App) tbdAgain(ctx context.Context, r *bot.Request) (bot.Message, error) {
	ask, err := readTBDPage(r.Value)
	if err != nil {
		return bot.Message{}, err
	}
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return bot.Message{}, err
	}
	return a.tbdNow(ctx, r, all, ask)
}

// cardsAgain are the cards of an influencer, by id.
func (a *App) cardsAgain(ctx context.Context, r *bot.Request) (bot.Message, error) {
	id, err := strconv.ParseInt(r.Value, 10, 64)
	if err != nil {
		return bot.Message{}, errForged
	}
	i, err := a.store.Influencer(ctx, r.TeamID, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return bot.Message{}, errForged
	case err != nil:
		return bot.Message{}, err
	case i.Forgotten():
		return bot.Message{}, errForgotten
	}
	rows, err := a.theirs(ctx, r, i)
	if err != nil {
		return bot.Message{}, err
	}
	return showView(i, rows, local(r)), nil
}

// forEveryone is an answer without what one can press in it, and with who
// posted it.
func forEveryone(m bot.Message, user string) bot.Message {
	var blocks []slack.Block
	for _, block := range m.Blocks {
		switch b := block.(type) {
		case *slack.ActionBlock:
			continue
		case *slack.SectionBlock:
			plain := *b
			plain.Accessory = nil
			block = &plain
		}
		blocks = append(blocks, block)
	}
	blocks = append(blocks[:min(len(blocks), maxBlocks-1)], fine("Posted by <@"+user+">"))
	return bot.Message{Text: m.Text, Blocks: blocks}
}

// postHere posts a message in the channel of the button once, however often it
// is pressed, and says so.
func (a *App) postHere(ctx context.Context, r *bot.Request, m bot.Message) (*bot.Message, error) {
	if err := a.openForPosts(ctx, r.ChannelID); err != nil {
		return nil, err
	}
	m = a.namedPost(ctx, m, r.UserID)
	key, at := postKey(r), a.clock.Now()
	var ref bot.MessageRef
	ours, err := a.once(ctx, claimed{
		take: func(ctx context.Context) (bool, error) {
			return a.store.ClaimPost(ctx, r.TeamID, key, r.UserID, at)
		},
		send: func(ctx context.Context) (err error) {
			ref, err = a.slack.Post(ctx, r.ChannelID, m)
			return err
		},
		back: func(ctx context.Context) error { return a.store.ReleasePost(ctx, r.TeamID, key, r.UserID, at) },
	})
	switch {
	case err != nil:
		return nil, a.notPosted(ctx, r, err)
	case !ours:
		return new(message("It is posted already.")), nil
	}
	link, err := a.slack.Permalink(ctx, ref)
	if err != nil {
		a.log.WarnContext(ctx, "no link to what was posted", "err", err)
		return new(message(fmt.Sprintf("Posted in <#%s>.", r.ChannelID))), nil
	}
	return new(message(fmt.Sprintf("Posted in <#%s>: <%s|open it>", r.ChannelID, link))), nil
}

// postKey names one answer: pressing its button again posts nothing, another
// answer does.
func postKey(r *bot.Request) string {
	sum := sha256.Sum256([]byte(r.Suffix + " " + r.Value))
	return fmt.Sprintf("%s %s %s", r.ChannelID, r.Message.Timestamp, hex.EncodeToString(sum[:8]))
}

// notPosted says what was in the way.
func (a *App) notPosted(ctx context.Context, r *bot.Request, err error) error {
	if bot.MaybePosted(err) {
		return fmt.Errorf("%w: %w", bot.ErrUnknownOutcome, err)
	}
	switch {
	case bot.IsSlack(err, "not_in_channel", "channel_not_found"):
		return errInvite
	case bot.IsSlack(err, "is_archived", "restricted_action"):
		return &bot.UserError{Problem: "Slack lets nobody but a few post in this channel, so nothing was posted.", Hint: "Type the command in another channel."}
	case bot.IsSlack(err):
		a.log.WarnContext(ctx, "answer not posted", "channel", r.ChannelID, "err", err)
		return errTryPost
	}
	return err
}

var (
	errNobodyElse = &bot.UserError{
		Problem: "This is no channel, so nothing was posted.", Hint: "Type the command in a channel, and press it there.",
	}
	errInvite = &bot.UserError{
		Problem: "Codekeeper is not in this channel, and can't join a private one by itself, so nothing was posted.",
		Try:     "/invite @Codekeeper", Hint: "Then press Post in this channel again.",
	}
	errTryPost = &bot.UserError{Problem: "Slack could not be asked about this channel, so nothing was posted.", Hint: "Press Post in this channel again in a minute."}
)

// openForPosts makes sure that an answer can be posted in a channel, and joins
// it when it is public. What Slack does not say counts as no: links and codes
// are for nobody else's eyes.
func (a *App) openForPosts(ctx context.Context, id string) error {
	channel, err := a.slack.Channel(ctx, id)
	switch {
	case bot.IsSlack(err, "channel_not_found"): // also of private ones that the bot is not in
		return errInvite
	case bot.IsSlack(err):
		a.log.WarnContext(ctx, "channel not asked about", "channel", id, "err", err)
		return errTryPost
	case err != nil:
		return err
	}
	place := DigestAccess(channel)
	switch {
	case channel.Direct:
		return errNobodyElse
	case place.Invite:
		return errInvite
	case place.Closed != "":
		return &bot.UserError{Problem: fmt.Sprintf("#%s %s. Nothing was posted.", channel.Name, place.Closed), Hint: "Type the command in another channel."}
	case place.Join:
		err = a.slack.Join(ctx, id)
	}
	if bot.IsSlack(err) {
		a.log.WarnContext(ctx, "channel not joined", "channel", id, "err", err)
		return errInvite
	}
	return err
}
