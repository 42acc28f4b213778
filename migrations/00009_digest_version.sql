-- +goose Up

-- What a digest's message shows is written again and again, by any replica.
-- The version moves on each time: who wrote the message from an older one
-- writes it again.
ALTER TABLE digests ADD COLUMN version bigint NOT NULL DEFAULT 0;

-- What became of a row that is no longer open, '' while it is; done_by is who
-- did that, '' where nobody did.
ALTER TABLE digest_rows
    ADD COLUMN ended text NOT NULL DEFAULT '',
    ADD CONSTRAINT digest_rows_ended_known
        CHECK (ended IN ('', 'done', 'changed', 'withdrawn', 'unneeded', 'snoozed', 'archived', 'elsewhere'));
UPDATE digest_rows SET ended = 'done' WHERE done_by <> '';

-- +goose Down
ALTER TABLE digest_rows DROP COLUMN ended;
ALTER TABLE digests DROP COLUMN version;
