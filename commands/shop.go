package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// Codes that were made from a pattern are *Not yet in the shop* until somebody
// says that they were created there: of one, with the button on its card, or of
// a whole campaign, with the button on the campaign's. *Download for the shop*
// is a CSV of them. Nobody is told a code that isn't in the shop.

const (
	routeShopOne      = "shop.one"      // value: the application as shown
	routeShopAll      = "shop.all"      // value: a shopList
	routeShopDownload = "shop.download" // value: the campaign
)

// The words people see.
const (
	copyNotInShop = "Not yet in the shop"
	copyInShop    = "Created in the shop"
	copyForShop   = "Download for the shop"
)

// shop holds the routes of the three buttons; it is no command by itself.
func (a *App) shop() bot.Command {
	return bot.Command{Clicks: []bot.Route{
		{ID: routeShopOne, Who: bot.Editors, Run: a.clickInShop},
		{ID: routeShopAll, Who: bot.Editors, Run: a.clickAllInShop},
		{ID: routeShopDownload, Who: bot.Members, Run: a.clickForShop},
	}}
}

// shopNote is said behind a code that isn't in the shop yet.
func shopNote(k kind, r store.Row) string {
	if k == aCode && r.NotInShop {
		return " · *" + copyNotInShop + "*"
	}
	return ""
}

// shopButton is *Created in the shop* of one code.
func shopButton(r store.Row) []slack.BlockElement {
	if !r.NotInShop || r.State != store.Selected {
		return nil
	}
	return []slack.BlockElement{button(copyInShop, routeShopOne, rowID(r.Application), rowID(r.Application))}
}

// shopSteps are the buttons that put one code into the shop: the list to create
// it from, and that it is done.
func shopSteps(r store.Row) []slack.BlockElement {
	return append([]slack.BlockElement{shopDownload(r.Campaign)}, shopButton(r)...)
}

// A shopList tells which codes of a campaign somebody was shown as not yet in
// the shop: how many, and when the last of them was made. One that is made
// later is another list.
type shopList struct {
	campaign int64
	codes    int
	last     time.Time
}

// value is the list as a button carries it: "5.3.1780297200000000", the
// campaign, the count, and microseconds since 1970.
func (l shopList) value() string {
	return fmt.Sprintf("%d.%d.%d", l.campaign, l.codes, l.last.UnixMicro())
}

// readShopList reads what value wrote.
func readShopList(text string) (shopList, error) {
	var numbers []int64
	for part := range strings.SplitSeq(text, ".") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || n < 0 || len(numbers) == 3 {
			return shopList{}, errForgedCampaign
		}
		numbers = append(numbers, n)
	}
	if len(numbers) != 3 || numbers[1] > 1<<31 {
		return shopList{}, errForgedCampaign
	}
	return shopList{numbers[0], int(numbers[1]), time.UnixMicro(numbers[2])}, nil
}

// shopListOf is the list of these rows.
func shopListOf(campaign int64, rows []store.Row) shopList {
	l := shopList{campaign: campaign, codes: len(rows)}
	for _, r := range rows {
		if r.CodeSince.After(l.last) {
			l.last = r.CodeSince
		}
	}
	return l
}

// shopButtons are those of a campaign with codes that aren't in the shop yet.
func shopButtons(c store.Campaign, n *store.CampaignCounts) []slack.BlockElement {
	if n == nil || n.NotInShop == 0 || n.MadeAt == nil || c.Archived() {
		return nil
	}
	return []slack.BlockElement{shopDownload(c), shopAllButton(c, shopList{c.ID, n.NotInShop, *n.MadeAt})}
}

// shopDownload is *Download for the shop*.
func shopDownload(c store.Campaign) *slack.ButtonBlockElement {
	return button(copyForShop, routeShopDownload, campaignID(c), campaignID(c))
}

// shopAllButton is *Created in the shop* of all the codes in a list.
func shopAllButton(c store.Campaign, l shopList) slack.BlockElement {
	text := fmt.Sprintf("This says that %s of %s can be used at checkout. Their influencers can be told from then on.", count(l.codes, "code"), c.Name)
	return confirmed(button(copyInShop, routeShopAll, "", l.value()), "Are they in the shop?", text, copyInShop, "Cancel")
}

// notInShop are the rows of a campaign whose codes aren't in the shop yet.
func (a *App) notInShop(ctx context.Context, team string, campaign int64) ([]store.Row, error) {
	f := store.Filter{CampaignID: campaign, NotInShop: true, Order: store.ByHandle}
	return a.rowsWhere(ctx, team, f, func(store.Row) bool { return true })
}

// clickInShop is *Created in the shop* of one code.
func (a *App) clickInShop(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	row, version, err := a.clicked(ctx, r, r.Value)
	if err != nil {
		return nil, err
	}
	edit := store.EditOf(row.Application)
	edit.Version, edit.InShop = version, true
	changes, err := a.store.Change(ctx, act(r), edit)
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
		return inPlace(bot.Say(message(changedMeanwhile(stale), card(stale.Current, local(r))...))), nil
	}
	if err != nil {
		return nil, userError(err)
	}
	return inPlace(bot.Say(undoable(r, changedAny(changes.Rows), inShopAnswer(changes.Rows[0].After, local(r))))), nil
}

func inShopAnswer(row store.Row, now time.Time) bot.Message {
	return message(fmt.Sprintf("Noted: the coupon code %s of %s in %s is in the shop. They can be told.",
		copyable(row.Code.String()), who(row.Influencer), esc(row.Campaign.Name)), answerCard(row, now)...)
}

// clickAllInShop is *Created in the shop* of a campaign: of all those codes
// that the person was shown, or of none.
func (a *App) clickAllInShop(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	shown, err := readShopList(r.Value)
	if err != nil {
		return nil, err
	}
	c, err := a.store.Campaign(ctx, r.TeamID, shown.campaign)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errForgedCampaign
	}
	if err != nil {
		return nil, err
	}
	return nowOrLater(ctx, shown.codes, func(ctx context.Context) (*bot.Message, error) { return a.allInShop(ctx, r, c, shown) })
}

// allInShop notes that the codes shown are in the shop, and is the answer.
func (a *App) allInShop(ctx context.Context, r *bot.Request, c store.Campaign, shown shopList) (*bot.Message, error) {
	by := act(r)
	changes, done, err := a.store.ChangesDone(ctx, by)
	if err != nil {
		return nil, err
	}
	if !done {
		rows, err := a.notInShop(ctx, r.TeamID, c.ID)
		if err != nil {
			return nil, err
		}
		if now := shopListOf(c.ID, rows); now.value() != shown.value() {
			return new(a.campaignAnswer(ctx, r, c, shopMoved(c, shown, now))), nil
		}
		changes, err = a.store.Change(ctx, by, inShopEdits(rows)...)
		if stale, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
			return new(a.campaignAnswer(ctx, r, c, fmt.Sprintf("Nothing was changed: <@%s> changed %s meanwhile. Press %s again.",
				stale.By, who(stale.Current.Influencer), copyInShop))), nil
		}
		if err != nil {
			return nil, userError(err)
		}
	}
	first := fmt.Sprintf("Noted: %s of %s, %s, can be used in the shop.", count(len(changes.Rows), "code"), esc(c.Name), andMore(codesOf(changes.Rows), 5))
	return new(undoable(r, changedAny(changes.Rows), a.campaignAnswer(ctx, r, c, first, unsentOffer(c, afterOf(changes.Rows))...))), nil
}

func inShopEdits(rows []store.Row) []store.Edit {
	edits := make([]store.Edit, len(rows))
	for n, row := range rows {
		edits[n] = store.EditOf(row.Application)
		edits[n].InShop = true
	}
	return edits
}

// codesOf are the codes of changed rows, in mrkdwn.
func codesOf(rows []store.Change) []string {
	codes := make([]string, len(rows))
	for n, c := range rows {
		codes[n] = copyable(c.After.Code.String())
	}
	return codes
}

// shopMoved says why nothing was done: the codes that wait are others now.
func shopMoved(c store.Campaign, shown, now shopList) string {
	if now.codes == 0 {
		return fmt.Sprintf("Nothing was changed: no code of %s waits for the shop any more.", esc(c.Name))
	}
	return fmt.Sprintf("Nothing was changed: the codes of %s that wait for the shop are others now, %d where you were shown %d. Download them again, then press %s.",
		esc(c.Name), now.codes, shown.codes, copyInShop)
}

// clickForShop is *Download for the shop*.
func (a *App) clickForShop(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	c, _, err := a.clickedCampaign(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Reply{Later: func(ctx context.Context) (*bot.Message, error) {
		rows, err := a.notInShop(ctx, r.TeamID, c.ID)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return new(message(fmt.Sprintf("There is nothing to download: every code of %s is in the shop.", esc(c.Name)))), nil
		}
		var content bytes.Buffer
		if err := sheet.Write(&content, shopRows(rows)); err != nil {
			return nil, err
		}
		what := fmt.Sprintf("%s of %s to create in the shop", count(len(rows), "code"), esc(c.Name))
		f := bot.File{Name: fileName(c.Slug, "for-the-shop", string(store.DateOf(local(r)))), Content: content.Bytes()}
		if err := a.sendFile(ctx, r.UserID, f, what); err != nil {
			return nil, err
		}
		return new(message(fmt.Sprintf("%s: %s is in %s. Once they are created there, press %s.", what, copyable(f.Name), a.inDirect(), copyInShop),
			actions(shopAllButton(c, shopListOf(c.ID, rows))))), nil
	}}, nil
}

// shopRows are a CSV for the shop, under its header. A code starts on the
// campaign's launch date, or when its influencer goes live, if that is earlier;
// dates are YYYY-MM-DD, and empty where there is none.
func shopRows(rows []store.Row) [][]string {
	all := [][]string{{"Code", "Campaign", "Starts", "Ends", "Handle"}}
	for _, r := range rows {
		all = append(all, []string{r.Code.String(), r.Campaign.Slug, string(earlier(r.Campaign.Launches, r.GoesLive)), string(r.Campaign.Ends), r.Influencer.Handle.String()})
	}
	return all
}
