package slacksim

import "slices"

// conversationsHistory is conversations.history: newest first, without ephemeral messages and answers in threads.
func conversationsHistory() method {
	return method{
		name: "conversations.history", tier: "50+", required: []string{"channel"},
		scopes:  []string{"channels:history", "groups:history", "im:history"},
		scopeOf: byChannelKind("channels:history", "groups:history", "im:history"),
		run: func(s *Slack, args arguments) (doc, *apiError) {
			c, failed := s.knownChannel(args.str("channel"))
			if failed != nil {
				return nil, failed
			}
			if !c.has(s.ids.botUser) {
				return nil, fail("not_in_channel")
			}
			page, next, failed := pageOf(args, s.history(c, args), 999)
			if failed != nil {
				return nil, failed
			}
			messages := []doc{}
			for _, m := range page {
				messages = append(messages, s.messageDoc(m))
			}
			return doc{
				"messages": messages, "has_more": next != "", "pin_count": 0,
				"response_metadata": doc{"next_cursor": next},
			}, nil
		},
	}
}

// history are a channel's messages between oldest and latest. Timestamps of one length compare as text. The caller
// holds s.mu.
func (s *Slack) history(c *Channel, args arguments) []*message {
	inclusive, _ := args.yes("inclusive")
	oldest, latest := args.str("oldest"), args.str("latest")
	within := func(ts string) bool {
		if inclusive && (ts == oldest || ts == latest) {
			return true
		}
		return (oldest == "" || ts > oldest) && (latest == "" || ts < latest)
	}
	var found []*message
	for _, m := range slices.Backward(s.talk.messages) {
		threaded := m.thread != "" && m.thread != m.ts
		if m.channel == c.ID && !m.deleted && m.only == "" && !threaded && within(m.ts) {
			found = append(found, m)
		}
	}
	return found
}
