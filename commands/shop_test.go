package commands

import (
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// made adds somebody selected whose code a pattern made.
func (w *world) made(c store.Campaign, handle, code string) store.Row {
	w.t.Helper()
	changes, err := w.store.Select(w.t.Context(), w.act(), c.ID, []store.Selection{{
		Handle: handleOf(w.t, handle), Code: codeOf(w.t, code), MadeCode: true,
	}})
	must(w.t, err)
	return changes.Rows[0].After
}

// What was made is not yet in the shop, until somebody created it there.
func TestCreatedInTheShop(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	maya := w.made(summer, "@maya", "MAYA15")
	w.says(w.ana, "/influencer show @maya", "Coupon code: `MAYA15` · *Not yet in the shop*", "[Created in the shop]")
	w.says(w.ana, "/influencer list summer-glow", "code `MAYA15` · *Not yet in the shop*")
	shown := w.says(w.ana, "/influencer show @maya")
	old := w.says(w.ben, "/influencer show @maya")
	w.refuses(w.ana, "/influencer sent @maya", "The coupon code of @maya in Summer Glow isn't in the shop yet, so it can't be sent.")
	shown.Press("Created in the shop")
	w.ana.Sees("Noted: the coupon code `MAYA15` of *@maya* in Summer Glow is in the shop. They can be told.")
	w.ana.Sees("Copy this to them, then mark it as sent:")
	if now := w.row(maya); now.NotInShop || !now.Unsent() || now.Code.String() != "MAYA15" {
		t.Errorf("%+v", now.Application)
	}
	before := w.writes()
	must(t, w.sim.Redeliver())
	w.ana.Sees("Noted: the coupon code `MAYA15`")
	old.By(w.ben).Press("Created in the shop")
	w.ben.Sees("Nothing was changed:")
	if w.writes() != before {
		t.Error("twice is not once")
	}
	w.ana.Answer().Press("Undo")
	w.ana.Sees("not yet in the shop")
	if !w.row(maya).NotInShop {
		t.Error("it is still in the shop")
	}
	w.says(w.ana, "/influencer code @maya MAYA20", "`MAYA20`") // typed by a person
	if w.row(maya).NotInShop {
		t.Error("what somebody typed isn't in the shop")
	}
}

// A campaign's codes are downloaded for the shop, and noted as created together.
func TestDownloadForTheShop(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-20"),
		func(t *store.Terms) { t.Ends = "2026-07-31" })
	if text := w.says(w.ana, "/campaign show summer-glow").Text(); strings.Contains(text, "Download for the shop") || strings.Contains(text, "Created in the shop") {
		t.Error(text)
	}
	maya, leo := w.made(summer, "@maya", "MAYA15"), w.made(summer, "@leo", "LEO15")
	w.change("ben", leo, func(e *store.Edit) { e.GoesLive = "2026-06-12" })
	w.change("ben", maya, func(e *store.Edit) { e.GoesLive = "2026-06-25" })
	w.selected(summer, "@typed", "TBD", "TYPED1")
	gone := w.made(summer, "@gone", "GONE15")
	w.change("ben", gone, func(e *store.Edit) { e.State = store.Withdrawn })
	w.says(w.ana, "/campaign show summer-glow", "2 codes not yet in the shop", "[Download for the shop]", "[Created in the shop]").Press("Download for the shop")
	sent := w.ana.Sees("2 codes of Summer Glow to create in the shop: `summer-glow-for-the-shop-2026-06-01.csv` is in your direct messages")
	table, err := sheet.Read(w.sent("ana").Content)
	must(t, err)
	got := [][]string{table.Header}
	for _, line := range table.Lines {
		got = append(got, line.Cells)
	}
	want := [][]string{
		{"Code", "Campaign", "Starts", "Ends", "Handle"},
		{"LEO15", "summer-glow", "2026-06-12", "2026-07-31", "leo"},
		{"MAYA15", "summer-glow", "2026-06-20", "2026-07-31", "maya"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	kim := w.made(summer, "@kim", "KIM15")
	before := w.writes()
	sent.Press("Created in the shop")
	again := w.ana.Sees("Nothing was changed: the codes of Summer Glow that wait for the shop are others now, 3 where you were shown 2.")
	if w.writes() != before {
		t.Error("something was changed")
	}
	if asks := again.Asks("Created in the shop"); !strings.Contains(asks, "This says that 3 codes of Summer Glow can be used at checkout.") {
		t.Error(asks)
	}
	again.Press("Created in the shop")
	w.ana.Sees("Noted: 3 codes of Summer Glow, `KIM15`, `LEO15` and `MAYA15`, can be used in the shop.")
	for _, row := range []store.Row{maya, leo, kim} {
		if now := w.row(row); now.NotInShop || !now.Unsent() {
			t.Errorf("%s isn't in the shop", now.Code)
		}
	}
	first, after := w.acknowledged(), w.writes()
	must(t, w.sim.Redeliver())
	if w.acknowledged() != first || w.writes() != after {
		t.Error("twice is not once")
	}
	noted := w.ana.Answer()
	noted.Press("What is unsent")
	w.ana.Sees("4 unsent in Summer Glow.")
	noted.Press("Undo")
	w.ana.Sees("Undone for 3 influencers in Summer Glow.")
	w.says(w.ana, "/campaign show summer-glow", "3 codes not yet in the shop")
}

// What is gone meanwhile is said; a button nobody made does nothing.
func TestShopButtonsThatAreOld(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	maya := w.made(summer, "@maya", "MAYA15")
	shown := w.says(w.ana, "/campaign show summer-glow")
	w.change("ben", maya, func(e *store.Edit) { e.InShop = true })
	shown.Press("Download for the shop")
	w.ana.Sees("There is nothing to download: every code of Summer Glow is in the shop.")
	shown.Press("Created in the shop")
	w.ana.Sees("Nothing was changed: no code of Summer Glow waits for the shop any more.")

	leo := w.made(summer, "@leo", "LEO15")
	card := w.says(w.ana, "/influencer show @leo")
	w.archived(summer)
	before := w.writes()
	card.Press("Created in the shop")
	w.ana.Sees("archived")
	for value, handler := range map[string]bot.Handler{
		"": w.app.clickAllInShop, "x": w.app.clickAllInShop, "1.2": w.app.clickAllInShop, "1.2.3.4": w.app.clickAllInShop, "-1.2.3": w.app.clickAllInShop,
		"999999.1.1": w.app.clickAllInShop, "1.99999999999999.1": w.app.clickAllInShop, "1.1.99999999999999999999": w.app.clickAllInShop,
		"0.0": w.app.clickInShop, "999999.1": w.app.clickInShop, "y": w.app.clickForShop, "999999.2": w.app.clickForShop,
	} {
		r := w.request(value)
		r.Kind = bot.KindClick
		if _, err := handler(t.Context(), r); err == nil {
			t.Errorf("%q is taken", value)
		}
	}
	if w.writes() != before || !w.row(leo).NotInShop {
		t.Error("something was changed")
	}
}

// A button that only some can press.
func TestWhoMayCreateInTheShop(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	maya := w.made(summer, "@maya", "MAYA15")
	w.says(w.ben, "/influencer show @maya").Press("Created in the shop")
	w.says(w.ben, "/campaign show summer-glow").Press("Created in the shop")
	if !w.row(maya).NotInShop {
		t.Error("ben changed it")
	}
}

func TestShopListRoundTrip(t *testing.T) {
	list := shopListOf(7, []store.Row{{Application: store.Application{CodeSince: monday}}, {Application: store.Application{CodeSince: monday.Add(-1)}}})
	read, err := readShopList(list.value())
	if err != nil || read.value() != list.value() || read.codes != 2 || read.campaign != 7 || !read.last.Equal(monday) {
		t.Errorf("%+v, %v", read, err)
	}
}
