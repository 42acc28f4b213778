package slacksim

import (
	"slices"
	"strings"
)

// reading are the scopes of the methods that describe conversations.
func reading() []string { return []string{"channels:read", "groups:read", "im:read"} }

// conversationsInfo is conversations.info.
func conversationsInfo() method {
	return method{
		name: "conversations.info", tier: "50+", scopes: reading(), required: []string{"channel"},
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

// conversationsMembers is conversations.members.
func conversationsMembers() method {
	return method{
		name: "conversations.members", tier: "100+", scopes: reading(), required: []string{"channel"},
		scopeOf: byChannelKind("channels:read", "groups:read", "im:read"),
		run: func(s *Slack, args arguments) (doc, *apiError) {
			c, failed := s.knownChannel(args.str("channel"))
			if failed != nil {
				return nil, failed
			}
			page, next, failed := pageOf(args, c.Members, 1000)
			if failed != nil {
				return nil, failed
			}
			return doc{"members": append([]string{}, page...), "response_metadata": doc{"next_cursor": next}}, nil
		},
	}
}

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

// knownChannel finds a channel that the bot may know of: private ones only from inside. The caller holds s.mu.
func (s *Slack) knownChannel(id string) (*Channel, *apiError) {
	c := s.channel(id)
	if c == nil || c.Private && !c.has(s.ids.botUser) {
		return nil, fail("channel_not_found")
	}
	return c, nil
}

// channelDoc is a channel as Slack describes it. The caller holds s.mu.
func (s *Slack) channelDoc(c *Channel) doc {
	d := doc{
		"id": c.ID, "is_im": c.im != "", "is_private": c.Private || c.im != "", "is_archived": c.Archived,
		"is_shared": c.Shared, "is_ext_shared": c.Shared, "is_org_shared": false, "context_team_id": s.ids.team,
		"created": 0,
	}
	if c.im != "" {
		d["user"] = c.im
		return d
	}
	d["name"], d["name_normalized"] = c.Name, c.Name
	d["is_channel"], d["is_group"] = !c.Private, c.Private
	d["is_member"] = c.has(s.ids.botUser)
	d["is_general"], d["is_mpim"] = c.Name == "general", false
	d["topic"] = doc{"value": "", "creator": "", "last_set": 0}
	d["purpose"] = doc{"value": "", "creator": "", "last_set": 0}
	return d
}
