package sheet

import (
	"fmt"
	"slices"
	"strings"
)

// A Format is what a header says: which column is what. Its zero Name says
// that it has to be asked; Columns are what was told all the same.
type Format struct {
	Name    string
	Columns map[Field]int
}

// The formats that are known.
const (
	OwnExport  = "Codekeeper's export"
	Shopify    = "Shopify's discount export"
	Impact     = "impact.com's promo codes"
	Refersion  = "Refersion's conversion triggers"
	Applicants = "a list of influencers"  // with a handle, with or without links and codes
	CodesOnly  = "a list of coupon codes" // without any influencer, with or without links
)

// Known says whether nobody has to be asked which column is what.
func (f Format) Known() bool { return f.Name != "" }

// Has says whether there is a column for a field.
func (f Format) Has(field Field) bool {
	if _, ok := f.Columns[field]; ok {
		return true
	}
	if field == Name {
		return f.Has(First) || f.Has(Last)
	}
	return false
}

// Cell is what a line says of a field, plain and without blanks around it; ""
// where it says nothing.
func (f Format) Cell(l Line, field Field) string {
	if n, ok := f.Columns[field]; ok {
		if n < len(l.Cells) {
			return strings.TrimSpace(Plain(l.Cells[n]))
		}
		return ""
	}
	if field == Name && f.Has(Name) {
		return strings.TrimSpace(f.Cell(l, First) + " " + f.Cell(l, Last))
	}
	return ""
}

// Skips says in a sentence why a line is about no coupon code, "" when it is.
func (f Format) Skips(l Line) string {
	switch f.Name {
	case Refersion:
		if kind := f.Cell(l, Type); !strings.EqualFold(kind, "coupon") {
			return fmt.Sprintf("This is no trigger of the type COUPON, but %s.", orNone(kind))
		}
	case Impact:
		if mode := f.Cell(l, Match); strings.EqualFold(mode, "re") {
			return "This is a pattern that codes are matched with (RE), not a coupon code."
		}
	}
	return ""
}

func orNone(text string) string {
	if text == "" {
		return "of none"
	}
	return clipped(text)
}

// Headings that only shops and programs have, folded.
//
// Shopify's admin exports discounts as Name, Value, Value Type, Type, Discount
// Class, Minimum Purchase Requirements, Combines with …, Customer Selection,
// Context, Times Used In Total, Applies Once Per Customer, Usage Limit Per Code,
// Status, Start, End; Name is the code, times are "2026-05-01 00:00:00 -0400"
// (as programs that read such files take them).
//
// impact.com: Promo Code, Program Id (formerly Campaign Id), Media Id, Type,
// Credit Rule, Match Mode (LI or RE), Deal Id, Active Start Date, Active End
// Date, Timezone (help.impact.com, "Bulk Upload Promo Codes").
//
// Refersion: AFFILIATE_ID, TYPE (COUPON, EMAIL or SKU), TRIGGER
// (support.refersion.com, "How To Bulk Upload Conversion Triggers").
func shopifyOnly() []string {
	return []string{"valuetype", "discountclass", "timesusedintotal", "appliesoncepercustomer", "usagelimitpercode", "customerselection", "minimumpurchaserequirements"}
}

func impactOnly() []string {
	return []string{"programid", "campaignid", "mediaid", "creditrule", "matchmode", "dealid", "dealname", "activestartdate", "activeenddate", "timezone"}
}

func foreignHeading(heading string) bool {
	return slices.Contains(shopifyOnly(), heading) || slices.Contains(impactOnly(), heading) ||
		slices.Contains([]string{"affiliateid", "trigger", "type", "value"}, heading)
}

// Recognise tells from a header whose file it is and which column is what, in
// any order of columns and any spelling of case, blanks and underscores.
func Recognise(header []string) Format {
	h := make(heads, len(header))
	for n, heading := range header {
		h[n] = folded(heading)
	}
	for _, known := range []func(heads) (Format, bool){heads.refersion, heads.impact, heads.own, heads.shopify} {
		if f, ok := known(h); ok {
			return h.added(f)
		}
	}
	return h.list()
}

// heads are the folded headings of a table.
type heads []string

// column is where a folded heading is; there is none when it is there twice.
func (h heads) column(heading string) (int, bool) {
	n := slices.Index(h, heading)
	return n, n >= 0 && !slices.Contains(h[n+1:], heading)
}

func (h heads) has(headings ...string) bool {
	for _, heading := range headings {
		if _, ok := h.column(heading); !ok {
			return false
		}
	}
	return true
}

// count is how many of these headings are there.
func (h heads) count(headings []string) int {
	n := 0
	for _, heading := range h {
		if slices.Contains(headings, heading) {
			n++
		}
	}
	return n
}

// columns are where these headings are, of those that are there.
func (h heads) columns(at map[Field]string) map[Field]int {
	found := map[Field]int{}
	for field, heading := range at {
		if n, ok := h.column(heading); ok {
			found[field] = n
		}
	}
	return found
}

func (h heads) refersion() (Format, bool) {
	f := Format{Refersion, h.columns(map[Field]string{Affiliate: "affiliateid", Type: "type", Code: "trigger"})}
	return f, h.has("affiliateid", "type", "trigger")
}

func (h heads) impact() (Format, bool) {
	f := Format{Impact, h.columns(map[Field]string{
		Code: "promocode", Type: "type", Match: "matchmode", Starts: "activestartdate", Ends: "activeenddate", Status: "status",
	})}
	only := h.count(impactOnly())
	return f, h.has("promocode") && (only > 1 || only == 1 && !h.influencers())
}

func (h heads) own() (Format, bool) {
	at := map[Field]string{}
	for _, field := range Own() {
		at[field] = folded(string(field))
	}
	f := Format{OwnExport, h.columns(at)}
	return f, h.has("campaign", "handle", "state", "affiliatelink", "couponcode")
}

func (h heads) shopify() (Format, bool) {
	f := Format{Shopify, h.columns(map[Field]string{Code: "name", Type: "type", Status: "status", Starts: "start", Ends: "end"})}
	only := h.count(shopifyOnly())
	return f, h.has("name") && (only > 1 || !h.influencers() && h.count(headings(Code)) == 0 && (only == 1 || h.has("status", "start", "end")))
}

// influencers says whether a heading names what only influencers have.
func (h heads) influencers() bool { return h.count(headings(Handle))+h.count(headings(Email)) > 0 }

// added is a format with the columns that somebody put beside: a handle beside
// each code that a shop has exported.
func (h heads) added(f Format) Format {
	used := map[int]bool{}
	for _, n := range f.Columns {
		used[n] = true
	}
	for _, field := range []Field{Handle, Email, Campaign, Platform, Link, GoesLive, Note, About} {
		if n, found, _ := h.find(field); found && !f.Has(field) && !used[n] {
			f.Columns[field], used[n] = n, true
		}
	}
	return f
}

// list is a table that people made. It is known when it has a handle, or codes
// and nothing that could be an influencer.
func (h heads) list() Format {
	f := Format{Columns: map[Field]int{}}
	doubtful := false
	for _, field := range append(Own(), First, Last, Status, Starts, Ends) {
		n, found, twice := h.find(field)
		if found {
			f.Columns[field] = n
		}
		doubtful = doubtful || twice
	}
	_, handle := f.Columns[Handle]
	// Of an influencer the status is how far the application is; of a code,
	// whether the shop takes it.
	if status, ok := f.Columns[Status]; ok && handle {
		if _, ok := f.Columns[State]; !ok && !f.Has(Starts) && !f.Has(Ends) {
			f.Columns[State] = status
			delete(f.Columns, Status)
		}
	}
	if !doubtful {
		f.Name = f.named()
	}
	return f
}

// find is the column of a field; twice says that two are headed the same.
func (h heads) find(field Field) (n int, found, twice bool) {
	for _, heading := range headings(field) {
		if n, ok := h.column(heading); ok {
			return n, true, false
		}
		if slices.Contains(h, heading) {
			return 0, false, true
		}
	}
	return 0, false, false
}
