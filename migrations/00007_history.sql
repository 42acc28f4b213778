-- +goose Up

-- A key that look-alikes share: ANNA-15, ANNAI5 and anna15. The same as
-- tracking.Code.Similar.
CREATE FUNCTION code_similar(code text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT translate(lower(code COLLATE "C"), 'oilsbz-_.%+', '011582') $$;

CREATE INDEX application_history_similar ON application_history (team_id, code_similar(code)) WHERE state = 'selected' AND code IS NOT NULL;
CREATE INDEX campaign_history_similar ON campaign_history (team_id, code_similar(shared_code)) WHERE shared_code IS NOT NULL;

-- What one request did to one application is looked for of thousands at once.
DROP INDEX application_history_request;
CREATE INDEX application_history_request ON application_history (team_id, request_id, application_id);

-- +goose Down
DROP INDEX application_history_request;
CREATE INDEX application_history_request ON application_history (team_id, request_id);
DROP INDEX campaign_history_similar, application_history_similar;
DROP FUNCTION code_similar(text);
