-- +goose Up

-- What a digest's message shows, so that what is done can be struck through in
-- it, and so that what is offered once is not offered again. key names the
-- thing within the digest; application_id is null for what is not one
-- influencer's. done_by is '' while it is open.
CREATE TABLE digest_rows (
    team_id        text NOT NULL,
    target         text NOT NULL,
    day            date NOT NULL,
    key            text NOT NULL,
    place          int NOT NULL, -- in the message, from 0
    campaign_id    bigint NOT NULL,
    application_id bigint,
    text           text NOT NULL, -- mrkdwn, as shown
    done_by        text NOT NULL DEFAULT '',
    PRIMARY KEY (team_id, target, day, key),
    FOREIGN KEY (team_id, target, day) REFERENCES digests (team_id, target, day) ON DELETE CASCADE,
    FOREIGN KEY (team_id, campaign_id) REFERENCES campaigns (team_id, id),
    FOREIGN KEY (team_id, application_id) REFERENCES applications (team_id, id)
);
CREATE INDEX digest_rows_campaign ON digest_rows (team_id, campaign_id, day);
CREATE INDEX digest_rows_key ON digest_rows (team_id, key);

-- +goose Down
DROP TABLE digest_rows;
