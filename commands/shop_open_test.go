package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/store"
)

// A code that isn't in the shop yet is said wherever what is open is said, with
// what puts it there.
func TestWhatWaitsForTheShopIsOpen(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-02"))
	winter := w.campaign("Winter Warm", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs), ownedBy(w.userID("ben")), digestIn(""))
	w.made(summer, "@maya", "MAYA15")
	w.made(summer, "@leo", "LEO15")
	w.made(winter, "@kim", "KIM15")
	steps := "[Download for the shop] [Created in the shop]"

	w.says(w.ana, "/influencer tbd", "Nothing is TBD, but 3 codes are not yet in the shop.",
		"*2 codes not yet in the shop* since today · Summer Glow · goes live Tue 2 Jun. Nobody is told a code before it is there.",
		"*1 code not yet in the shop* since today · Winter Warm", steps)
	w.says(w.ana, "/influencer tbd code", "No coupon code is TBD, but 3 codes are not yet in the shop.")
	w.says(w.ana, "/influencer tbd link", "No affiliate link is TBD.")
	mine := w.says(w.ana, "/influencer tbd mine", "Nothing is TBD in your campaigns, but 2 codes are not yet in the shop.", steps)
	lacks(t, mine.Text(), "Winter Warm")
	w.says(w.ana, "/influencer tbd winter", "Nothing is TBD in Winter Warm, but 1 code is not yet in the shop.")
	w.says(w.ana, "/influencer list unsent", "Nothing is unsent, but 3 codes are not yet in the shop.", "Summer Glow", "Winter Warm", steps)
	w.says(w.ana, "/influencer list summer unsent", "Nothing in Summer Glow is unsent, but 2 codes are not yet in the shop.", steps)
	w.says(w.ana, "/influencer list summer unsent maya", "Nobody in Summer Glow is unsent and matches “maya”.", "And 1 code is not yet in the shop, of those who match: `/influencer list summer-glow unsent`")
	lacks(t, w.says(w.ana, "/influencer list summer unsent zzz").Text(), "shop")

	// Beside what is TBD and unsent.
	w.selected(summer, "@tbd", "TBD", "TBD")
	w.selected(summer, "@ready", "TBD", "READY1")
	w.says(w.ana, "/influencer tbd summer", "Summer Glow, launches Tue: 1 TBD, 1 waits for us; 2 codes not yet in the shop.", "*@tbd*", steps)
	w.says(w.ana, "/influencer list unsent", "1 unsent.", "*@ready*", "*2 codes not yet in the shop*", steps)

	home := w.ana.OpensHome()
	w.reads("home", home.Text(), "*2 codes not yet in the shop*", steps)
	lacks(t, home.Text(), "Winter Warm")
	home.Press("Download for the shop")
	w.ana.In("@codekeeper").Sees("2 codes of Summer Glow to create in the shop")
	home.Press("Created in the shop")
	said := w.ana.Form()
	w.reads("from home", said.Text(), "Noted: 2 codes of Summer Glow")
	said.CloseAll()
	lacks(t, w.ana.OpensHome().Text(), "in the shop")
	w.reads("ben's home", w.ben.OpensHome().Text(), "*1 code not yet in the shop* since today · Winter Warm")

	covered := w.made(summer, "@ada", "ADA15")
	lacks(t, w.says(w.ben, "/influencer tbd mine", "Nothing is TBD in your campaigns, but 1 code").Text(), "Summer Glow")
	_, err := w.store.Handover(t.Context(), w.act(), w.userID("ben"), summer.ID, "")
	must(t, err)
	w.says(w.ben, "/influencer tbd mine", "2 codes not yet in the shop.", "*1 code not yet in the shop* since today · Summer Glow", "Winter Warm").Press("Created in the shop")
	w.ben.Sees("Noted: 1 code of")
	w.says(w.ben, "/influencer tbd mine").Press("Created in the shop")
	w.ben.Sees("Noted: 1 code of")
	if w.row(covered).NotInShop {
		t.Error("it isn't in the shop")
	}
	lacks(t, w.says(w.ana, "/influencer tbd").Text(), "shop")
	w.archived(summer)
	lacks(t, w.says(w.ana, "/influencer list unsent").Text(), "shop")
}

// A digest with nothing else to say is posted for what waits for the shop,
// mentions the owners, and strikes it through when it is done.
func TestDigestSaysWhatWaitsForTheShop(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-02"))
	w.made(summer, "@maya", "MAYA15")
	w.made(summer, "@leo", "LEO15")
	w.sweeps(1)
	digest := w.ana.Sees("Daily digest")
	w.reads("digest", digest.Text(), "*Ready, not sent*", "Summer Glow, launches Tue: 2 codes not yet in the shop", "@ana",
		"*2 codes not yet in the shop* since today", "[Download for the shop]")
	lacks(t, digest.Text(), "[Message]", "*TBD*", "0 ready")
	digest.Press("Download for the shop")
	w.ana.Sees("2 codes of Summer Glow to create in the shop")
	w.says(w.ben, "/influencer tbd").Press("Created in the shop")
	w.ben.Sees("Noted: 2 codes of Summer Glow")
	w.reads("digest", w.until("done by @ben"), "~*2 codes not yet in the shop* since today · Summer Glow", "2 ready, not sent")
	w.made(summer, "@kim", "KIM15")
	w.says(w.ana, "/campaign digest now", "Refreshed")
	w.reads("digest", w.inChannel("influencers", 1), "2 ready, not sent, 1 code not yet in the shop")
}

// However many campaigns wait for the shop, it is asked as often, and the answer
// fits.
func TestManyShopsFit(t *testing.T) {
	t.Parallel()
	w := start(t)
	app, counted := w.counting()
	ask := func() int64 {
		return counted.during(func() {
			for _, run := range []func() error{
				func() error { r := w.request(""); _, err := app.runTBD(t.Context(), r); return err },
				func() error { r := w.request(""); r.Text = "unsent"; _, err := app.runList(t.Context(), r); return err },
				func() error { _, err := app.Home(t.Context(), w.request("")); return err },
			} {
				must(t, run())
			}
		})
	}
	w.made(w.campaign("Campaign 0", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs)), "@h0", "H0")
	few := ask()
	for n := range 5 {
		c := w.campaign(fmt.Sprintf("Campaign %d <&> %s", n+1, strings.Repeat("&", 60)), patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
		w.made(c, fmt.Sprintf("@h%d", n+1), fmt.Sprintf("H%d", n+1))
	}
	if many := ask(); few == 0 || many != few {
		t.Errorf("%d statements for 1 campaign, %d for 6", few, many)
	}
	r := w.request("")
	reply, err := app.runTBD(t.Context(), r)
	must(t, err)
	said := text(reply.Message.Blocks)
	if n := strings.Count(said, routeShopAll); n != maxShops || !strings.Contains(said, "3 codes are not yet in the shop in 3 more campaigns: `/campaign list`") {
		t.Errorf("%d campaigns in %s", n, said)
	}
}

// What waits for the shop is said though much else is, as far as there is room.
func TestShopBesideMuchElse(t *testing.T) {
	var waits []shopWait
	for _, row := range hostileRows(t, 30, 1) {
		waits = append(waits, shopWait{row.Campaign, store.CampaignCounts{NotInShop: 2, MadeAt: &monday, MadeSince: &monday}})
	}
	m := tbdView(openIn(hostileRows(t, 30, 1), ""), tbdPage{}, nil, waits, monday)
	if n := weight(m.Blocks); n > maxMessageText || len(m.Blocks) > maxBlocks {
		t.Errorf("%d characters in %d blocks", n, len(m.Blocks))
	}
	if said := text(m.Blocks); !strings.Contains(said, "60 codes not yet in the shop") || !strings.Contains(said, "more campaigns: `/campaign list`") || !strings.Contains(said, "Next 10") {
		t.Error(said)
	}
	d := digestFor(nil)
	addShops(d, waits)
	v, rows := digestView(d, monday)
	if len(v.Blocks) > maxBlocks || len(rows) == 0 || !strings.Contains(text(v.Blocks), " more.") {
		t.Error(text(v.Blocks))
	}
}

// addShops adds what waits for the shop to a digest.
func addShops(d digestNow, waits []shopWait) {
	today := store.DateOf(monday)
	for _, s := range waits {
		d.add(partReady, s.item(), today)
	}
	d.sort(today, digestRows)
}

func TestDigestOfTheShop(t *testing.T) {
	r := rowsOf{t: t}
	summer := campaignOf(1, "Summer Glow", "2026-06-02", "U1")
	r.add(summer, "kim", -1, -1)
	d := digestFor(r.rows)
	since := monday.Add(-3 * 24 * time.Hour)
	var waits []shopWait
	for _, c := range []store.Campaign{summer, campaignOf(2, "Winter", "2026-05-20", "U2")} {
		waits = append(waits, shopWait{c, store.CampaignCounts{NotInShop: int(c.ID), MadeAt: &monday, MadeSince: &since, MadeLive: c.Launches, MadeOf: 9}})
	}
	addShops(d, waits)
	golden(t, "digest_shop", shownOf(d))
	if got, want := d.summary("2026-06-01"), "1 ready, not sent, 3 codes not yet in the shop."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
