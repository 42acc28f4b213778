package slacksim

// conversationsJoin is conversations.join.
func conversationsJoin() method {
	return method{
		name: "conversations.join", tier: "50+", scopes: []string{"channels:join"}, required: []string{"channel"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			c := s.channel(args.str("channel"))
			switch {
			case c == nil || c.Private && !c.has(s.ids.botUser):
				return nil, fail("channel_not_found")
			case c.im != "" || c.Private:
				return nil, fail("method_not_supported_for_channel_type")
			case c.Archived:
				return nil, fail("is_archived")
			case c.has(s.ids.botUser):
				return doc{
					"channel": s.channelDoc(c), "warning": "already_in_channel",
					"response_metadata": doc{"warnings": []string{"already_in_channel"}},
				}, nil
			}
			c.Members = append(c.Members, s.ids.botUser)
			s.bump()
			return doc{"channel": s.channelDoc(c)}, nil
		},
	}
}
