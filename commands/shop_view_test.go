package commands

import (
	"testing"

	"codekeeper/store"
)

func TestPatternViews(t *testing.T) {
	row := sampleRow(t, store.Selected, "TBD", "MAYA15")
	row.NotInShop = true
	golden(t, "card_not_in_shop", card(row, monday))

	c := row.Campaign
	c.LinkMode, c.CodeMode, c.LinkPattern, c.CodePattern = store.UniqueOurs, store.UniqueOurs, "https://shop.example/{HANDLE}?a=1&b", "{FIRST}15"
	golden(t, "campaign_card_shop", campaignCard(c, &store.CampaignCounts{CampaignID: 5, Selected: 3, Ready: 2, NotInShop: 2, MadeAt: &monday}, nil, monday))

	form := selectForm{campaign: &c, text: map[kind]string{aLink: "TBD", aCode: "TBD"}, fill: map[kind]bool{aCode: true}}
	form.foretold = foretell(row.Influencer, c, fillable(c.Terms))
	golden(t, "form_select_pattern", form.view())

	edited := sampleRow(t, store.Selected, "TBD", "TBD")
	edited.Campaign, edited.LinkMode = c, store.UniqueOurs
	golden(t, "form_edit_pattern", editFormOf(edited).view())

	f := filling{campaign: c}
	f.stay(aCode, "`ANNA15` would be for *@a* and *@b* alike.", remedy{}, "*@a*", "*@b*")
	f.stay(aLink, "*@leo* has it.", remedy{}, "*@c*")
	golden(t, "select_stays", selectAnswer(store.Changes{Rows: []store.Change{{After: row}}}, nil, f.words(), offers{}, monday))
}
