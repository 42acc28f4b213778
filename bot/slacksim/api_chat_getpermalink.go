package slacksim

import "strings"

// chatGetPermalink is chat.getPermalink. The link leads to the page, and not
// to a workspace that nobody here has.
func chatGetPermalink() method {
	return method{
		name: "chat.getPermalink", tier: "special", required: []string{"channel", "message_ts"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			c := s.channel(args.str("channel"))
			if c == nil {
				return nil, fail("channel_not_found")
			}
			m := s.message(c.ID, args.str("message_ts"))
			if m == nil || m.only != "" {
				return nil, fail("message_not_found")
			}
			link := s.URL() + "archives/" + c.ID + "/p" + strings.ReplaceAll(m.ts, ".", "")
			return doc{"channel": c.ID, "permalink": link}, nil
		},
	}
}
