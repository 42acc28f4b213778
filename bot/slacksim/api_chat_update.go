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

// own finds the bot's message that the arguments name; refused is the code for somebody else's. Ephemeral messages
// can't be found: only their response_url changes them. The caller holds s.mu.
func (s *Slack) own(args arguments, refused string) (*message, *apiError) {
	c := s.channel(args.str("channel"))
	if c == nil {
		return nil, fail("channel_not_found")
	}
	m := s.message(c.ID, args.str("ts"))
	switch {
	case m == nil || m.only != "":
		return nil, fail("message_not_found")
	case m.user != s.ids.botUser:
		return nil, fail(refused)
	case c.Archived:
		return nil, fail("is_archived")
	}
	return m, nil
}
