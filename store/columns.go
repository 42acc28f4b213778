package store

// What statements answer is named column by column: a prepared "select *"
// fails on every open connection once a migration adds a column.
//
// A campaign is c, an influencer i, an application a; "campaign.name" is how
// sqlx finds the field of a Row.
const (
	campaignColumns = `c.id, c.version, c.slug, c.name, c.link_mode, c.code_mode, c.shared_link, c.shared_code,
	c.how_to, c.message, c.code_pattern, c.link_pattern, c.fee, c.commission, c.owners, c.channel_id, c.launches, c.ends,
	c.shared_link_since, c.shared_code_since, c.archived_at, c.created_at, c.created_by, c.changed_at, c.changed_by`

	influencerColumns = `i.id, i.version, i.handle, i.name, i.platform, i.email, i.note, i.forgotten_at,
	i.created_at, i.created_by, i.changed_at, i.changed_by`

	applicationColumns = `a.id, a.version, a.campaign_id, a.influencer_id, a.state, a.link_mode, a.code_mode, a.link, a.code,
	a.link_since, a.code_since, a.goes_live, a.note, a.sent_link, a.sent_code, a.sent_at, a.sent_by, a.snoozed_until, a.snoozed_by,
	a.not_in_shop, a.created_at, a.created_by, a.changed_at, a.changed_by`

	rowCampaign = `c.id AS "campaign.id", c.version AS "campaign.version", c.slug AS "campaign.slug",
	c.name AS "campaign.name", c.link_mode AS "campaign.link_mode", c.code_mode AS "campaign.code_mode",
	c.shared_link AS "campaign.shared_link", c.shared_code AS "campaign.shared_code",
	c.how_to AS "campaign.how_to", c.message AS "campaign.message",
	c.code_pattern AS "campaign.code_pattern", c.link_pattern AS "campaign.link_pattern", c.fee AS "campaign.fee", c.commission AS "campaign.commission",
	c.owners AS "campaign.owners", c.channel_id AS "campaign.channel_id",
	c.launches AS "campaign.launches", c.ends AS "campaign.ends",
	c.shared_link_since AS "campaign.shared_link_since", c.shared_code_since AS "campaign.shared_code_since",
	c.archived_at AS "campaign.archived_at", c.created_at AS "campaign.created_at",
	c.created_by AS "campaign.created_by", c.changed_at AS "campaign.changed_at", c.changed_by AS "campaign.changed_by"`

	rowInfluencer = `i.id AS "influencer.id", i.version AS "influencer.version", i.handle AS "influencer.handle",
	i.name AS "influencer.name", i.platform AS "influencer.platform", i.email AS "influencer.email",
	i.note AS "influencer.note", i.forgotten_at AS "influencer.forgotten_at", i.created_at AS "influencer.created_at", i.created_by AS "influencer.created_by",
	i.changed_at AS "influencer.changed_at", i.changed_by AS "influencer.changed_by"`

	rowColumns = applicationColumns + ", " + rowCampaign + ", " + rowInfluencer

	// pastApplication, pastCampaign and pastInfluencer are a history row h as if it
	// were what it is a row of.
	pastApplication = `a.id, h.version, a.campaign_id, a.influencer_id, h.state, h.link_mode, h.code_mode, h.link, h.code,
	h.link_since, h.code_since, h.goes_live, h.note, h.sent_link, h.sent_code, h.sent_at, h.sent_by, h.snoozed_until, h.snoozed_by,
	h.not_in_shop, a.created_at, a.created_by, h.at AS changed_at, h.by AS changed_by`

	pastCampaign = `c.id, h.version, c.slug, h.name, h.link_mode, h.code_mode, h.shared_link, h.shared_code,
	h.how_to, h.message, h.code_pattern, h.link_pattern, h.fee, h.commission, h.owners, h.channel_id, h.launches, h.ends,
	h.shared_link_since, h.shared_code_since, h.archived_at, c.created_at, c.created_by, h.at AS changed_at, h.by AS changed_by`

	pastInfluencer = `i.id, h.version, h.handle, h.name, h.platform, h.email, h.note, i.forgotten_at,
	i.created_at, i.created_by, h.at AS changed_at, h.by AS changed_by`

	// isThere says of an application that it wasn't taken back.
	isThere = `a.state <> 'undone'`

	// rowTables are what rowColumns are read from: the applications that are
	// there. This is where those that were taken back are left out; only history,
	// and what has to say that they are gone, reads everTables.
	rowTables  = everTables + ` AND ` + isThere
	everTables = `applications a
	JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
	JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id`

	// unique are the modes in which each has their own, as Mode.Unique says.
	unique = `('ours', 'program')`

	// currentLinkMode and currentCodeMode say what Row.CurrentLinkMode and
	// Row.CurrentCodeMode say.
	currentLinkMode = `CASE WHEN a.state = 'selected' THEN a.link_mode ELSE c.link_mode END`
	currentCodeMode = `CASE WHEN a.state = 'selected' THEN a.code_mode ELSE c.code_mode END`

	// What is TBD of those who are selected: their own, of that what the team
	// itself makes, and what everyone shares.
	ownLinkTBD    = `(a.link IS NULL AND a.link_mode IN ` + unique + `)`
	ownCodeTBD    = `(a.code IS NULL AND a.code_mode IN ` + unique + `)`
	ourLinkTBD    = `(a.link IS NULL AND a.link_mode = 'ours')`
	ourCodeTBD    = `(a.code IS NULL AND a.code_mode = 'ours')`
	sharedLinkTBD = `(c.shared_link IS NULL AND a.link_mode = 'shared')`
	sharedCodeTBD = `(c.shared_code IS NULL AND a.code_mode = 'shared')`

	// linkTBD and codeTBD say of an application what Row.LinkTBD and
	// Row.CodeTBD say.
	linkTBD = `(a.state = 'selected' AND (` + ownLinkTBD + ` OR ` + sharedLinkTBD + `))`
	codeTBD = `(a.state = 'selected' AND (` + ownCodeTBD + ` OR ` + sharedCodeTBD + `))`

	// liveOn is what Row.GoesLiveOn says, NULL for "".
	liveOn = `COALESCE(a.goes_live, c.launches)`

	// linkSince and codeSince are since when a selected application's link and
	// code, or their being TBD, stand: what is shared also since the later of when
	// it was changed and when they were to share it.
	linkSince = `(CASE WHEN a.link_mode = 'shared' THEN GREATEST(a.link_since, c.shared_link_since) ELSE a.link_since END)`
	codeSince = `(CASE WHEN a.code_mode = 'shared' THEN GREATEST(a.code_since, c.shared_code_since) ELSE a.code_since END)`

	// sharesLink and sharesCode are what a selected application shares.
	sharesLink = `(CASE a.link_mode WHEN 'shared' THEN c.shared_link WHEN 'not_needed' THEN NULL ELSE a.link END)`
	sharesCode = `(CASE a.code_mode WHEN 'shared' THEN c.shared_code WHEN 'not_needed' THEN NULL ELSE a.code END)`

	// stillUses says whether Row.StillUsesLink or Row.StillUsesCode says yes.
	stillUses = `(` + linkTBD + ` AND a.sent_link IS NOT NULL OR ` + codeTBD + ` AND a.sent_code IS NOT NULL)`

	// changedSince and unsent say what Row.Changed and Row.Unsent say.
	changedSince = `(a.state = 'selected' AND NOT a.not_in_shop AND (
		` + sharesLink + ` <> a.sent_link OR ` + sharesLink + ` IS NOT NULL AND a.sent_link IS NULL AND a.sent_at IS NOT NULL
		OR ` + sharesCode + ` <> a.sent_code OR ` + sharesCode + ` IS NOT NULL AND a.sent_code IS NULL AND a.sent_at IS NOT NULL))`
	unsent = `(COALESCE(` + changedSince + `, false) OR a.state = 'selected' AND NOT a.not_in_shop
		AND NOT (` + linkTBD + ` OR ` + codeTBD + `)
		AND (` + sharesLink + ` IS NOT NULL AND a.sent_link IS NULL OR ` + sharesCode + ` IS NOT NULL AND a.sent_code IS NULL))`

	// Of what one request did, a history row is written from the row it left.
	snapshot = `state, link_mode, code_mode, link, code, link_since, code_since, goes_live, note,
		sent_link, sent_code, sent_at, sent_by, snoozed_until, snoozed_by, not_in_shop`
	recordApplication = `INSERT INTO application_history (team_id, application_id, version, at, by, way, request_id, reason,
		` + snapshot + `)`
	recordCampaign = `INSERT INTO campaign_history (team_id, campaign_id, version, at, by, way, request_id,
		name, link_mode, code_mode, shared_link, shared_code, shared_link_since, shared_code_since,
		how_to, message, code_pattern, link_pattern, fee, commission, owners, channel_id, launches, ends, archived_at)`
	recordInfluencer = `INSERT INTO influencer_history (team_id, influencer_id, version, at, by, way, request_id,
		handle, name, platform, email, note)`
)
