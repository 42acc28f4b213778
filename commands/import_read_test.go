package commands

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"codekeeper/commands/sheet"
	"codekeeper/store"
)

// readLines are the lines of a table, each as "2 @maya code=MAYA15 [unread Coupon code: …]".
func readLines(t testing.TB, text string) []string {
	t.Helper()
	table, err := sheet.Read([]byte(text))
	if err != nil {
		return []string{err.Error()}
	}
	f := sheet.Recognise(table.Header)
	if !f.Known() {
		return []string{"which column is what?"}
	}
	var all []string
	for l := range importLines(table, f, store.Campaign{Slug: "summer-glow", Terms: store.Terms{Name: "Summer Glow"}}) {
		all = append(all, lineText(l))
	}
	return all
}

func lineText(l store.ImportLine) string {
	said := []string{fmt.Sprint(l.Number)}
	if !l.Handle.IsZero() {
		said = append(said, "@"+l.Handle.String())
	}
	for _, part := range []struct{ name, text string }{
		{"seen", l.SeenOn},
		{"name", l.Name},
		{"platform", l.Platform},
		{"email", l.Email},
		{"about", l.About},
		{"state", string(l.State)},
		{"live", string(l.GoesLive)},
		{"note", l.Note},
		{"starts", string(l.Starts)},
		{"ends", string(l.Ends)},
		{"raw", l.RawWho + l.RawLink + l.RawCode},
	} {
		if part.text != "" {
			said = append(said, part.name+"="+part.text)
		}
	}
	if l.Link != nil {
		said = append(said, "link="+l.Link.String())
	}
	if l.Code != nil {
		said = append(said, "code="+l.Code.String())
	}
	if l.Disabled {
		said = append(said, "disabled")
	}
	if l.Ignored {
		said = append(said, "ignored")
	}
	for _, p := range slices.Concat(l.Problems, l.Doubts) {
		row := store.ImportRow{}
		if l.Link != nil {
			row.Link = *l.Link
		}
		said = append(said, "["+inFile.problem(p, row)+"]")
	}
	return strings.Join(said, " ")
}

func TestImportLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 300)
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"pasted": {"@maya.glow MAYA20 https://shop.example/maya\n@leo TBD\n\n@kim @zoe", []string{
			"1 @maya.glow link=https://shop.example/maya code=MAYA20", "2 @leo code=TBD", "3 @kim", "4 @zoe",
		}},
		"our own": {"Campaign,Handle,Name,Platform,Email,State,Affiliate link,Coupon code,Goes live,Note,About them,Sent\r\n" +
			"summer-glow,'-leo-,'=Leo,TikTok,leo@shop.example,selected,https://shop.example/leo,LEO15,2026-06-20,\"two\nlines\",'+1,yes\r\n" +
			"Winter Warm,kim,,,,applied,,,,,,\r\n", []string{
			"2 @-leo- name==Leo platform=TikTok email=leo@shop.example about=+1 state=selected live=2026-06-20 note=two\nlines link=https://shop.example/leo code=LEO15",
			"3 @kim state=applied ignored [It is for another campaign: Winter Warm.]",
		}},
		"shopify": {"Name,Value,Value Type,Type,Status,Start,End\nMAYA15,15,percentage,Product,Active,2026-05-01 00:00:00 -0400,\n" +
			"OLD15,15,percentage,Product,Expired,2025-05-01 00:00:00 -0400,2025-06-01 00:00:00 -0400\nSAVE 15,1,p,P,Active,,\n15-Mar,1,p,P,Active,,\n", []string{
			"2 starts=2026-05-01 code=MAYA15", "3 starts=2025-05-01 ends=2025-06-01 code=OLD15 disabled",
			"4 raw=SAVE 15 [Coupon code: A code can't contain a space. Try SAVE15]",
			"5 code=15-Mar [Coupon code: 15-Mar looks like a date that a spreadsheet made of a code. Please look up the code where it was made.]",
		}},
		"refersion": {"AFFILIATE_ID,TYPE,TRIGGER\n1,COUPON,MAYA15\n2,EMAIL,maya@shop.example\n", []string{
			"2 code=MAYA15", "3 ignored [This is no trigger of the type COUPON, but EMAIL.]",
		}},
		"applicants": {"E-mail,Profile URL,Status,First name,Last name,Notes\n" +
			"maya@shop.example,https://www.instagram.com/maya.glow/,Approved,Maya,Mai,\nnobody,https://www.tiktok.com/@leo,maybe,Leo,,\n,https://shop.example/x,,,,\n,,,,,hi\n", []string{
			"2 @maya.glow seen=Instagram name=Maya Mai email=maya@shop.example state=selected",
			"3 @leo seen=TikTok name=Leo email=nobody [Email: nobody is not one email address.] [State: maybe is no state. There are applied, selected, declined and withdrawn.]",
			"4 raw=https://shop.example/x [Handle: An address on shop.example names no profile. Please give the handle itself. Try @maya.glow]",
			"5 note=hi",
		}},
		"hostile": {"handle,name,code,link,goes live,ends\n" +
			"<!channel>,<script>alert(1)</script>,=1+1,javascript:alert(1),05/06/2026,never\n" +
			"maya,<@U1>,\u0410NNA15,http://127.0.0.1/x,2026-13-01,\n" +
			"leo,a\u0000b," + long + ",shop.example/leo,,\n" +
			"kim," + long + ",KIM15,https://shop.example/,2026-06-01,06/05/2026\n", []string{"This file holds more than text, so it is no CSV file. Save it as CSV, UTF-8, and try again."}},
		"mentions": {"handle,name,code,link,goes live,ends\n" +
			"<!channel>,<script>alert(1)</script>,'=1+1,javascript:alert(1),05/06/2026,never\n" +
			"maya,<@U1>,\u0410NNA15,http://127.0.0.1/x,2026-13-01,\n" +
			"leo,Leo," + long + ",shop.example/leo,,\n" +
			"kim," + long + ",KIM15,https://shop.example/,2026-06-01,06/05/2026\n", nil},
	} {
		got := readLines(t, tt.text)
		if name == "mentions" {
			golden(t, "import_hostile", got)
			continue
		}
		if name == "hostile" {
			if len(got) != 1 || !strings.HasPrefix(got[0], "This file holds more than text") {
				t.Errorf("%s: %q", name, got)
			}
			continue
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, tt.want)
		}
	}
}
