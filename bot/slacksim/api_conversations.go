package slacksim

// knownChannel finds a channel that the bot may know of: private ones only from inside. The caller holds s.mu.
func (s *Slack) knownChannel(id string) (*Channel, *apiError) {
	c := s.channel(id)
	if c == nil || c.Private && !c.has(s.ids.botUser) {
		return nil, fail("channel_not_found")
	}
	return c, nil
}

// channelDoc is a channel as Slack describes it. The caller holds s.mu.
func (s *Slack) channelDoc(c *Channel) doc {
	d := doc{
		"id": c.ID, "is_im": c.im != "", "is_private": c.Private || c.im != "", "is_archived": c.Archived,
		"is_shared": c.Shared, "is_ext_shared": c.Shared, "is_org_shared": false, "context_team_id": s.ids.team,
		"created": 0,
	}
	if c.im != "" {
		d["user"] = c.im
		return d
	}
	d["name"], d["name_normalized"] = c.Name, c.Name
	d["is_channel"], d["is_group"] = !c.Private, c.Private
	d["is_member"] = c.has(s.ids.botUser)
	d["is_general"], d["is_mpim"] = c.Name == "general", false
	d["topic"] = doc{"value": "", "creator": "", "last_set": 0}
	d["purpose"] = doc{"value": "", "creator": "", "last_set": 0}
	return d
}
