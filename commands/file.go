package commands

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
)

// sendFile puts a file into somebody's direct messages with the bot, with a
// comment in mrkdwn. It takes longer than Slack waits for an answer, so it runs
// in a Reply's Later or After. Where the workspace allows no files, that is a
// UserError.
func (a *App) sendFile(ctx context.Context, userID string, f bot.File, comment string) error {
	channel, err := a.slack.DirectChannel(ctx, userID)
	if err == nil {
		err = a.slack.Upload(ctx, channel, f, comment)
	}
	switch {
	case bot.IsSlack(err, "missing_scope"):
		a.log.WarnContext(ctx, "file not sent", "file", f.Name, "err", err)
		return &bot.UserError{
			Problem: f.Name + " was not sent: Codekeeper lacks a permission in Slack.",
			Hint:    "Whoever runs it can see which with codekeeper doctor.",
		}
	case bot.IsSlack(err, "file_uploads_disabled", "file_uploads_except_images_disabled", "storage_limit_reached"):
		a.log.WarnContext(ctx, "file not sent", "file", f.Name, "err", err)
		return &bot.UserError{
			Problem: f.Name + " was not sent: this workspace takes no files from apps.",
			Hint:    "An admin of the workspace can change that in its settings.",
		}
	case err != nil:
		return fmt.Errorf("send %s: %w", f.Name, err)
	}
	return nil
}

// csvOf writes rows as a CSV file under a header, and counts them.
func csvOf[T any](header []string, rows iter.Seq2[T, error], cells func(T) []string) (content []byte, n int, err error) {
	var file bytes.Buffer
	w := sheet.NewWriter(&file)
	if err := w.Row(header...); err != nil {
		return nil, 0, err
	}
	for row, err := range rows {
		if err != nil {
			return nil, 0, err
		}
		if err := w.Row(cells(row)...); err != nil {
			return nil, 0, err
		}
		n++
	}
	err = w.Flush()
	return file.Bytes(), n, err
}

// inDirect says in mrkdwn where sendFile puts a file.
func (a *App) inDirect() string { return "your direct messages with <@" + a.identity.BotUserID + ">" }

// fileName joins words to the name of a CSV file: "summer-glow-tbd-2026-06-01.csv".
func fileName(words ...string) string { return strings.Join(words, "-") + ".csv" }
