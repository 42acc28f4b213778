package slacksim

// chatDelete is chat.delete.
func chatDelete() method {
	return method{
		name: "chat.delete", tier: "50+", scopes: []string{"chat:write"}, required: []string{"channel", "ts"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			m, failed := s.own(args, "cant_delete_message")
			if failed != nil {
				return nil, failed
			}
			s.erase(m)
			return doc{"channel": m.channel, "ts": m.ts}, nil
		},
	}
}
