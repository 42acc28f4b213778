-- +goose Up

-- A forgotten influencer keeps the id, the platform, and all links and codes;
-- what names the person or is about them is gone.
ALTER TABLE influencers ADD COLUMN forgotten_at timestamptz;
ALTER TABLE influencers DROP CONSTRAINT influencers_handle_length;
ALTER TABLE influencers
    ADD CONSTRAINT influencers_handle_length CHECK (length(handle) <= 100),
    ADD CONSTRAINT influencers_forgotten_are_blank
        CHECK (CASE WHEN forgotten_at IS NULL THEN handle <> '' ELSE handle = '' AND name = '' AND email = '' AND note = '' END);

-- History is append-only, but for one thing: once somebody is forgotten, the
-- columns that the trigger names are emptied, all at once and nothing beside
-- them. Rows are compared as documents, so that a column added later is kept
-- without anybody thinking of it here.
-- +goose StatementBegin
CREATE FUNCTION refuse_rewrite_but_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after  jsonb;
    whose  bigint := COALESCE(CAST(before ->> 'influencer_id' AS bigint), (
        SELECT a.influencer_id FROM applications a
        WHERE a.team_id = before ->> 'team_id' AND a.id = CAST(before ->> 'application_id' AS bigint)));
BEGIN
    IF TG_OP = 'UPDATE' THEN
        after := to_jsonb(NEW);
        IF after = before || (SELECT jsonb_object_agg(emptied, '') FROM unnest(TG_ARGV) emptied)
            AND EXISTS (SELECT FROM influencers i
                WHERE i.team_id = before ->> 'team_id' AND i.id = whose AND i.forgotten_at IS NOT NULL)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
DROP TRIGGER influencer_history_append_only ON influencer_history;
CREATE TRIGGER influencer_history_append_only BEFORE UPDATE OR DELETE ON influencer_history
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite_but_forgetting('handle', 'name', 'email', 'note');
DROP TRIGGER application_history_append_only ON application_history;
CREATE TRIGGER application_history_append_only BEFORE UPDATE OR DELETE ON application_history
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite_but_forgetting('reason', 'note');

-- Who is asked instead of whom: in one campaign or, where it is null, in all
-- of theirs; through the day until or, where that is null, until it is ended.
CREATE TABLE handovers (
    team_id       text NOT NULL,
    id            bigint GENERATED ALWAYS AS IDENTITY,
    from_user     text NOT NULL,
    to_user       text NOT NULL,
    campaign_id   bigint,
    until         date,
    since         timestamptz NOT NULL,
    way           change_way NOT NULL,
    request_id    text NOT NULL,
    told_at       timestamptz, -- when the colleague was told, or somebody set out to
    ended_at      timestamptz,
    ended_by      text,
    ended_request text,
    PRIMARY KEY (team_id, id),
    FOREIGN KEY (team_id, campaign_id) REFERENCES campaigns (team_id, id),
    CONSTRAINT handovers_to_somebody_else CHECK (from_user <> to_user),
    CONSTRAINT handovers_ended_by_somebody CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_request IS NULL))
);
-- One at a time for whatever is handed over.
CREATE UNIQUE INDEX handovers_once ON handovers (team_id, from_user, COALESCE(campaign_id, 0)) WHERE ended_at IS NULL;
CREATE INDEX handovers_request ON handovers (team_id, request_id);
CREATE INDEX handovers_ended_request ON handovers (team_id, ended_request) WHERE ended_request IS NOT NULL;

-- A handover is history as soon as it is written: it can only be ended, once,
-- and the colleague told.
-- +goose StatementBegin
CREATE FUNCTION refuse_but_ending() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loose text[] := ARRAY['told_at'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NULL THEN
            loose := loose || ARRAY['ended_at', 'ended_by', 'ended_request'];
        END IF;
        IF to_jsonb(NEW) - loose = to_jsonb(OLD) - loose THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER handovers_append_only BEFORE UPDATE OR DELETE ON handovers
    FOR EACH ROW EXECUTE FUNCTION refuse_but_ending();
CREATE TRIGGER handovers_never_empty BEFORE TRUNCATE ON handovers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- +goose Down
DROP TABLE handovers;
DROP FUNCTION refuse_but_ending();
DROP TRIGGER influencer_history_append_only ON influencer_history;
CREATE TRIGGER influencer_history_append_only BEFORE UPDATE OR DELETE ON influencer_history
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
DROP TRIGGER application_history_append_only ON application_history;
CREATE TRIGGER application_history_append_only BEFORE UPDATE OR DELETE ON application_history
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
DROP FUNCTION refuse_rewrite_but_forgetting();
ALTER TABLE influencers DROP CONSTRAINT influencers_forgotten_are_blank;
ALTER TABLE influencers DROP CONSTRAINT influencers_handle_length;
UPDATE influencers SET handle = 'forgotten.' || id WHERE handle = '';
ALTER TABLE influencers ADD CONSTRAINT influencers_handle_length CHECK (length(handle) BETWEEN 1 AND 100);
ALTER TABLE influencers DROP COLUMN forgotten_at;
