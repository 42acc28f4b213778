package sheet_test

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"testing"

	"codekeeper/commands/sheet"
)

func TestDay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                              "",
		"  ":                            "",
		"2026-05-01":                    "2026-05-01",
		" 2026-5-1 ":                    "2026-05-01",
		"2026-05-01 00:00:00 -0400":     "2026-05-01", // Shopify
		"2026-05-01 23:59:59 +0400":     "2026-05-01",
		"2026-05-01T00:00:00Z":          "2026-05-01",
		"2026-05-01t00:00:00.123+02:00": "2026-05-01",
		"2013-06-30T00:00:00-07:00":     "2013-06-30", // impact.com
		"2026-05-01 10:00":              "2026-05-01",
		"2026-05-01 10:00:00 UTC":       "2026-05-01",
		"2026-05-01 00:00:00 +0000 UTC": "2026-05-01",
		"2026/05/01":                    "2026-05-01",
		"1.5.2026":                      "2026-05-01",
		"01.05.26":                      "2026-05-01",
		"01.05.2026 09:30":              "2026-05-01",
		"13/5/2026":                     "2026-05-13",
		"5/13/2026":                     "2026-05-13",
		"5/13/26 12:00 AM":              "2026-05-13",
		"5/5/2026":                      "2026-05-05",
		"1 May 2026":                    "2026-05-01",
		"1 may 2026":                    "2026-05-01",
		"01-May-26":                     "2026-05-01",
		"May 1, 2026":                   "2026-05-01",
		"May 1, 2026, 11:59 PM":         "2026-05-01",
		"Sept 1, 2026":                  "2026-09-01",
		"September 1 2026":              "2026-09-01",
		"29.2.2028":                     "2028-02-29",
	} {
		if got, err := sheet.Day(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"5/1/2026":                "5/1/2026 can be 5 January 2026 or 1 May 2026. Write 2026-01-05 or 2026-05-01.",
		"05-01-2026 00:00":        "05-01-2026 00:00 can be 5 January 2026 or 1 May 2026. Write 2026-01-05 or 2026-05-01.",
		"1/2/26":                  "1/2/26 can be 1 February 2026 or 2 January 2026. Write 2026-02-01 or 2026-01-02.",
		"2026-02-30":              "2026-02-30 is no date between 2000 and 2100. Write it as 2026-05-01.",
		"31/31/2026":              "31/31/2026 is no date between 2000 and 2100. Write it as 2026-05-01.",
		"46143":                   "46143 is no date between 2000 and 2100. Write it as 2026-05-01.",
		"1999-01-01":              "1999-01-01 is no date between 2000 and 2100. Write it as 2026-05-01.",
		"13/13/1926":              "13/13/1926 is no date between 2000 and 2100. Write it as 2026-05-01.",
		"3026-01-01":              "3026-01-01 is no date between 2000 and 2100. Write it as 2026-05-01.",
		"soon":                    "soon is no date between 2000 and 2100. Write it as 2026-05-01.",
		"TBD":                     "TBD is no date between 2000 and 2100. Write it as 2026-05-01.",
		"2026-05-01 sometime":     "2026-05-01 sometime is no date between 2000 and 2100. Write it as 2026-05-01.",
		"=TODAY()":                "=TODAY() is no date between 2000 and 2100. Write it as 2026-05-01.",
		strings.Repeat("9", 1000): strings.Repeat("9", 59) + "… is no date between 2000 and 2100. Write it as 2026-05-01.",
	} {
		got, err := sheet.Day(text)
		if e := new(sheet.Error); got != "" || !errors.As(err, &e) || err.Error() != want {
			t.Errorf("%.60q: %q, %v", text, got, err)
		}
	}
}

// What can be two days is read as the other dates of the table are written.
func TestDaysOfATable(t *testing.T) {
	t.Parallel()
	const no = "3/4/2026 can be 3 April 2026 or 4 March 2026. Write 2026-04-03 or 2026-03-04."
	for _, tt := range []struct{ live, ends, want, unsure string }{
		{"3/4/2026 25/4/2026", "", "2026-04-03 2026-04-25", ""},
		{"3/4/2026 4/25/2026", "", "2026-03-04 2026-04-25", ""},
		{"3/4/2026", "6/30/2026", "2026-03-04", ""}, // another column tells
		{"3/4/2026", "30/6/2026", "2026-04-03", ""},
		{"3/4/2026 25/4/2026 4/25/2026", "", no + " 2026-04-25 2026-04-25", ""},
		{"3/4/2026 25/4/2026", "6/30/2026", no + " 2026-04-25", ""}, // they contradict
		{"3/4/2026 5/6/26 7/7/2026 2026-04-25 25.4.2026 soon", "", "2026-04-03 2026-06-05 2026-07-07 2026-04-25 2026-04-25 no", "3/4/2026 2026-03-04 2"},
		{"7/7/2026 2026-04-03", "", "2026-07-07 2026-04-03", ""},
		{"03-04-2026 31/12/1926", "", "2026-04-03 no", ""},
		{strings.Repeat("3/4/2026", 100), "", "no", ""},
	} {
		table := sheet.Table{Header: []string{"Handle", "Goes live", "Ends"}, HeaderLine: 1}
		for live := range strings.FieldsSeq(tt.live) {
			table.Lines = append(table.Lines, sheet.Line{Cells: []string{"maya", live, tt.ends}})
		}
		days := sheet.DaysOf(table, sheet.Recognise(table.Header))
		var got []string
		for _, l := range table.Lines {
			switch day, err := days.Read(l.Cells[1]); {
			case err != nil && strings.HasPrefix(err.Error(), "3/4/2026 can be"):
				got = append(got, err.Error())
			case err != nil:
				got = append(got, "no")
			default:
				got = append(got, day)
			}
		}
		if joined := strings.Join(got, " "); joined != tt.want {
			t.Errorf("%.60s and %s: %s, want %s", tt.live, tt.ends, joined, tt.want)
		}
		if unsure := strings.TrimSpace(fmt.Sprintf("%s %s %d", days.Unsure, days.Else, days.Count)); unsure != cmp.Or(tt.unsure, "0") {
			t.Errorf("%.60s: unsure of %s, want %s", tt.live, unsure, tt.unsure)
		}
	}
}

func TestStatusAndState(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]sheet.ShopStatus{
		"": "", "Active": sheet.Active, " SCHEDULED ": sheet.Scheduled, "expired": sheet.Expired, "Deactivated": sheet.Disabled,
	} {
		if got, ok := sheet.StatusOf(text); got != want || !ok {
			t.Errorf("%q: %q, %v", text, got, ok)
		}
	}
	for text, want := range map[string]string{
		"": "", "applied": "applied", "Pending": "applied", "IN REVIEW": "applied", "Selected": "selected", "approved": "selected",
		"Rejected": "declined", "not selected": "declined", "withdrawn": "withdrawn",
	} {
		if got, ok := sheet.StateOf(text); got != want || !ok {
			t.Errorf("%q: %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{"maybe", "activ", "selected!?x", "0", strings.Repeat("x", 10_000)} {
		if got, ok := sheet.StatusOf(text); got != "" || ok {
			t.Errorf("%.60q: %q", text, got)
		}
		if got, ok := sheet.StateOf(text); got != "" || ok {
			t.Errorf("%.60q: %q", text, got)
		}
	}
}

func TestRewritten(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"15-Mar": "date", "Mar-15": "date", "1-may": "date", "1-May-26": "date", " 20-Jun ": "date", "1.00E+10": "number", "1,5E+06": "number", "5E+15": "number",
		"MAR15": "", "MAYA20": "", "1E10": "", "MARCH-15": "", "15-MARCH": "", "ANNA-15": "", "MAY-2O": "", "50E+": "", "": "",
	} {
		got := sheet.Rewritten(code)
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q", code, got)
		}
	}
}
