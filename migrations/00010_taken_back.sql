-- +goose Up

-- Undo of what brought somebody into a campaign takes them out again, as if
-- they had never been there: nobody declined them. The row stays for the sake
-- of its history, and whoever brings them in again goes on with it.
ALTER DOMAIN application_state DROP CONSTRAINT application_state_known;
ALTER DOMAIN application_state ADD CONSTRAINT application_state_known
    CHECK (VALUE IN ('applied', 'selected', 'declined', 'withdrawn', 'undone'));

-- Nothing is left in such a row: what it held stands in its history.
ALTER TABLE applications ADD CONSTRAINT applications_undone_are_blank
    CHECK (state <> 'undone' OR link_mode IS NULL AND code_mode IS NULL AND link IS NULL AND code IS NULL AND goes_live IS NULL AND note = ''
        AND sent_link IS NULL AND sent_code IS NULL AND sent_at IS NULL AND sent_by = '' AND snoozed_until IS NULL AND snoozed_by = '' AND NOT not_in_shop);

ALTER TABLE digest_rows DROP CONSTRAINT digest_rows_ended_known;
ALTER TABLE digest_rows ADD CONSTRAINT digest_rows_ended_known
    CHECK (ended IN ('', 'done', 'changed', 'withdrawn', 'undone', 'unneeded', 'snoozed', 'archived', 'elsewhere'));

-- +goose Down
UPDATE digest_rows SET ended = 'withdrawn' WHERE ended = 'undone';
ALTER TABLE digest_rows DROP CONSTRAINT digest_rows_ended_known;
ALTER TABLE digest_rows ADD CONSTRAINT digest_rows_ended_known
    CHECK (ended IN ('', 'done', 'changed', 'withdrawn', 'unneeded', 'snoozed', 'archived', 'elsewhere'));
ALTER TABLE applications DROP CONSTRAINT applications_undone_are_blank;
-- Without the state they are what they would have been without it: withdrawn
-- where they had been selected, and declined where not.
ALTER TABLE application_history DISABLE TRIGGER application_history_append_only;
UPDATE application_history h SET state = CASE p.state WHEN 'selected' THEN 'withdrawn' ELSE 'declined' END
FROM application_history p
WHERE h.state = 'undone' AND p.team_id = h.team_id AND p.application_id = h.application_id AND p.version = h.version - 1;
ALTER TABLE application_history ENABLE TRIGGER application_history_append_only;
UPDATE applications a SET state = h.state
FROM application_history h
WHERE a.state = 'undone' AND h.team_id = a.team_id AND h.application_id = a.id AND h.version = a.version;
ALTER DOMAIN application_state DROP CONSTRAINT application_state_known;
ALTER DOMAIN application_state ADD CONSTRAINT application_state_known
    CHECK (VALUE IN ('applied', 'selected', 'declined', 'withdrawn'));
