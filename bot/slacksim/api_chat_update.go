package slacksim

// chatUpdate is chat.update.
func chatUpdate() method {
	return method{
		name: "chat.update", tier: "50+", scopes: []string{"chat:write"}, required: []string{"channel", "ts"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			m, failed := s.own(args, "cant_update_message")
			if failed != nil {
				return nil, failed
			}
			words, failed := readWords(args)
			if failed != nil {
				return nil, failed
			}
			if _, given := args["attachments"]; !given {
				words.attachments = m.extra // Slack keeps them; blocks it drops when only text is given
			}
			s.rewrite(m, words.text, decodeObjects(words.blocks), words.attachments)
			return doc{"channel": m.channel, "ts": m.ts, "text": m.text, "message": s.messageDoc(m)}, nil
		},
	}
}
