package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/store"
)

// Whatever people are called, each gets a code that can be typed, or stays TBD
// with the reason; nobody gets one that is somebody else's too.
func TestMakeFromHostileNames(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", "{FIRST}"), modes(store.NotNeeded, store.UniqueOurs))
	cases := []struct{ handle, name, code, reason string }{
		{"@accents", "Zoë-Éloïse Ñandú", "ZOEELOISE", ""},
		{"@wide", "Ｍａｙａ✨", "MAYA", ""},
		{"@mention", "<!here>", "HERE", ""},
		{"@ticks", "`rm -rf /`", "RM", ""},
		{"@formula", "=SUM(A1)", "SUMA1", ""},
		{"@turned", "\u200fRut\u200b", "RUT", ""},
		{"@same.a", "Anna", "TBD", "`ANNA` would be for *@same.a* (Anna) and *@same.b* (ÀNNA) alike."},
		{"@same.b", "ÀNNA", "TBD", ""},
		{"@tbd", "T.B.D.", "TBD", "The code would be read as TBD."},
		{"@cyrillic", "Мая", "TBD", "What stands for {FIRST} contains what a code can't: the Cyrillic letter “М” (U+041C)"},
		{"@sharp", "ß", "TBD", "What stands for {FIRST} contains what a code can't: “ß”"},
		{"@emoji", "🔥", "TBD", "There is nothing for {FIRST}: the influencer's name is not known. Fill it in: `/influencer profile @emoji`"},
	}
	for _, c := range cases {
		w.influencer(c.handle, c.name)
		w.selected(summer, c.handle, "TBD", "TBD")
	}
	label := fmt.Sprintf("Make %d codes from the pattern", len(cases))
	w.says(w.ana, "/influencer tbd summer-glow code").Press(label)
	made := w.ana.Sees("Made 6 codes of Summer Glow from `{FIRST}`. 6 stay TBD.").Text()
	for _, c := range cases {
		row := w.rowOf(c.handle, summer)
		if row.Code.String() != c.code || row.NotInShop != (c.code != "TBD") {
			t.Errorf("%s (%s) has %s, in the shop: %v", c.handle, c.name, row.Code, !row.NotInShop)
		}
		w.reads(c.handle, made, c.reason)
	}
}

// Hundreds are made after the answer Slack waits for, once, and taken back
// together.
func TestMakeHundreds(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", "{HANDLE}15"), modes(store.NotNeeded, store.UniqueOurs))
	const many = manyRows + 1
	all := make([]store.Selection, many)
	for n := range all {
		all[n] = store.Selection{Handle: handleOf(t, fmt.Sprintf("@h%d", n))}
	}
	_, err := w.store.Select(t.Context(), w.act(), summer.ID, all)
	must(t, err)
	label := fmt.Sprintf("Make %d codes from the pattern", many)
	w.says(w.ana, "/campaign show summer-glow").Press(label)
	made := w.ana.Sees(fmt.Sprintf("Made %d codes of Summer Glow", many))
	w.reads("made", made.Text(), fmt.Sprintf("*%d codes not yet in the shop*", many), fmt.Sprintf("And %d more: `/influencer list summer-glow selected`", many-pageRows))
	made.Press("Undo")
	w.ana.Sees(fmt.Sprintf("Undone for %d influencers in Summer Glow.", many))
	w.says(w.ana, "/campaign show summer-glow", "["+label+"]")
}

// Guests and people of other organisations press nothing of the shop's or the
// pattern's, wherever they got the button from.
func TestGuestsPressNothingOfTheShop(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	maya := w.made(summer, "@maya", "MAYA15")
	w.selected(summer, "@leo", "TBD", "TBD")
	list := shopListOf(summer.ID, []store.Row{maya})
	before := w.everything()
	for _, press := range []entry{
		{"click", routeShopOne + ":" + rowID(maya.Application), rowID(maya.Application), bot.Editors},
		{"click", routeShopAll, list.value(), bot.Editors},
		{"click", routeShopDownload + ":" + campaignID(summer), campaignID(summer), bot.Members},
		{"click", routeMake + ":code", makeAsk{summer.ID, 1}.value(), bot.Editors},
	} {
		if said := press.try(w.gus); !strings.Contains(said, "not for guests") || strings.Contains(said, "MAYA15") {
			t.Errorf("%s: %s", press, said)
		}
		if said := press.try(w.olga); !strings.Contains(said, "only for the people of the workspace") || strings.Contains(said, "MAYA15") {
			t.Errorf("%s: %s", press, said)
		}
	}
	if w.everything() != before {
		t.Error("something was stored")
	}
}
