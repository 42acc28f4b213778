package slacksim

import "strings"

// conversationsOpen is conversations.open, for direct messages with one person.
func conversationsOpen() method {
	return method{
		name: "conversations.open", tier: "50+", scopes: []string{"im:write"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			if args.has("channel") {
				c := s.channel(args.str("channel"))
				if c == nil || c.im == "" {
					return nil, fail("channel_not_found")
				}
				return s.openedDM(c, false, args), nil
			}
			ids := strings.Split(args.str("users"), ",")
			if args.str("users") == "" {
				return nil, fail("users_list_not_supplied")
			}
			u := s.user(ids[0])
			switch {
			case len(ids) > 1:
				return nil, &apiError{code: "missing_scope", extra: doc{"needed": "mpim:write"}}
			case u == nil:
				return nil, fail("user_not_found")
			case u.Deleted:
				return nil, fail("user_disabled")
			case u.Bot:
				return nil, fail("cannot_dm_bot")
			}
			c, made := s.directMessages(u.ID)
			return s.openedDM(c, made, args), nil
		},
	}
}

func (s *Slack) openedDM(c *Channel, made bool, args arguments) doc {
	out := doc{"channel": doc{"id": c.ID}}
	if whole, _ := args.yes("return_im"); whole {
		out["channel"] = s.channelDoc(c)
	}
	if !made {
		out["no_op"], out["already_open"] = true, true
	}
	return out
}
