package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/commands/sheet"
	"codekeeper/store"
)

func TestUnsentList(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", ours(), launching("2026-06-09"))
	w.says(w.ana, "/influencer list unsent", "Nothing is unsent.")
	maya := w.marked("ben", w.selected(summer, "@maya", "https://shop.example/maya", "MAYA1"))
	w.selected(summer, "@anna", "https://shop.example/anna", "ANNA1")
	w.selected(summer, "@kim", "https://shop.example/kim", "TBD")
	w.applicant(summer, "@noor")
	w.change("ana", maya, func(e *store.Edit) { e.Code = codeOf(t, "MAYA2") })

	list := w.says(w.ana, "/influencer list unsent", "2 unsent. Copy each of them their message, then mark it as sent.",
		"*@maya* · Summer Glow · *changed*: code `MAYA1` → `MAYA2` · goes live Tue 9 Jun",
		"*@anna* · Summer Glow · *new*: link `https://shop.example/anna` and code `ANNA1`",
		"[Mark all as sent] [Download messages] [Download CSV]")
	lacks(t, list.Text(), "@kim", "@noor")
	if at := strings.Index(list.Text(), "@maya"); at > strings.Index(list.Text(), "@anna") {
		t.Errorf("new before changed:\n%s", list.Text())
	}
	list.Row("@maya").Press("Message")
	w.reads("message", w.ana.Sees("The message to *@maya*").Text(), "Your code is now MAYA2. Please replace MAYA1 everywhere")
	list.Row("@maya").Press("Mark as sent")
	left := w.ana.Sees("Marked as sent: *@maya* in Summer Glow was told")
	w.reads("the list again", left.Text(), "1 unsent.", "@anna", "[Undo]")
	lacks(t, left.Text(), "*changed*", "Mark all as sent")
	left.Press("Mark as sent")
	w.ana.Sees("Nothing is unsent.")
	w.says(w.ana, "/influencer list summer unsent", "Nothing in Summer Glow is unsent. Who can be told was told exactly what they share.")
	w.says(w.ana, "/influencer list unsent maya", "Nobody is unsent and matches “maya”.")
}

// *Mark all as sent* marks what was listed: who was changed since is left out and
// named, and who came since is not marked.
func TestMarkAllAsSent(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	var rows []store.Row
	for n := range 14 {
		rows = append(rows, w.selected(c, fmt.Sprintf("@h%02d", n), "TBD", fmt.Sprintf("CODE%d", n)))
	}
	list := w.says(w.ana, "/influencer list summer unsent", "1–10 of 14 unsent in Summer Glow.", "[Mark all as sent]", "[Next]")
	if asks := list.Asks("Mark all as sent"); !strings.Contains(asks, "Mark 14 as sent?") || !strings.Contains(asks, "Who was changed since this list was shown is left out.") {
		t.Errorf("asks %q", asks)
	}
	w.change("ben", rows[3], func(e *store.Edit) { e.Code = codeOf(t, "OTHER") })
	w.change("ben", rows[4], func(e *store.Edit) { e.State = store.Withdrawn })
	w.marked("ben", rows[5])
	late := w.selected(c, "@late", "TBD", "LATE1")
	list.Press("Mark all as sent")
	done := w.ana.Sees("Marked 11 messages as sent.")
	w.reads("answer", done.Text(), "Nothing to do for *@h05* in Summer Glow: marked as sent Mon 1 Jun by @ben.",
		"Left out, because somebody changed them since this was shown: *@h03* and *@h04*.",
		"*@h00* · Summer Glow · code `CODE0`", "And @h13.", "[What is unsent] [Undo]")
	w.knows(rows[3], "TBD", "TBD")
	w.knows(rows[4], "TBD", "TBD")
	w.knows(rows[13], "TBD", "CODE13")
	w.knows(late, "TBD", "TBD")
	done.Press("What is unsent")
	w.reads("left", w.ana.Sees("2 unsent.").Text(), "@h03", "@late")
	before := w.writes()
	list.PressAsSeen("Mark all as sent")
	w.ana.Sees("12 were marked before: *@h00*")
	if w.writes() != before {
		t.Error("marked twice")
	}
	done.Press("Undo")
	w.ana.Sees("Undone for 11 influencers in Summer Glow.")
	w.knows(rows[0], "TBD", "TBD")
	w.knows(rows[5], "TBD", "CODE5")
}

func TestUnsentPages(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	for n := range 12 {
		w.selected(c, fmt.Sprintf("@h%02d", n), "TBD", fmt.Sprintf("CODE%d", n))
	}
	list := w.says(w.ana, "/influencer list unsent", "1–10 of 12 unsent.")
	list.Press("Next")
	next := w.ana.Sees("11–12 of 12 unsent.")
	w.reads("next", next.Text(), "@h10", "@h11", "[Previous]")
	next.Row("@h10").Press("Mark as sent")
	next = w.ana.Sees("Marked as sent: *@h10*")
	w.reads("the page again", next.Text(), "11 of 11 unsent.", "@h11", "[Previous]")
	next.Press("Mark as sent")
	w.reads("the first page", w.ana.Sees("Marked as sent: *@h11*").Text(), "10 unsent.", "@h00")
}

// The same from the menu and from Home, where there is no channel to answer in.
func TestUnsentFromHome(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.selected(c, "@maya", "TBD", "MAYA1"), w.selected(c, "@leo", "TBD", "LEO1")
	w.says(w.ana, "/influencer", "[What is unsent]").Press("What is unsent")
	w.ana.Sees("2 unsent.")

	w.ana.OpensHome().Press("What is unsent")
	view := w.ana.Form()
	if view.Title() != "What is unsent" {
		t.Fatalf("title %q", view.Title())
	}
	view.Shows("2 unsent.").Press("Mark as sent")
	view.Shows("Marked as sent: *@leo* in Summer Glow was told code `LEO1`.").ShowsNot("*@leo* ·")
	w.knows(leo, "TBD", "LEO1")
	view.Press("Message")
	message := w.ana.Form()
	message.Shows("Your code: MAYA1").Press("Mark as sent")
	w.knowsSoon(maya, "TBD", "MAYA1")
	message.CloseAll()
}

// knowsSoon is knows of what is on its way.
func (w *world) knowsSoon(r store.Row, link, code string) {
	w.t.Helper()
	w.ana.Form().Shows("Marked as sent")
	w.knows(r, link, code)
}

func TestDownloadMessages(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), func(t *store.Terms) { t.Message = "=1+1\nYour \"code\", {FIRST}:\n{CODE}" })
	maya := w.selected(c, "@maya", "TBD", "MAYA1")
	_, err := w.store.SaveProfile(t.Context(), w.act(), maya.InfluencerID, maya.Influencer.Version, store.Profile{
		Handle: maya.Influencer.Handle, Name: "Maya Glow", Email: "maya@mail.example",
	})
	must(t, err)
	w.marked("ben", w.selected(c, "@leo", "TBD", "LEO1"))
	w.says(w.ana, "/influencer list unsent", "1 unsent.").Press("Download messages")
	w.ana.Sees("1 message: `messages-2026-06-01.csv` is in your direct messages with @codekeeper. When they are sent, press *Mark all as sent*.")
	f := w.sent("ana")
	if f.Name != "messages-2026-06-01.csv" {
		t.Errorf("named %s", f.Name)
	}
	table, err := sheet.Read(f.Content)
	must(t, err)
	if got := strings.Join(table.Header, ","); got != "handle,email,campaign,message" {
		t.Errorf("header %s", got)
	}
	if len(table.Lines) != 1 {
		t.Fatalf("%d rows", len(table.Lines))
	}
	cells := table.Lines[0].Cells
	if cells[0] != "maya" || cells[1] != "maya@mail.example" || cells[2] != "Summer Glow" ||
		sheet.Plain(cells[3]) != "=1+1\nYour \"code\", Maya:\nMAYA1" || strings.HasPrefix(cells[3], "=") {
		t.Errorf("%q", cells)
	}
	w.knows(maya, "TBD", "TBD")
}
