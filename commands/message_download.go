package commands

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
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
	f := l.start().filter()
	f.Limit = exportPage
	content, rows, err := a.messagesFile(ctx, r.TeamID, f)
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

// messagesFile writes the messages of all whom a filter wants, changed before
// new, and counts them.
func (a *App) messagesFile(ctx context.Context, team string, f store.Filter) (content []byte, rows int, err error) {
	var file bytes.Buffer
	w := sheet.NewWriter(&file)
	if err := w.Row(messageHeader...); err != nil {
		return nil, 0, err
	}
	for {
		page, err := a.store.Rows(ctx, team, f)
		if err != nil {
			return nil, 0, err
		}
		for _, row := range page.Rows {
			if err := w.Row(row.Influencer.Handle.String(), row.Influencer.Email, row.Campaign.Name, influencerMessage(row)); err != nil {
				return nil, 0, err
			}
		}
		rows += len(page.Rows)
		if page.Next == "" {
			break
		}
		f.After = page.Next
	}
	err = w.Flush()
	return file.Bytes(), rows, err
}
