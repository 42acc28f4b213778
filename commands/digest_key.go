package commands

import (
	"fmt"
	"strings"

	"codekeeper/store"
)

// A row of a digest is found again by its key: the part it stands in, then what
// it is about.

// key names what the item is about within a digest.
func (i item) key(p part) string {
	switch {
	case i.shop != nil:
		return shopKey(i.campaign.ID)
	case i.many > 0:
		return alikeKey(p, i.campaign.ID, i.alike)
	case i.row == nil:
		return everyoneKey(i.campaign.ID)
	}
	return aloneKey(p, i.row.ID)
}

// aloneKey is the key of an application's own row in a part.
func aloneKey(p part, application int64) string { return fmt.Sprintf("%s:%d", p, application) }

// alikeKey is the key of the row that all in a campaign who wait for the same
// thing share; store.DigestCount names it.
func alikeKey(p part, campaign int64, alike string) string {
	return fmt.Sprintf("%s:alike:%d:%s", p, campaign, alike)
}

// endedKey names the end of a campaign: with another end date it is offered
// once more.
func endedKey(c store.Campaign) string { return fmt.Sprintf("%s:%d:%s", partEnded, c.ID, c.Ends) }

// everyoneKey is the key of the row for what everyone in a campaign shares.
func everyoneKey(campaign int64) string { return fmt.Sprintf("%s:everyone:%d", partTBD, campaign) }

// shopKey is the key of the row for a campaign's codes that aren't in the shop.
func shopKey(campaign int64) string { return fmt.Sprintf("%s:shop:%d", partReady, campaign) }

// partOf is the part of the digest that the row of a key stands in.
func partOf(key string) part {
	p, _, _ := strings.Cut(key, ":")
	return part(p)
}
