-- +goose Up

CREATE DOMAIN import_state AS text
    CONSTRAINT import_state_known CHECK (VALUE IN ('reading', 'staged', 'applying', 'done'));

-- A file or pasted lines on their way into a campaign. Read into import_rows
-- it is staged, and changes nothing yet; pressing Apply makes it applying,
-- which some replica does in one transaction, and then it is done.
CREATE TABLE imports (
    team_id     text NOT NULL,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    campaign_id bigint NOT NULL,
    state       import_state NOT NULL DEFAULT 'reading',
    file_id     text NOT NULL DEFAULT '', -- Slack's, '' for pasted lines
    file_name   text NOT NULL DEFAULT '',
    pasted      text NOT NULL DEFAULT '',
    channel_id  text NOT NULL DEFAULT '', -- where it was started, '' where there is no channel
    from_shop   boolean NOT NULL DEFAULT false, -- its codes are those that the shop knows
    started_at  timestamptz NOT NULL,
    started_by  text NOT NULL,
    request_id  text NOT NULL, -- that started it
    anyway      boolean NOT NULL DEFAULT false, -- rows with warnings are applied too
    applied_at  timestamptz, -- when Apply was pressed, and by whom
    applied_by  text,
    claim       text, -- of who is applying it, and since when
    claimed_at  timestamptz,
    finished_at timestamptz,
    told_at     timestamptz, -- when its end was told
    PRIMARY KEY (team_id, id),
    CONSTRAINT imports_once UNIQUE (team_id, request_id),
    FOREIGN KEY (team_id, campaign_id) REFERENCES campaigns (team_id, id),
    CONSTRAINT imports_pasted_length CHECK (length(pasted) <= 3000),
    CONSTRAINT imports_applied_by_somebody CHECK (state NOT IN ('applying', 'done') OR applied_at IS NOT NULL AND applied_by IS NOT NULL)
);
CREATE INDEX imports_started ON imports (started_at);
CREATE INDEX imports_unfinished ON imports (team_id) WHERE state = 'applying' OR state = 'done' AND told_at IS NULL;

-- A line of the file. The cells come as they were parsed: null where one is
-- empty, which changes nothing; a link or code that says TBD is ''. What the
-- application shall be, new_*, is settled when the line is judged, from the
-- version that was there then.
CREATE TABLE import_rows (
    team_id        text NOT NULL,
    import_id      bigint NOT NULL,
    number         int NOT NULL, -- of the line in the file, the first being 1
    handle         text,
    handle_key     text, -- null where the line names nobody, or its handle can't be read
    name           text,
    platform       text,
    seen_on        text, -- the platform of the address by which the line names them
    email          text,
    about          text, -- the note about the influencer
    state          application_state,
    link           text,
    code           text,
    goes_live      date,
    note           text,
    starts         date, -- from when until when the shop takes the code
    ends           date,
    disabled       boolean NOT NULL DEFAULT false, -- the shop says that the code can't be used
    raw_link       text, -- the link as it stands in the file, where it can't be read
    raw_code       text, -- likewise the code
    doubts         jsonb NOT NULL DEFAULT '[]', -- what to think of first, by the cells alone
    influencer_id  bigint,
    paired         boolean NOT NULL DEFAULT false, -- influencer_id was proposed or chosen, not in the file
    influencer_version bigint,
    application_id bigint,
    version        bigint, -- of the application it was judged by
    new_state      application_state,
    new_link       text,
    new_code       text,
    new_goes_live  date,
    new_note       text,
    new_profile    boolean NOT NULL DEFAULT false, -- name, platform, email or note of the influencer change
    fresh          boolean NOT NULL DEFAULT true, -- not judged yet
    verdict        text NOT NULL DEFAULT '',
    problems       jsonb NOT NULL DEFAULT '[]', -- why it is an error, or what to think of first
    outcome        text NOT NULL DEFAULT '',
    PRIMARY KEY (team_id, import_id, number),
    FOREIGN KEY (team_id, import_id) REFERENCES imports (team_id, id) ON DELETE CASCADE,
    CONSTRAINT import_rows_verdict_known CHECK (verdict IN ('', 'new', 'changed', 'unchanged', 'waiting', 'ignored', 'error')),
    CONSTRAINT import_rows_outcome_known CHECK (outcome IN ('', 'ready', 'now', 'applied', 'refused', 'left'))
);

-- +goose Down
DROP TABLE import_rows, imports;
DROP DOMAIN import_state;
