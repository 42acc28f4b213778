-- +goose Up

-- What an influencer was last told, each of the two by itself; null: never.
-- sent_at is when somebody last marked it as sent: what came from the
-- influencer counts as told without that.
ALTER TABLE applications
    ADD COLUMN sent_link affiliate_link,
    ADD COLUMN sent_code coupon_code,
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN sent_by text NOT NULL DEFAULT '',
    ADD COLUMN snoozed_until date, -- what is TBD is left out of digests before that day
    ADD COLUMN snoozed_by text NOT NULL DEFAULT '',
    ADD COLUMN not_in_shop boolean NOT NULL DEFAULT false, -- the code was made from a pattern, and isn't in the shop yet
    ADD CONSTRAINT applications_not_in_shop_has_code CHECK (NOT not_in_shop OR code IS NOT NULL);

ALTER TABLE application_history
    ADD COLUMN sent_link affiliate_link,
    ADD COLUMN sent_code coupon_code,
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN sent_by text NOT NULL DEFAULT '',
    ADD COLUMN snoozed_until date,
    ADD COLUMN snoozed_by text NOT NULL DEFAULT '',
    ADD COLUMN not_in_shop boolean NOT NULL DEFAULT false;

-- The message to influencers, and how their codes and links are made; '' for
-- the program's own message, and for none.
ALTER TABLE campaigns
    ADD COLUMN message text NOT NULL DEFAULT '',
    ADD COLUMN code_pattern text NOT NULL DEFAULT '',
    ADD COLUMN link_pattern text NOT NULL DEFAULT '',
    ADD CONSTRAINT campaigns_message_length CHECK (length(message) <= 2000),
    ADD CONSTRAINT campaigns_code_pattern_length CHECK (length(code_pattern) <= 200),
    ADD CONSTRAINT campaigns_link_pattern_length CHECK (length(link_pattern) <= 1000);

ALTER TABLE campaign_history
    ADD COLUMN message text NOT NULL DEFAULT '',
    ADD COLUMN code_pattern text NOT NULL DEFAULT '',
    ADD COLUMN link_pattern text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE campaign_history DROP COLUMN message, DROP COLUMN code_pattern, DROP COLUMN link_pattern;
ALTER TABLE campaigns DROP COLUMN message, DROP COLUMN code_pattern, DROP COLUMN link_pattern;
ALTER TABLE application_history DROP COLUMN sent_link, DROP COLUMN sent_code, DROP COLUMN sent_at, DROP COLUMN sent_by,
    DROP COLUMN snoozed_until, DROP COLUMN snoozed_by, DROP COLUMN not_in_shop;
ALTER TABLE applications DROP COLUMN sent_link, DROP COLUMN sent_code, DROP COLUMN sent_at, DROP COLUMN sent_by,
    DROP COLUMN snoozed_until, DROP COLUMN snoozed_by, DROP COLUMN not_in_shop;
