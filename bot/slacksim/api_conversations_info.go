package slacksim

// conversationsInfo is conversations.info.
func conversationsInfo() method {
	return method{
		name: "conversations.info", tier: "50+", required: []string{"channel"},
		scopes:  []string{"channels:read", "groups:read", "im:read"},
		scopeOf: byChannelKind("channels:read", "groups:read", "im:read"),
		run: func(s *Slack, args arguments) (doc, *apiError) {
			c, failed := s.knownChannel(args.str("channel"))
			if failed != nil {
				return nil, failed
			}
			d := s.channelDoc(c)
			if count, _ := args.yes("include_num_members"); count {
				d["num_members"] = len(c.Members)
			}
			return doc{"channel": d}, nil
		},
	}
}
