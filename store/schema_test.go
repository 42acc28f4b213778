package store_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// definition is how Postgres writes a constraint.
func (w *world) definition(constraint string) string {
	w.t.Helper()
	var text string
	must(w.t, w.sql().QueryRowContext(w.ctx(), `SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = $1`, constraint).Scan(&text))
	return text
}

func sorted[T ~string](list []T) []string {
	texts := make([]string, len(list))
	for n, one := range list {
		texts[n] = string(one)
	}
	slices.Sort(texts)
	return texts
}

// states are all in which an application can be, while it is there.
var states = []store.State{store.Applied, store.Selected, store.Declined, store.Withdrawn}

// ways are all by which a change can come.
var ways = []store.Way{
	store.ByCommand, store.ByForm, store.ByButton, store.ByShortcut, store.ByHome, store.ByDigest, store.ByImport, store.ByUndo,
}

func TestChecksKnowTheSameWordsAsGo(t *testing.T) {
	w := newWorld(t)
	for constraint, want := range map[string][]string{
		"tracking_mode_known":     sorted(store.Modes),
		"application_state_known": sorted(append(slices.Clone(states), store.TakenBack)),
		"change_way_known":        sorted(ways),
	} {
		var got []string
		for _, match := range regexp.MustCompile(`'([a-z_]+)'`).FindAllStringSubmatch(w.definition(constraint), -1) {
			got = append(got, match[1])
		}
		slices.Sort(got)
		same(t, constraint, got, want)
	}
	for _, mode := range store.Modes {
		if !mode.Valid() {
			t.Errorf("%q is listed and not valid", mode)
		}
	}
}

func TestChecksKnowTheSamePatternsAsGo(t *testing.T) {
	w := newWorld(t)
	for constraint, pattern := range map[string]string{
		"coupon_code_grammar":    tracking.CodePattern,
		"affiliate_link_grammar": tracking.LinkPattern,
		"campaigns_slug_grammar": `^[a-z0-9]+(-[a-z0-9]+)*$`,
	} {
		if definition := w.definition(constraint); !strings.Contains(definition, "'"+pattern+"'") {
			t.Errorf("%s is %s, want %s", constraint, definition, pattern)
		}
	}
	if definition := w.definition("affiliate_link_length"); !strings.Contains(definition, fmt.Sprintf("<= %d)", tracking.MaxLink)) {
		t.Errorf("affiliate_link_length is %s", definition)
	}
}

func TestChecksKnowTheSameLengthsAsGo(t *testing.T) {
	w := newWorld(t)
	for constraint, longest := range map[string]int{
		"campaigns_slug_grammar":            store.MaxSlug,
		"imports_pasted_length":             store.MaxPasted,
		"campaigns_name_length":             store.MaxName,
		"campaigns_how_to_length":           store.MaxHowTo,
		"campaigns_message_length":          store.MaxMessage,
		"campaigns_code_pattern_length":     store.MaxCodePattern,
		"campaigns_link_pattern_length":     store.MaxLinkPattern,
		"campaigns_fee_length":              store.MaxFee,
		"campaigns_commission_length":       store.MaxCommission,
		"influencers_handle_length":         store.MaxHandle,
		"influencers_name_length":           store.MaxName,
		"influencers_platform_length":       store.MaxPlatform,
		"influencers_email_length":          store.MaxEmail,
		"influencers_note_length":           store.MaxNote,
		"applications_note_length":          store.MaxNote,
		"application_history_reason_length": store.MaxReason,
	} {
		if definition := w.definition(constraint); !strings.Contains(definition, fmt.Sprintf("<= %d)", longest)) {
			t.Errorf("%s is %s, want %d", constraint, definition, longest)
		}
	}
	// None is forgotten here: every constraint on a length is in the table above.
	if n := w.count(`SELECT count(*) FROM pg_constraint WHERE conname LIKE '%\_length' AND conname NOT LIKE 'settings\_%'`); n != 16 {
		t.Errorf("%d constraints on lengths, and the table has 15 and a link's", n)
	}
}

// What Go parses the database takes, and what one of both refuses is refused.
func TestCodesAndLinksAreTheSameToGoAndPostgres(t *testing.T) {
	w := newWorld(t)
	db := w.sql()
	takes := func(domain, text string) bool {
		_, err := db.ExecContext(t.Context(), `SELECT CAST(CAST($1 AS text) AS `+domain+`)`, text)
		if err != nil && pq.As(err, pqerror.CheckViolation) == nil {
			t.Fatalf("%q as %s: %v", text, domain, err)
		}
		return err == nil
	}
	for _, text := range []string{
		"MAYA15", "maya15", "M", "9", "SAVE 15", "", "-A", "_A", ".A", "%A", "+A", "A-_.%+", "=1+1", "é", "А15", "TBDEALS", "TBD-MAYA",
		"TBD", "tbd", "T.B.D.", "t.b.a", "TBC", "A\n", strings.Repeat("A", 255), strings.Repeat("A", 256),
	} {
		code, err := tracking.ParseCode(text)
		parsed := err == nil && code.String() == text && !code.TBD()
		if got := takes("coupon_code", text); got != parsed {
			t.Errorf("code %q: Postgres %v, Go %v", text, got, parsed)
		}
	}
	long := "https://shop.example/"
	for _, text := range []string{
		"https://shop.example/Maya?ref=1&a=ﬁ", "http://shop.example", "https://shop.example:8443/a#b", "HTTPS://shop.example/",
		"https://Shop.example/", "shop.example/maya", "ftp://shop.example/", "https://a:b@shop.example/", "https://localhost/",
		"https://shop.example/a b", "https://shop.example/a\tb", "https://shop.example/<", "https://shop.example/a|b", "maya15", "",
		long + strings.Repeat("a", tracking.MaxLink-len(long)), long + strings.Repeat("a", tracking.MaxLink+1-len(long)),
		long + strings.Repeat("é", (tracking.MaxLink-len(long))/2), long + strings.Repeat("é", (tracking.MaxLink-len(long))/2+1),
	} {
		link, err := tracking.ParseLink(text)
		parsed := err == nil && link.String() == text && !link.TBD()
		if got := takes("affiliate_link", text); got != parsed {
			t.Errorf("link %.60q: Postgres %v, Go %v", text, got, parsed)
		}
	}
}

func TestCodesFoldTheSameInGoAndPostgres(t *testing.T) {
	w := newWorld(t)
	for _, text := range []string{"MAYA15", "mAyA-_.%+", "I", "Z9"} {
		var key string
		must(t, w.sql().QueryRowContext(t.Context(), `SELECT code_key($1)`, text).Scan(&key))
		if want := aCode(t, text).Key(); key != want {
			t.Errorf("%q is %q in Postgres and %q in Go", text, key, want)
		}
	}
}

func TestHistoryIsAppendOnly(t *testing.T) {
	w := newWorld(t)
	w.selected(w.campaign("c", store.UniqueOurs, store.UniqueOurs), "maya", "", "")
	_, err := w.SaveSettings(t.Context(), w.act(), 0, store.Settings{At: "08:00"})
	must(t, err)
	for _, table := range []string{"campaign_history", "influencer_history", "application_history", "settings_history"} {
		for _, statement := range []string{"UPDATE " + table + " SET by = 'x'", "DELETE FROM " + table, "TRUNCATE " + table} {
			_, err := w.sql().ExecContext(t.Context(), statement)
			if pq.As(err, pqerror.RestrictViolation) == nil {
				t.Errorf("%s: %v", statement, err)
			}
		}
		if n := w.count(`SELECT count(*) FROM ` + table); n != 1 {
			t.Errorf("%s has %d rows, want 1", table, n)
		}
	}
}

// The list is written against the database, which would take none of these
// from a method that forgot a rule.
func TestDatabaseRefusesWhatTheStoreNeverWrites(t *testing.T) {
	w := newWorld(t)
	maya := w.selected(w.campaign("c", store.UniqueOurs, store.NotNeeded), "maya", "", "")
	for constraint, statement := range map[string]string{
		"applications_code_only_where_unique": `UPDATE applications SET code = 'X' WHERE id = $1`,
		"applications_selected_has_modes":     `UPDATE applications SET link_mode = NULL WHERE id = $1`,
		"campaigns_owners_some":               `UPDATE campaigns SET owners = '{}' WHERE id = $1 * 0 + 1`,
		"campaigns_ends_after_launch":         `UPDATE campaigns SET launches = '2025-02-01', ends = '2025-01-01' WHERE id = $1 * 0 + 1`,
		"settings_digest_at_grammar":          `INSERT INTO settings VALUES ('T1', 1, '24:00', NULL, NULL, NULL, '2025-01-01', $1 || '')`,
	} {
		_, err := w.sql().ExecContext(t.Context(), statement, maya.ID)
		if violation := pq.As(err, pqerror.CheckViolation); violation == nil || violation.Constraint != constraint {
			t.Errorf("%s: %v", constraint, err)
		}
	}
}

func TestTBDIsFoundByItsPartialIndex(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	var selections []store.Selection
	for n := range 3 {
		selections = append(selections, store.Selection{Handle: handle(t, fmt.Sprintf("tbd%d", n))})
	}
	_, err := w.Select(t.Context(), w.act(), c.ID, selections)
	must(t, err)
	db := w.sql()
	for _, statement := range []string{
		`INSERT INTO influencers (team_id, handle, created_at, created_by, changed_at, changed_by)
			SELECT 'T1', 'h' || n, '2025-01-01', '', '2025-01-01', '' FROM generate_series(1, 20000) n`,
		`INSERT INTO applications (team_id, campaign_id, influencer_id, state, link_mode, code_mode, link, code,
				link_since, code_since, created_at, created_by, changed_at, changed_by)
			SELECT 'T1', c.id, i.id, 'selected', 'ours', 'ours', 'https://shop.example/' || i.id, 'C' || i.id,
				'2025-01-01', '2025-01-01', '2025-01-01', '', '2025-01-01', ''
			FROM influencers i, campaigns c WHERE i.handle LIKE 'h%'`,
		`ANALYZE`,
	} {
		_, err := db.ExecContext(t.Context(), statement)
		must(t, err)
	}
	for _, filter := range []store.Filter{{TBD: true}, {TBDCode: true, Order: store.ByLaunch}} {
		plan := w.explain(filter)
		if !strings.Contains(plan, "applications_tbd") || !strings.Contains(plan, "applications_shared") || strings.Contains(plan, "Seq Scan on applications") {
			t.Errorf("%+v is not answered by the partial indexes:\n%s", filter, plan)
		}
		page, err := w.Rows(t.Context(), team, filter)
		must(t, err)
		if page.Total != 3 {
			t.Errorf("%d rows, want 3", page.Total)
		}
	}
}

func (w *world) explain(filter store.Filter) string {
	w.t.Helper()
	rows, err := w.sql().QueryContext(w.ctx(), "EXPLAIN "+store.RowsSQL(filter), store.RowsArguments(team, filter)...)
	must(w.t, err)
	defer func() { must(w.t, rows.Close()) }()
	var plan strings.Builder
	for rows.Next() {
		var line string
		must(w.t, rows.Scan(&line))
		plan.WriteString(line + "\n")
	}
	must(w.t, rows.Err())
	return plan.String()
}
