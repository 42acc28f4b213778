package slacksim

import "regexp"

// envelope types of Socket Mode.
const (
	envelopeCommand     = "slash_commands"
	envelopeInteractive = "interactive"
	envelopeEvent       = "events_api"
)

// userRef is a person in a payload.
func (s *Slack) userRef(u *User) doc {
	return doc{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": s.teamOf(u)}
}

// teamRef is a workspace in a payload. Another organisation's has a domain that tells nothing.
func (s *Slack) teamRef(id string) doc {
	if id == s.ids.team {
		return doc{"id": id, "domain": s.ids.teamDomain}
	}
	return doc{"id": id, "domain": "other-" + lowerName(id)}
}

// interaction is what all interactive payloads of one kind have in common.
func (s *Slack) interaction(kind string, u *User) doc {
	return doc{
		"type": kind, "token": s.ids.verification, "api_app_id": s.ids.app,
		"user": s.userRef(u), "team": s.teamRef(s.ids.team), "enterprise": nil, "is_enterprise_install": false,
	}
}

// channelRef is a place in a payload.
func channelRef(c *Channel) doc { return doc{"id": c.ID, "name": channelWord(c)} }

// channelWord is how payloads name a place: private ones by their kind.
func channelWord(c *Channel) string {
	switch {
	case c.im != "":
		return "directmessage"
	case c.Private:
		return "privategroup"
	default:
		return c.Name
	}
}

// commandPayload is a slash command as the app gets it. The caller holds s.mu.
func (s *Slack) commandPayload(u *User, c *Channel, command SlashCommand, line string) doc {
	if command.ShouldEscape {
		line = s.escapeNames(line)
	} else if s.faults.escape {
		line = escapeText(line)
	}
	return doc{
		"token": s.ids.verification, "team_id": s.ids.team, "team_domain": s.ids.teamDomain,
		"channel_id": c.ID, "channel_name": channelWord(c), "user_id": u.ID, "user_name": u.Name,
		"command": command.Command, "text": line, "api_app_id": s.ids.app, "is_enterprise_install": "false",
		"response_url": s.newResponseURL("commands", responseURL{channel: c.ID, user: u.ID}),
		"trigger_id":   s.newTrigger(trigger{userID: u.ID, channel: c.ID}),
	}
}

// messageActions is a press or choice in a message. An ephemeral message's own content is left out, as Slack has not
// kept it. The caller holds s.mu.
func (s *Slack) messageActions(u *User, c *Channel, m *message, action doc) doc {
	p := s.interaction("block_actions", u)
	p["container"] = doc{"type": "message", "message_ts": m.ts, "channel_id": c.ID, "is_ephemeral": m.only != ""}
	p["channel"] = channelRef(c)
	if m.only == "" {
		p["message"] = s.messageDoc(m)
	}
	p["state"] = doc{"values": valuesOf(m.state[u.ID], m.blocks)}
	p["response_url"] = s.newResponseURL("actions", responseURL{channel: c.ID, user: u.ID, source: m})
	p["trigger_id"] = s.newTrigger(trigger{userID: u.ID, channel: c.ID})
	p["actions"] = []doc{action}
	return p
}

// viewActions is a press or choice in a form or Home. The caller holds s.mu.
func (s *Slack) viewActions(u *User, v *view, action doc) doc {
	p := s.interaction("block_actions", u)
	p["container"] = doc{"type": "view", "view_id": v.id}
	p["view"] = s.viewDoc(v)
	p["trigger_id"] = s.newTrigger(s.triggerIn(v))
	p["actions"] = []doc{action}
	return p
}

func (s *Slack) triggerIn(v *view) trigger {
	t := trigger{userID: v.user, window: v.window}
	if v.window != nil {
		t.channel = v.window.channel
	}
	return t
}

// viewSubmission is a saved form; shown is the view as the person's client sends it. The caller holds s.mu.
func (s *Slack) viewSubmission(u *User, v *view, shown doc) doc {
	p := s.interaction("view_submission", u)
	p["team"] = s.teamRef(s.teamOf(u)) // the person's own, where another organisation's member submits
	p["view"] = shown
	p["trigger_id"] = s.newTrigger(s.triggerIn(v))
	p["response_urls"] = s.responseURLs(u, v)
	return p
}

// responseURLs are addresses for the channels chosen in menus that ask for them. The caller holds s.mu.
func (s *Slack) responseURLs(u *User, v *view) []doc {
	urls := []doc{}
	for _, c := range controls(v.blocks()) {
		if !yes(c.element, "response_url_enabled") {
			continue
		}
		value := v.state.get(c.blockID(), c.actionID())
		id := str(value, "selected_conversation") + str(value, "selected_channel")
		if id == "" {
			continue
		}
		urls = append(urls, doc{
			"block_id": c.blockID(), "action_id": c.actionID(), "channel_id": id,
			"response_url": s.newResponseURL("actions", responseURL{channel: id, user: u.ID}),
		})
	}
	return urls
}

// viewClosed is a form that somebody closed. The caller holds s.mu.
func (s *Slack) viewClosed(u *User, v *view, cleared bool) doc {
	p := s.interaction("view_closed", u)
	p["view"], p["is_cleared"] = s.viewDoc(v), cleared
	return p
}

// escapeNames turns @names, #channels and addresses of a typed line into Slack's angle-bracket forms, and escapes
// the rest. The caller holds s.mu.
func (s *Slack) escapeNames(line string) string {
	word := regexp.MustCompile(`(?s)[@#][A-Za-z0-9._-]+|https?://[^\s<>]+|[^@#h]+|.`)
	return word.ReplaceAllStringFunc(line, func(w string) string {
		switch {
		case len(w) > 1 && w[0] == '@' && s.userNamed(w[1:]) != nil:
			u := s.userNamed(w[1:])
			return "<@" + u.ID + "|" + u.Name + ">"
		case len(w) > 1 && w[0] == '#' && s.channelNamed(w[1:]) != nil:
			c := s.channelNamed(w[1:])
			return "<#" + c.ID + "|" + c.Name + ">"
		case len(w) > 8 && (w[:7] == "http://" || w[:8] == "https://"):
			return "<" + escapeText(w) + ">"
		default:
			return escapeText(w)
		}
	})
}
