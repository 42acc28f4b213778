-- +goose Up

-- Two links are near when they differ only by a trailing slash, an underscore
-- or the case of the letters A to Z. The key is a hash, as that of link_key is.
CREATE FUNCTION link_near(link text) RETURNS bytea
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT sha256(convert_to(regexp_replace(replace(lower(link COLLATE "C"), '_', ''), '/+([?#]|\Z)', '\1', 'g'), 'UTF8')) $$;

CREATE INDEX applications_link_near ON applications (team_id, link_near(link)) WHERE state = 'selected' AND link IS NOT NULL;

-- +goose Down
DROP INDEX applications_link_near;
DROP FUNCTION link_near(text);
