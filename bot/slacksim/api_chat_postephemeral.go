package slacksim

// chatPostEphemeral is chat.postEphemeral.
func chatPostEphemeral() method {
	return method{
		name: "chat.postEphemeral", tier: "100+", scopes: []string{"chat:write"}, required: []string{"channel", "user"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			c, failed := s.writable(args.str("channel"))
			if failed != nil {
				return nil, failed
			}
			if s.user(args.str("user")) == nil || !c.has(args.str("user")) {
				return nil, fail("user_not_in_channel")
			}
			words, failed := readWords(args)
			if failed != nil {
				return nil, failed
			}
			m := words.message(c.ID, s.ids.botUser)
			m.only = args.str("user")
			return doc{"message_ts": s.say(m).ts}, nil
		},
	}
}
