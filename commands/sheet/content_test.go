package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"codekeeper/commands/sheet"
)

// contentOf are what the columns of a table are, as "list Handle=0 Code=1".
func contentOf(f sheet.Format) string {
	var all []string
	for field, n := range f.Columns {
		all = append(all, fmt.Sprintf("%s=%d", strings.ToLower(string(field)), n))
	}
	slices.Sort(all)
	return strings.Join(append([]string{map[string]string{sheet.Applicants: "people", sheet.CodesOnly: "codes", "": "ask"}[f.Name]}, all...), " ")
}

// A table without a header is told by what is in it, where that can hardly be
// anything else.
func TestByContent(t *testing.T) {
	t.Parallel()
	handle := func(text string) bool {
		return strings.HasPrefix(text, "@") || strings.Contains(text, "instagram.com/")
	}
	for text, want := range map[string]string{
		"maya.glow,MAYA20":                                          "people coupon code=1 handle=0",
		"MAYA20,maya.glow\nLEO15,leo":                               "people coupon code=0 handle=1",
		"maya.glow,MAYA20\nleo,TBD\n":                               "people coupon code=1 handle=0",
		"anna.k;ANNAK\nanna.m;ANNAM":                                "people coupon code=1 handle=0",
		"kim2000,KIM15\nmaya,MAYA15":                                "people coupon code=1 handle=0",
		"maya.glow,https://shop.example/m":                          "people affiliate link=1 handle=0",
		"maya\thttps://shop.example/m\tMAYA20":                      "people affiliate link=1 coupon code=2 handle=0",
		"https://www.instagram.com/maya,M20,maya@shop.example":      "people coupon code=1 email=2 handle=0",
		"https://www.instagram.com/maya\nhttps://instagram.com/leo": "people handle=0",
		"MAYA20":                        "codes coupon code=0",
		"MAYA20\nLEO15\nKIM15":          "codes coupon code=0",
		"MAYA20,https://shop.example/m": "codes affiliate link=1 coupon code=0",
		"@maya.glow,Maya Rivers\n@leo,Leo van den Berg-Oak\n": "people handle=0 name=1",
		"Zoë O’Neil,@zoe,ZOE15":                               "people coupon code=2 handle=1 name=0",
		"@maya.glow,likes green":                              "ask handle=0",
		"@maya.glow,Wants L\n@leo,Wants XL 2":                 "ask handle=0",
		"@maya.glow,Maya":                                     "ask", // or a code
		"M20,2,https://shop.example/m\n":                      "ask affiliate link=2 coupon code=0",
		"Maya,MAYA20":                                         "ask coupon code=1", // a name, or a handle
		"Maya Rivers,MAYA20":                                  "ask coupon code=1",
		"maya20":                                              "ask",
		"maya":                                                "ask",
		"MAYA":                                                "ask",
		"just\nsome\ntext":                                    "ask",
		"M20,M21\nJ15,J16":                                    "ask coupon code=0",
		"https://shop.example/m":                              "ask affiliate link=0",
		"maya,leo,M20":                                        "ask coupon code=2 handle=0", // whose?
		"🎉,=1+1,<script>":                                     "ask",
	} {
		table, err := sheet.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := contentOf(sheet.ByContent(table, handle)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// A handle without its @ is one where only a code or a link follows.
func TestBareHandlesArePasted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"maya.glow MAYA20": "people coupon code=1 handle=0",
		"maya.glow MAYA20 https://shop.example/m\n@leo": "people affiliate link=2 coupon code=1 handle=0",
		"maya https://shop.example/m\nleo TBD LEO15":    "people affiliate link=2 coupon code=1 handle=0",
		"handle code":    "ask",
		"just some text": "ask",
		"maya leo":       "ask",
		"Maya MAYA20":    "ask",
		"maya TBD":       "ask",
	} {
		table, err := sheet.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := contentOf(sheet.Recognise(table.Header)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestOnlyLinks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"https://shop.example/m\nhttps://shop.example/l": true,
		"Affiliate link\nhttps://shop.example/m":         true,
		"link,start\nhttps://shop.example/m,2026-05-01":  true,
		"link,who\nhttps://shop.example/m,Maya":          false,
		"link,code\nhttps://shop.example/m,M20":          false,
		"https://shop.example/m,https://shop.example/l":  true,
		"just,words": false,
	} {
		table, err := sheet.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := sheet.OnlyLinks(table, func(string) bool { return false }); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
