package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// importsWithin bounds what a sweep does about imports, so that one that
// doesn't end holds up no digest for long.
const importsWithin = 5 * time.Minute

// importState is the form of an import that is being applied, or done.
func (a *App) importState(ctx context.Context, r *bot.Request, m store.Import, meta importMeta) (*slack.ModalViewRequest, error) {
	if m.State != store.ImportDone {
		return importWaiting("Applying…", copyGoesOn, meta), nil
	}
	answer, err := a.importAnswer(ctx, m)
	if err != nil {
		return nil, err
	}
	return importDone(answer, meta), nil
}

// importDone is the form of an import that is done.
func importDone(answer bot.Message, meta importMeta) *slack.ModalViewRequest {
	return modal(formImport, "Imported", "", encoded(meta), answer.Blocks)
}

// importAnswer says what an import did, and what was refused.
func (a *App) importAnswer(ctx context.Context, m store.Import) (bot.Message, error) {
	c, err := a.store.Campaign(ctx, a.identity.TeamID, m.CampaignID)
	if err != nil {
		return bot.Message{}, err
	}
	counts, err := a.store.ImportCounts(ctx, a.identity.TeamID, m.ID)
	if err != nil {
		return bot.Message{}, err
	}
	refused, err := a.store.ImportRows(ctx, a.identity.TeamID, m.ID, store.ImportFilter{Outcomes: []store.Outcome{store.LineRefused}, Limit: firstErrors})
	if err != nil {
		return bot.Message{}, err
	}
	return importedView(m, c, counts, refused), nil
}

func importedView(m store.Import, c store.Campaign, n store.ImportCounts, refused []store.ImportRow) bot.Message {
	blocks := []slack.Block{}
	if len(refused) > 0 {
		blocks = append(blocks, rowLines("Refused", refused, n.Refused, true))
	}
	id := strconv.FormatInt(m.ID, 10)
	buttons := []slack.BlockElement{button(copyDownloadRows, routeImportDownload, "", id)}
	if n.Made+n.Applied > 0 {
		buttons = append(buttons,
			button(copyList, routeList, c.Slug, listing{Campaign: c.ID}.value()),
			button(copyUnsent, routeUnsent, c.Slug, listing{Campaign: c.ID, Filter: filterUnsent}.value()),
			undoButton(m.Request()))
	}
	return message(importedWords(m, c, n), append(blocks, actions(buttons...))...)
}

// importedWords are "*codes.csv* is imported into *Summer Glow*: 30 new, 5
// changed, 2 refused."
func importedWords(m store.Import, c store.Campaign, n store.ImportCounts) string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{n.Made, "new"},
		{n.Applied, "changed"},
		{n.Refused, "refused"},
		{n.LeftOut, "left out because of a warning"},
		{n.Errors, "left out because of an error"},
		{n.Waiting, "still waiting for a person"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if n.Forgotten > 0 {
		whose := "row whose influencer was"
		if n.Forgotten > 1 {
			whose = "rows whose influencers were"
		}
		parts = append(parts, fmt.Sprintf("%d %s forgotten meanwhile", n.Forgotten, whose))
	}
	if n.Made+n.Applied == 0 {
		parts = append([]string{"nothing was changed"}, parts...)
	}
	name := nameOf(m)
	verb := "is"
	if m.FileID == "" {
		verb = "are"
	}
	return fmt.Sprintf("%s %s imported into *%s*: %s.", name, verb, esc(c.Name), strings.Join(parts, ", "))
}

// sweepImports goes on with imports that nobody is applying any more, and tells
// the end of those of which nobody told.
func (a *App) sweepImports(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, importsWithin)
	defer cancel()
	left, err := a.store.UnfinishedImports(ctx, a.identity.TeamID, a.clock.Now())
	if err != nil {
		return err
	}
	var failed []error
	for _, m := range left {
		done, err := a.runImportJob(ctx, m, nil)
		if err == nil && done.State == store.ImportDone {
			err = a.tellImport(ctx, done)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("import %d: %w", m.ID, err))
		}
	}
	return errors.Join(failed...)
}

// tellImport tells the end of an import where it was started, unless somebody
// told it; where the bot can't, it tells whoever pressed Apply.
func (a *App) tellImport(ctx context.Context, m store.Import) error {
	answer, err := a.importAnswer(ctx, m)
	if err != nil {
		return err
	}
	_, err = a.importNotice(ctx, m, func(ctx context.Context) error { return a.tellWhereStarted(ctx, m, answer) })
	return err
}

// importNotice tells the end of an import by send, unless somebody told it; ours
// says that it was told here.
func (a *App) importNotice(ctx context.Context, m store.Import, send func(ctx context.Context) error) (ours bool, err error) {
	at := a.clock.Now()
	ours, err = a.once(ctx, claimed{
		take: func(ctx context.Context) (bool, error) {
			return a.store.ClaimImportNotice(ctx, a.identity.TeamID, m.ID, at)
		},
		send: send,
		back: func(ctx context.Context) error {
			return a.store.ReleaseImportNotice(ctx, a.identity.TeamID, m.ID, at)
		},
	})
	if ours {
		a.afterChange(ctx, m.Request())
	}
	return ours, err
}

func (a *App) tellWhereStarted(ctx context.Context, m store.Import, answer bot.Message) error {
	if m.ChannelID != "" {
		channel, err := a.slack.Channel(ctx, m.ChannelID)
		if err == nil && channel.Member && DigestAccess(channel).Closed == "" {
			public := withLead(answer, fmt.Sprintf("<@%s>: %s", m.AppliedBy, answer.Text))
			if _, err := a.slack.Post(ctx, m.ChannelID, a.namedPost(ctx, public, m.AppliedBy)); err == nil || !bot.IsSlack(err, notPostable...) {
				return err
			}
		}
	}
	return a.tellDirectly(ctx, m.AppliedBy, answer)
}
