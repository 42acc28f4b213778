package sheet_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"codekeeper/commands/sheet"

	"github.com/google/go-cmp/cmp"
)

const (
	shopifyHeader = "Name,Value,Value Type,Type,Discount Class,Minimum Purchase Requirements,Combines with Order Discounts," +
		"Combines with Product Discounts,Combines with Shipping Discounts,Customer Selection,Context,Times Used In Total," +
		"Applies Once Per Customer,Usage Limit Per Code,Status,Start,End"
	impactHeader     = "Promo Code,Program Id,Media Id,Type,Credit Rule,Match Mode,Deal Id,Active Start Date,Active End Date,Timezone"
	refersionHeader  = "AFFILIATE_ID,TYPE,TRIGGER"
	applicantsHeader = "Instagram handle,Full name,Platform,E-mail (theirs or manager's),Application status,Notes"
)

// columnsOf says which heading is what, for a header's test.
func columnsOf(header []string, f sheet.Format) map[sheet.Field]string {
	found := map[sheet.Field]string{}
	for field, n := range f.Columns {
		found[field] = header[n]
	}
	return found
}

func ownHeader() string {
	var all []string
	for _, f := range sheet.Own() {
		all = append(all, string(f))
	}
	return strings.Join(all, ",")
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		header, format string
		want           map[sheet.Field]string
	}{
		"own": {ownHeader(), sheet.OwnExport, map[sheet.Field]string{
			sheet.Campaign: "Campaign", sheet.Handle: "Handle", sheet.Name: "Name", sheet.Platform: "Platform", sheet.Email: "Email",
			sheet.State: "State", sheet.Link: "Affiliate link", sheet.Code: "Coupon code", sheet.GoesLive: "Goes live",
			sheet.Note: "Note", sheet.About: "About them", sheet.Sent: "Sent",
		}},
		"Shopify": {shopifyHeader, sheet.Shopify, map[sheet.Field]string{
			sheet.Code: "Name", sheet.Type: "Type", sheet.Status: "Status", sheet.Starts: "Start", sheet.Ends: "End",
		}},
		"Shopify, few columns": {"Name,Status,Start,End", sheet.Shopify, map[sheet.Field]string{
			sheet.Code: "Name", sheet.Status: "Status", sheet.Starts: "Start", sheet.Ends: "End",
		}},
		"Shopify, with handles put in": {shopifyHeader + ",Handle", sheet.Shopify, map[sheet.Field]string{
			sheet.Code: "Name", sheet.Type: "Type", sheet.Status: "Status", sheet.Starts: "Start", sheet.Ends: "End", sheet.Handle: "Handle",
		}},
		"impact": {impactHeader, sheet.Impact, map[sheet.Field]string{
			sheet.Code: "Promo Code", sheet.Type: "Type", sheet.Match: "Match Mode", sheet.Starts: "Active Start Date", sheet.Ends: "Active End Date",
		}},
		"impact, restricted": {"Promo Code,Program Id,Active Start Date,Active End Date,Timezone", sheet.Impact, map[sheet.Field]string{
			sheet.Code: "Promo Code", sheet.Starts: "Active Start Date", sheet.Ends: "Active End Date",
		}},
		"impact, as it was": {"Promo Code,Campaign Id,Media Id,Type,Credit Rule,Match Mode,Deal Name", sheet.Impact, map[sheet.Field]string{
			sheet.Code: "Promo Code", sheet.Type: "Type", sheet.Match: "Match Mode",
		}},
		"impact, with handles put in": {"Handle," + impactHeader, sheet.Impact, map[sheet.Field]string{
			sheet.Code: "Promo Code", sheet.Type: "Type", sheet.Match: "Match Mode", sheet.Starts: "Active Start Date", sheet.Ends: "Active End Date",
			sheet.Handle: "Handle",
		}},
		"Refersion": {refersionHeader, sheet.Refersion, map[sheet.Field]string{
			sheet.Affiliate: "AFFILIATE_ID", sheet.Type: "TYPE", sheet.Code: "TRIGGER",
		}},
		"applicants": {applicantsHeader, sheet.Applicants, map[sheet.Field]string{
			sheet.Handle: "Instagram handle", sheet.Name: "Full name", sheet.Platform: "Platform", sheet.Email: "E-mail (theirs or manager's)",
			sheet.State: "Application status", sheet.Note: "Notes",
		}},
		"applicants by address": {"Profile address,First name,Last name,Email,Promo code,Tracking link", sheet.Applicants, map[sheet.Field]string{
			sheet.Handle: "Profile address", sheet.First: "First name", sheet.Last: "Last name", sheet.Email: "Email",
			sheet.Code: "Promo code", sheet.Link: "Tracking link",
		}},
		"applicants' status": {"Handle,Status", sheet.Applicants, map[sheet.Field]string{sheet.Handle: "Handle", sheet.State: "Status"}},
		"a code's status": {"Handle,Code,Status,Start date,End date", sheet.Applicants, map[sheet.Field]string{
			sheet.Handle: "Handle", sheet.Code: "Code", sheet.Status: "Status", sheet.Starts: "Start date", sheet.Ends: "End date",
		}},
		"several for one": {"Code,Coupon code,Username,Handle,Instagram", sheet.Applicants, map[sheet.Field]string{
			sheet.Code: "Coupon code", sheet.Handle: "Handle",
		}},
		"promo code and handle": {"Handle,Promo Code,Timezone", sheet.Applicants, map[sheet.Field]string{sheet.Handle: "Handle", sheet.Code: "Promo Code"}},
		"codes":                 {"Discount code,Times used", sheet.CodesOnly, map[sheet.Field]string{sheet.Code: "Discount code"}},
		"code, status, dates": {"code,status,starts_at,ends_at", sheet.CodesOnly, map[sheet.Field]string{
			sheet.Code: "code", sheet.Status: "status", sheet.Starts: "starts_at", sheet.Ends: "ends_at",
		}},
		"name and code":        {"Name,Code", "", map[sheet.Field]string{sheet.Name: "Name", sheet.Code: "Code"}},
		"email and code":       {"Email,Code", "", map[sheet.Field]string{sheet.Email: "Email", sheet.Code: "Code"}},
		"nothing known":        {"Kürzel,Rabatt", "", map[sheet.Field]string{}},
		"name alone":           {"Name", "", map[sheet.Field]string{sheet.Name: "Name"}},
		"two codes":            {"Handle,Code,code", "", map[sheet.Field]string{sheet.Handle: "Handle"}},
		"no header":            {"", "", map[sheet.Field]string{}},
		"formulas in headings": {"'=Handle,=Code", sheet.Applicants, map[sheet.Field]string{sheet.Handle: "'=Handle", sheet.Code: "=Code"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header := strings.Split(c.header, ",")
			f := sheet.Recognise(header)
			if f.Name != c.format || f.Known() != (c.format != "") {
				t.Errorf("it is %q, want %q", f.Name, c.format)
			}
			if diff := cmp.Diff(c.want, columnsOf(header, f)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Columns may be in any order, and their headings in any spelling.
func TestRecogniseInAnyOrder(t *testing.T) {
	t.Parallel()
	spellings := []func(string) string{
		strings.ToUpper, strings.ToLower,
		func(s string) string { return strings.ReplaceAll(s, " ", "_") },
		func(s string) string { return strings.ReplaceAll(s, "_", " ") },
		func(s string) string { return strings.ReplaceAll(s, " ", "") },
		func(s string) string { return " " + s + " " },
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same order in each run
	for format, text := range map[string]string{
		sheet.OwnExport: ownHeader(), sheet.Shopify: shopifyHeader, sheet.Impact: impactHeader,
		sheet.Refersion: refersionHeader, sheet.Applicants: applicantsHeader,
	} {
		header := strings.Split(text, ",")
		want := columnsOf(header, sheet.Recognise(header))
		for range 50 {
			order := random.Perm(len(header))
			spelled := make([]string, len(header))
			for to, from := range order {
				spelled[to] = spellings[random.IntN(len(spellings))](header[from])
			}
			f := sheet.Recognise(spelled)
			if f.Name != format {
				t.Fatalf("%q is %q", spelled, f.Name)
			}
			got := map[sheet.Field]string{}
			for field, n := range f.Columns {
				got[field] = header[order[n]]
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%q: %s", spelled, diff)
			}
		}
	}
}

func TestCells(t *testing.T) {
	t.Parallel()
	table, err := sheet.Read([]byte("First name,Last name,Handle,Note\n Maya ,Rivers,maya,\"'=1+1\"\n,Rivers,kim,'quoted'\n"))
	if err != nil {
		t.Fatal(err)
	}
	f := sheet.Recognise(table.Header)
	var got []string
	for _, l := range table.Lines {
		got = append(got, f.Cell(l, sheet.Name), f.Cell(l, sheet.Handle), f.Cell(l, sheet.Note), f.Cell(l, sheet.Code))
	}
	if diff := cmp.Diff([]string{"Maya Rivers", "maya", "=1+1", "", "Rivers", "kim", "'quoted'", ""}, got); diff != "" {
		t.Error(diff)
	}
	if !f.Has(sheet.Name) || f.Has(sheet.Code) {
		t.Error(f.Columns)
	}
	if cell := f.Cell(sheet.Line{}, sheet.Handle); cell != "" {
		t.Errorf("%q in a line without cells", cell)
	}
}

func TestSkips(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"AFFILIATE_ID,TYPE,TRIGGER\n1,COUPON,M20\n":      "",
		"AFFILIATE_ID,TYPE,TRIGGER\n1,coupon ,M20\n":     "",
		"AFFILIATE_ID,TYPE,TRIGGER\n1,EMAIL,a@b.test\n":  "This is no trigger of the type COUPON, but EMAIL.",
		"AFFILIATE_ID,TYPE,TRIGGER\n1,,M20\n":            "This is no trigger of the type COUPON, but of none.",
		"Promo Code,Program Id,Match Mode\nM20,1,LI\n":   "",
		"Promo Code,Program Id,Match Mode\nM.*,1,re\n":   "This is a pattern that codes are matched with (RE), not a coupon code.",
		"Name,Status,Start,End\nM20,Expired,2026-01-01,": "",
	} {
		table, err := sheet.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := sheet.Recognise(table.Header).Skips(table.Lines[0]); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestGuess(t *testing.T) {
	t.Parallel()
	handle := func(text string) bool { return strings.HasPrefix(text, "@") }
	for text, want := range map[string][]sheet.Column{
		"@maya,Maya Rivers,M20,https://shop.example/m,maya@shop.example,x\n@jonas,Jonas,J15,https://shop.example/j,jonas@shop.example,2\n": {
			{Heading: "Column 1", Samples: []string{"@maya", "@jonas"}, Field: sheet.Handle},
			{Heading: "Column 2", Samples: []string{"Maya Rivers", "Jonas"}},
			{Heading: "Column 3", Samples: []string{"M20", "J15"}, Field: sheet.Code},
			{Heading: "Column 4", Samples: []string{"https://shop.example/m", "https://shop.example/j"}, Field: sheet.Link},
			{Heading: "Column 5", Samples: []string{"maya@shop.example", "jonas@shop.example"}, Field: sheet.Email},
			{Heading: "Column 6", Samples: []string{"x", "2"}},
		},
		"Name;Rabatt\nMaya;M20\n;\nMaya;J15\nKim;K1\nZoe;Z1\nUna;U1\n": {
			{Heading: "Name", Samples: []string{"Maya", "Kim", "Zoe"}, Field: sheet.Name},
			{Heading: "Rabatt", Samples: []string{"M20", "J15", "K1"}, Field: sheet.Code},
		},
		"A,B\nM20,M21\nJ15,J16\n": {
			{Heading: "Column 1", Samples: []string{"A", "M20", "J15"}},
			{Heading: "Column 2", Samples: []string{"B", "M21", "J16"}},
		},
		"Email,Code\n'=x,M20\n": {
			{Heading: "Email", Samples: []string{"=x"}, Field: sheet.Email},
			{Heading: "Code", Samples: []string{"M20"}, Field: sheet.Code},
		},
	} {
		table, err := sheet.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, sheet.Guess(table, handle)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestFieldsHaveTheirOwnHeading(t *testing.T) {
	t.Parallel()
	for _, f := range slices.Concat(sheet.Fields(), sheet.Own()) {
		got := sheet.Recognise([]string{string(f)})
		if _, ok := got.Columns[f]; !ok {
			t.Errorf("%q heads %v", f, got.Columns)
		}
	}
}

// Shopify's export without its dates is told by what is in it.
func TestShopByContent(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Name,Status\nANNA15,Active\nMAYA-20,expired\n":  true,
		"Status,Name\nScheduled,SUMMER\n":                true,
		"Name,Status\nMaya,Active\n":                     false,
		"Name,Status\nMaya Glow,Selected\n":              false,
		"Name,Status\nANNA15,Selected\n":                 false,
		"Name,Status,Email\nANNA15,Active,a@b.example\n": false,
		"Name,Code,Status\nANNA15,A1,Active\n":           false,
		"Name,Note\nANNA15,Active\n":                     false,
	} {
		table, err := sheet.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		f, ok := sheet.ShopByContent(table)
		if ok != want || ok && (f.Name != sheet.Shopify || f.Cell(table.Lines[0], sheet.Code) == "") {
			t.Errorf("%q: %v %+v", text, ok, f)
		}
	}
}
