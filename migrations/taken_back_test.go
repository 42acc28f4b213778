package migrations_test

import (
	"testing"

	"codekeeper/migrations"
)

// A program that knows nothing of who was taken back finds them withdrawn where
// they had been selected, else declined, in their history too; and that is still
// append-only.
func TestTakenBackIsDeclinedOrWithdrawnBefore(t *testing.T) {
	db := open(t)
	up(t, db)
	for _, statement := range []string{
		`insert into campaigns (team_id, slug, name, link_mode, code_mode, shared_link_since, shared_code_since, owners, created_at, created_by, changed_at, changed_by)
			values ('T1', 'c', 'c', 'ours', 'ours', now(), now(), '{U1}', now(), 'U1', now(), 'U1')`,
		`insert into influencers (team_id, handle, created_at, created_by, changed_at, changed_by)
			select 'T1', 'h' || n, now(), 'U1', now(), 'U1' from generate_series(1, 3) n`,
		`insert into applications (team_id, campaign_id, influencer_id, version, state, link_since, code_since, created_at, created_by, changed_at, changed_by)
			select 'T1', c.id, i.id, 2, case i.handle when 'h3' then 'declined' else 'undone' end, now(), now(), now(), 'U1', now(), 'U1' from campaigns c, influencers i`,
		`insert into application_history (team_id, application_id, version, at, by, way, request_id, state, link_since, code_since, note)
			select 'T1', a.id, v, now(), 'U1', 'import', 'r' || v, case v when 2 then a.state when 1 then case i.handle when 'h1' then 'selected' else 'applied' end end, now(), now(), ''
			from applications a join influencers i on i.id = a.influencer_id, generate_series(1, 2) v`,
		`insert into digests (team_id, target, day, claimed_at, claim) values ('T1', 'C1', '2025-03-01', now(), 'x')`,
		`insert into digest_rows (team_id, target, day, key, place, campaign_id, text, ended) select 'T1', 'C1', '2025-03-01', 'tbd:1', 0, id, 'x', 'undone' from campaigns`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for {
		if err := migrations.Down(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		if version, err := migrations.Version(t.Context(), db); err != nil || version < 10 {
			break
		}
	}
	read := func(query string) (text string) {
		t.Helper()
		if err := db.QueryRowContext(t.Context(), query).Scan(&text); err != nil {
			t.Fatal(err)
		}
		return text
	}
	if got := read(`select string_agg(state, ' ' order by id) from applications`); got != "withdrawn declined declined" {
		t.Error(got)
	}
	if got := read(`select string_agg(state, ' ' order by application_id, version) from application_history`); got != "selected withdrawn applied declined applied declined" {
		t.Error(got)
	}
	if got := read(`select ended from digest_rows`); got != "withdrawn" {
		t.Error(got)
	}
	if _, err := db.ExecContext(t.Context(), `update application_history set note = 'x'`); err == nil {
		t.Error("history can be rewritten")
	}
	up(t, db)
}
