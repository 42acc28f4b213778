package sheet_test

import (
	"errors"
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
