package commands

import (
	"encoding/json"
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

func TestSentViews(t *testing.T) {
	const link = "https://shop.example/maya"
	ready := sampleRow(t, store.Selected, link, "MAYA20")
	changed := wasTold(t, ready, link, "MAYA2O")
	changed.ChangedBy = "UANA"
	sent := wasTold(t, ready, link, "MAYA20")
	other := changed
	other.ID, other.CampaignID, other.Campaign.ID, other.Campaign.Name = 18, 6, 6, "Winter Warm"
	before := changed.Application
	before.Code = codeOf(t, "MAYA2O")
	change := store.Change{Before: before, After: changed}
	back := store.Change{Before: changed.Application, After: sent}
	made := change
	made.After.NotInShop = true
	view := func(m bot.Message, err error) bot.Message {
		must(t, err)
		return m
	}
	for name, message := range map[string]any{
		"unsent": unsentView(listing{Filter: filterUnsent}, nil, store.Page{Rows: []store.Row{changed, ready}, Total: 12, Next: "abc"},
			marksOf(changed, ready), monday),
		"unsent_one":       unsentView(listing{Filter: filterUnsent, Campaign: 5}, &ready.Campaign, store.Page{Rows: []store.Row{ready}, Total: 1}, marksOf(ready), monday),
		"marked":           markingView(marking{done: []store.Change{{Before: changed.Application, After: sent}}}, monday),
		"marked_several":   markingView(marking{done: []store.Change{change, change}, already: []store.Row{sent}, moved: []store.Row{changed, other}}, monday),
		"marked_moved":     markingView(marking{moved: []store.Row{changed}}, monday),
		"message":          view(messageView(changed, monday)),
		"message_sent":     view(messageView(sent, monday)),
		"post":             changedView(change, monday),
		"post_not_in_shop": changedView(made, monday),
		"post_back":        changedView(back, monday),
		"post_many":        manyChangedView([]store.Change{change, change, change, change}, monday),
		"post_done":        postedDone(sending{Lead: changeSentence(change, monday)}, marking{already: []store.Row{sent}}, monday),
		"sent_where":       askWhere(sentArgs{people: []person{{handle: ready.Influencer.Handle}}}, [][]store.Row{{changed}, {other}}),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, message) })
	}
}

// However hostile what people typed is, nothing in a view pings, and everything
// fits into one message.
func TestSentViewsAreSafe(t *testing.T) {
	long := "https://shop.example/" + strings.Repeat("x", 1970)
	row := sampleRow(t, store.Selected, long+"1", strings.Repeat("C", 255))
	row.Campaign.Name = strings.Repeat("<!channel>", 10)
	row.Influencer.Name = strings.Repeat("<@U1>`*", 14)
	row.Campaign.Message = strings.Repeat("{HOW_TO}", 200) + "```<!here>"
	row.Campaign.HowTo = strings.Repeat("<!everyone>", 270)
	row.Campaign.Fee = strings.Repeat("&", 500)
	changed := wasTold(t, row, long+"2", "OLD")
	before := changed.Application
	before.Link, before.Code = changed.SentLink, changed.SentCode
	change := store.Change{Before: before, After: changed}
	rows := make([]store.Row, pageRows)
	for i := range rows {
		rows[i] = changed
		rows[i].ID = int64(i + 1)
	}
	message, err := messageView(row, monday)
	must(t, err)
	for name, m := range map[string]bot.Message{
		"message":  message,
		"unsent":   unsentView(listing{Filter: filterUnsent}, nil, store.Page{Rows: rows, Total: 999, Next: "abc"}, marksOf(rows...), monday),
		"post":     changedView(change, monday),
		"set":      setAnswer(aCode, change, "X1", monday),
		"marked":   markingView(marking{moved: rows}, monday),
		"selected": selectAnswer(store.Changes{Rows: []store.Change{{After: row}}}, nil, nil, offers{}, monday),
		"which":    askWhere(sentArgs{}, [][]store.Row{rows, rows}),
	} {
		if got := weight(m.Blocks); got > maxMessageText || len(m.Blocks) > maxBlocks {
			t.Errorf("%s: %d characters in %d blocks", name, got, len(m.Blocks))
		}
		for _, b := range m.Blocks {
			if _, ok := b.(*slack.RichTextBlock); ok {
				continue // shown as it is
			}
			text, err := json.Marshal(b)
			must(t, err)
			if _, button := b.(*slack.ActionBlock); !button && (strings.Contains(string(text), `\u003c!`) || strings.Contains(string(text), `\u003c@U1`)) {
				t.Errorf("%s can ping: %s", name, text)
			}
		}
	}
}
