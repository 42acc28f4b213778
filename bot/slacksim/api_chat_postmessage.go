package slacksim

import "time"

// chatPostMessage is chat.postMessage.
func chatPostMessage() method {
	return method{
		name: "chat.postMessage", tier: "special", scopes: []string{"chat:write"}, required: []string{"channel"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			c, failed := s.writable(args.str("channel"))
			if failed != nil {
				return nil, failed
			}
			words, failed := readWords(args)
			if failed != nil {
				return nil, failed
			}
			if failed := unfurlsNothing(args); failed != nil {
				return nil, failed
			}
			if s.cfg.Strict && s.tooFast(c.ID) {
				return nil, &apiError{code: "ratelimited", retryAfter: time.Second}
			}
			m := s.say(words.message(c.ID, s.ids.botUser))
			return doc{"channel": c.ID, "ts": m.ts, "message": s.messageDoc(m)}, nil
		},
	}
}
