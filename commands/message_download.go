package commands

import (
	"context"
	"fmt"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// *Download messages*: a CSV of who is unsent, each with their message, to
// write to them from another program.

const (
	routeDownloadMessages = "sent.download" // value: a listing as JSON
	copyDownloadMessages  = "Download messages"
)

// messageHeader are the columns of the file.
var messageHeader = []string{"handle", "email", "campaign", "message"}

// clickDownload is *Download messages*.
func (a *App) clickDownload(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	l, err := readListing(r.Value)
	if err != nil || l.Filter != filterUnsent {
		return nil, errForged
	}
	campaign, err := a.listingCampaign(ctx, r.TeamID, l)
	if err != nil {
		return nil, err
	}
	now := local(r)
	return &bot.Reply{Later: func(ctx context.Context) (*bot.Message, error) {
		return a.sendMessages(ctx, r, l, campaign, now)
	}}, nil
}

// sendMessages sends the file as a direct message, and answers where it is.
func (a *App) sendMessages(ctx context.Context, r *bot.Request, l listing, campaign *store.Campaign, now time.Time) (*bot.Message, error) {
	f, err := a.filterOf(ctx, r, l.start())
	if err != nil {
		return nil, err
	}
	f.Limit = exportPage
	content, rows, err := csvOf(messageHeader, a.eachRow(ctx, r.TeamID, f), messageCells)
	if err != nil {
		return nil, err
	}
	if rows == 0 {
		return new(emptyList(l, campaign)), nil
	}
	words := []string{"messages", string(store.DateOf(now))}
	if campaign != nil {
		words = append([]string{campaign.Slug}, words...)
	}
	file := bot.File{Name: fileName(words...), Content: content}
	what := count(rows, "message")
	if err := a.sendFile(ctx, r.UserID, file, what); err != nil {
		return nil, err
	}
	return new(message(fmt.Sprintf("%s: %s is in %s. When they are sent, press *%s*.", what, copyable(file.Name), a.inDirect(), copyMarkAllSent))), nil
}

// messageCells are somebody's message in the file.
func messageCells(r store.Row) []string {
	return []string{r.Influencer.Handle.String(), r.Influencer.Email, r.Campaign.Name, influencerMessage(r)}
}
