-- +goose Up

-- Two links are the same when they are byte-equal. A btree can't index 2,000
-- bytes, so indexes hold the hash. convert_to is only STABLE because it looks
-- the encoding up; to UTF8 it never answers differently.
CREATE FUNCTION link_key(link text) RETURNS bytea
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT sha256(convert_to(link, 'UTF8')) $$;

-- Codes are ASCII, so folding needs no locale.
CREATE FUNCTION code_key(code text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT lower(code COLLATE "C") $$;

CREATE DOMAIN coupon_code AS text
    CONSTRAINT coupon_code_grammar CHECK (VALUE ~ '^[A-Za-z0-9][A-Za-z0-9_.%+-]{0,254}$')
    CONSTRAINT coupon_code_not_tbd CHECK (replace(lower(VALUE COLLATE "C"), '.', '') NOT IN ('tbd', 'tba', 'tbc'));

CREATE DOMAIN affiliate_link AS text
    CONSTRAINT affiliate_link_grammar CHECK (VALUE ~ '^https?://[^A-Z[:space:]/?#@:%\\|<>"`]+[.][^A-Z[:space:]/?#@:%\\|<>"`]+(:[0-9]{1,5})?([/?#][^[:space:]\\|<>"`]*)?$')
    CONSTRAINT affiliate_link_length CHECK (octet_length(VALUE) <= 2000);

CREATE DOMAIN tracking_mode AS text
    CONSTRAINT tracking_mode_known CHECK (VALUE IN ('not_needed', 'ours', 'program', 'shared'));

CREATE DOMAIN application_state AS text
    CONSTRAINT application_state_known CHECK (VALUE IN ('applied', 'selected', 'declined', 'withdrawn'));

CREATE DOMAIN change_way AS text
    CONSTRAINT change_way_known CHECK (VALUE IN ('command', 'form', 'button', 'shortcut', 'home', 'digest', 'import', 'undo'));

CREATE TABLE requests (
    team_id text NOT NULL,
    id      text NOT NULL,
    at      timestamptz NOT NULL,
    by      text NOT NULL,
    PRIMARY KEY (team_id, id)
);
CREATE INDEX requests_at ON requests (at);

CREATE TABLE campaigns (
    team_id           text NOT NULL,
    id                bigint GENERATED ALWAYS AS IDENTITY,
    version           bigint NOT NULL DEFAULT 1,
    slug              text NOT NULL,
    name              text NOT NULL,
    link_mode         tracking_mode NOT NULL,
    code_mode         tracking_mode NOT NULL,
    shared_link       affiliate_link,
    shared_code       coupon_code,
    shared_link_since timestamptz NOT NULL,
    shared_code_since timestamptz NOT NULL,
    how_to            text NOT NULL DEFAULT '',
    fee               text NOT NULL DEFAULT '',
    commission        text NOT NULL DEFAULT '',
    owners            text[] NOT NULL,
    channel_id        text NOT NULL DEFAULT '',
    launches          date,
    ends              date,
    archived_at       timestamptz,
    created_at        timestamptz NOT NULL,
    created_by        text NOT NULL,
    changed_at        timestamptz NOT NULL,
    changed_by        text NOT NULL,
    PRIMARY KEY (team_id, id),
    CONSTRAINT campaigns_slug_taken UNIQUE (team_id, slug),
    CONSTRAINT campaigns_slug_grammar CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 60),
    CONSTRAINT campaigns_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT campaigns_how_to_length CHECK (length(how_to) <= 3000),
    CONSTRAINT campaigns_fee_length CHECK (length(fee) <= 500),
    CONSTRAINT campaigns_commission_length CHECK (length(commission) <= 500),
    CONSTRAINT campaigns_owners_some CHECK (cardinality(owners) >= 1),
    CONSTRAINT campaigns_ends_after_launch CHECK (ends >= launches)
);

CREATE TABLE influencers (
    team_id    text NOT NULL,
    id         bigint GENERATED ALWAYS AS IDENTITY,
    version    bigint NOT NULL DEFAULT 1,
    handle     text NOT NULL,
    name       text NOT NULL DEFAULT '',
    platform   text NOT NULL DEFAULT '',
    email      text NOT NULL DEFAULT '',
    note       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    PRIMARY KEY (team_id, id),
    CONSTRAINT influencers_handle_length CHECK (length(handle) BETWEEN 1 AND 100),
    CONSTRAINT influencers_name_length CHECK (length(name) <= 100),
    CONSTRAINT influencers_platform_length CHECK (length(platform) <= 40),
    CONSTRAINT influencers_email_length CHECK (length(email) <= 254),
    CONSTRAINT influencers_note_length CHECK (length(note) <= 3000)
);

-- Every handle an influencer has or had: an old one keeps working.
CREATE TABLE handles (
    team_id       text NOT NULL,
    key           text NOT NULL,
    influencer_id bigint NOT NULL,
    CONSTRAINT handles_taken PRIMARY KEY (team_id, key),
    FOREIGN KEY (team_id, influencer_id) REFERENCES influencers (team_id, id)
);
CREATE INDEX handles_influencer ON handles (team_id, influencer_id);

CREATE TABLE applications (
    team_id       text NOT NULL,
    id            bigint GENERATED ALWAYS AS IDENTITY,
    version       bigint NOT NULL DEFAULT 1,
    campaign_id   bigint NOT NULL,
    influencer_id bigint NOT NULL,
    state         application_state NOT NULL,
    link_mode     tracking_mode,  -- as selected under; null until the first selection
    code_mode     tracking_mode,
    link          affiliate_link, -- null where needed is TBD
    code          coupon_code,
    link_since    timestamptz NOT NULL, -- since when the link, or its being TBD, stands
    code_since    timestamptz NOT NULL,
    goes_live     date,           -- null: the campaign's launch date
    note          text NOT NULL DEFAULT '',
    created_at    timestamptz NOT NULL,
    created_by    text NOT NULL,
    changed_at    timestamptz NOT NULL,
    changed_by    text NOT NULL,
    PRIMARY KEY (team_id, id),
    CONSTRAINT applications_once UNIQUE (team_id, campaign_id, influencer_id),
    FOREIGN KEY (team_id, campaign_id) REFERENCES campaigns (team_id, id),
    FOREIGN KEY (team_id, influencer_id) REFERENCES influencers (team_id, id),
    CONSTRAINT applications_note_length CHECK (length(note) <= 3000),
    CONSTRAINT applications_selected_has_modes
        CHECK (state <> 'selected' OR (link_mode IS NOT NULL AND code_mode IS NOT NULL)),
    CONSTRAINT applications_link_only_where_unique
        CHECK (state <> 'selected' OR link IS NULL OR link_mode IN ('ours', 'program')),
    CONSTRAINT applications_code_only_where_unique
        CHECK (state <> 'selected' OR code IS NULL OR code_mode IN ('ours', 'program'))
);
CREATE INDEX applications_influencer ON applications (team_id, influencer_id);
CREATE UNIQUE INDEX applications_link_taken ON applications (team_id, campaign_id, link_key(link))
    WHERE state = 'selected' AND link IS NOT NULL;
CREATE UNIQUE INDEX applications_code_taken ON applications (team_id, campaign_id, code_key(code))
    WHERE state = 'selected' AND code IS NOT NULL;
CREATE INDEX applications_tbd ON applications (team_id, campaign_id)
    WHERE state = 'selected'
      AND ((link IS NULL AND link_mode IN ('ours', 'program'))
        OR (code IS NULL AND code_mode IN ('ours', 'program')));
-- Those who wait when the shared link or code of their campaign is TBD.
CREATE INDEX applications_shared ON applications (team_id, campaign_id)
    WHERE state = 'selected' AND (link_mode = 'shared' OR code_mode = 'shared');

-- History: each row is the state after one change, so "as of" is the last
-- row before a time and "before" is the row one version down.
CREATE TABLE campaign_history (
    team_id     text NOT NULL,
    campaign_id bigint NOT NULL,
    version     bigint NOT NULL,
    at          timestamptz NOT NULL,
    by          text NOT NULL,
    way         change_way NOT NULL,
    request_id  text NOT NULL,
    name        text NOT NULL,
    link_mode   tracking_mode NOT NULL,
    code_mode   tracking_mode NOT NULL,
    shared_link affiliate_link,
    shared_code coupon_code,
    shared_link_since timestamptz NOT NULL,
    shared_code_since timestamptz NOT NULL,
    how_to      text NOT NULL,
    fee         text NOT NULL,
    commission  text NOT NULL,
    owners      text[] NOT NULL,
    channel_id  text NOT NULL,
    launches    date,
    ends        date,
    archived_at timestamptz,
    PRIMARY KEY (team_id, campaign_id, version),
    FOREIGN KEY (team_id, campaign_id) REFERENCES campaigns (team_id, id)
);
CREATE INDEX campaign_history_request ON campaign_history (team_id, request_id);
CREATE INDEX campaign_history_link ON campaign_history (team_id, link_key(shared_link)) WHERE shared_link IS NOT NULL;
CREATE INDEX campaign_history_code ON campaign_history (team_id, code_key(shared_code)) WHERE shared_code IS NOT NULL;

CREATE TABLE influencer_history (
    team_id       text NOT NULL,
    influencer_id bigint NOT NULL,
    version       bigint NOT NULL,
    at            timestamptz NOT NULL,
    by            text NOT NULL,
    way           change_way NOT NULL,
    request_id    text NOT NULL,
    handle        text NOT NULL,
    name          text NOT NULL,
    platform      text NOT NULL,
    email         text NOT NULL,
    note          text NOT NULL,
    PRIMARY KEY (team_id, influencer_id, version),
    FOREIGN KEY (team_id, influencer_id) REFERENCES influencers (team_id, id)
);
CREATE INDEX influencer_history_request ON influencer_history (team_id, request_id);

CREATE TABLE application_history (
    team_id        text NOT NULL,
    application_id bigint NOT NULL,
    version        bigint NOT NULL,
    at             timestamptz NOT NULL,
    by             text NOT NULL,
    way            change_way NOT NULL,
    request_id     text NOT NULL,
    reason         text NOT NULL DEFAULT '',
    state          application_state NOT NULL,
    link_mode      tracking_mode,
    code_mode      tracking_mode,
    link           affiliate_link,
    code           coupon_code,
    link_since     timestamptz NOT NULL,
    code_since     timestamptz NOT NULL,
    goes_live      date,
    note           text NOT NULL,
    PRIMARY KEY (team_id, application_id, version),
    FOREIGN KEY (team_id, application_id) REFERENCES applications (team_id, id),
    CONSTRAINT application_history_reason_length CHECK (length(reason) <= 500)
);
CREATE INDEX application_history_request ON application_history (team_id, request_id);
CREATE INDEX application_history_link ON application_history (team_id, link_key(link)) WHERE state = 'selected' AND link IS NOT NULL;
CREATE INDEX application_history_code ON application_history (team_id, code_key(code)) WHERE state = 'selected' AND code IS NOT NULL;

-- What the team set for its digest; null or no row: the program's settings.
CREATE TABLE settings (
    team_id        text PRIMARY KEY,
    version        bigint NOT NULL DEFAULT 1,
    digest_at      text,
    digest_tz      text,
    digest_days    text,
    digest_channel text,
    changed_at     timestamptz NOT NULL,
    changed_by     text NOT NULL,
    CONSTRAINT settings_digest_at_grammar CHECK (digest_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    CONSTRAINT settings_digest_tz_length CHECK (length(digest_tz) BETWEEN 1 AND 64),
    CONSTRAINT settings_digest_days_length CHECK (length(digest_days) BETWEEN 1 AND 64),
    CONSTRAINT settings_digest_channel_length CHECK (length(digest_channel) BETWEEN 1 AND 64)
);

CREATE TABLE settings_history (
    team_id        text NOT NULL REFERENCES settings (team_id),
    version        bigint NOT NULL,
    at             timestamptz NOT NULL,
    by             text NOT NULL,
    way            change_way NOT NULL,
    request_id     text NOT NULL,
    digest_at      text,
    digest_tz      text,
    digest_days    text,
    digest_channel text,
    PRIMARY KEY (team_id, version)
);
CREATE INDEX settings_history_request ON settings_history (team_id, request_id);

-- +goose StatementBegin
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER campaign_history_append_only BEFORE UPDATE OR DELETE ON campaign_history
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER campaign_history_never_empty BEFORE TRUNCATE ON campaign_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER application_history_append_only BEFORE UPDATE OR DELETE ON application_history
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER application_history_never_empty BEFORE TRUNCATE ON application_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER influencer_history_append_only BEFORE UPDATE OR DELETE ON influencer_history
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER influencer_history_never_empty BEFORE TRUNCATE ON influencer_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER settings_history_append_only BEFORE UPDATE OR DELETE ON settings_history
    FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER settings_history_never_empty BEFORE TRUNCATE ON settings_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- One row for each channel (or owner, for a direct message) and local day.
-- done_at is null while somebody is posting; message_ts is null when there
-- was nothing to say. again: an earlier claim was never finished.
CREATE TABLE digests (
    team_id    text NOT NULL,
    target     text NOT NULL,
    day        date NOT NULL,
    claimed_at timestamptz NOT NULL,
    claim      text NOT NULL,
    done_at    timestamptz,
    channel_id text,
    message_ts text,
    again      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (team_id, target, day)
);

-- +goose Down
DROP TABLE digests, settings_history, settings, application_history, influencer_history, campaign_history,
    applications, handles, influencers, campaigns, requests;
DROP FUNCTION refuse_rewrite();
DROP DOMAIN change_way, application_state, tracking_mode, affiliate_link, coupon_code;
DROP FUNCTION code_key(text), link_key(text);
