package commands

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"codekeeper/store"
)

// Links of 2,000 bytes in many campaigns are more than one message takes.
func TestShowFits(t *testing.T) {
	r := rowsOf{t: t}
	for n := range 10 {
		c := campaignOf(int64(n+1), fmt.Sprintf("Campaign %d", n), "2026-06-20", "U1")
		r.add(c, "maya.glow", -1, -1, func(row *store.Row) {
			row.Link = linkOf(t, "https://shop.example/?"+strings.Repeat("&", 1900)+strconv.Itoa(n))
		})
	}
	m := showView(r.rows[0].Influencer, r.rows, monday)
	if got := weight(m.Blocks); got > maxMessageText || len(m.Blocks) > maxBlocks {
		t.Errorf("%d characters in %d blocks", got, len(m.Blocks))
	}
	if !strings.Contains(text(m.Blocks), "more than fits") {
		t.Error("nothing says that something was left out")
	}
}
