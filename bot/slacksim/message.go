package slacksim

import (
	"encoding/json"
	"slices"
)

// talk is what was said.
type talk struct {
	messages []*message
	urls     map[string]*responseURL
}

func newTalk() talk { return talk{urls: map[string]*responseURL{}} }

// message is one message as the app sent it.
type message struct {
	channel string
	ts      string
	user    string
	thread  string
	only    string // who alone sees it (ephemeral), "" is everybody there
	text    string
	blocks  []doc
	extra   json.RawMessage // attachments
	files   []string
	meta    any
	edited  bool
	deleted bool
	born    int64 // the change that made it
	seq     int64 // the change that touched it last

	state map[string]formState // what each person chose in it
}

// say adds a message. The caller holds s.mu.
func (s *Slack) say(m message) *message {
	m.ts = s.newTS()
	m.born = s.bump()
	m.seq = m.born
	m.state = map[string]formState{}
	nameBlocks(m.blocks)
	s.talk.messages = append(s.talk.messages, &m)
	return &m
}

// rewrite changes what a message says. Only messages without blocks are marked as edited. The caller holds s.mu.
func (s *Slack) rewrite(m *message, text string, blocks []doc, attachments json.RawMessage) {
	nameBlocks(blocks)
	m.text, m.blocks, m.extra, m.edited = text, blocks, attachments, len(blocks) == 0
	m.seq = s.bump()
}

// erase deletes a message. The caller holds s.mu.
func (s *Slack) erase(m *message) {
	m.deleted = true
	m.seq = s.bump()
}

// message finds a message that still stands. The caller holds s.mu.
func (s *Slack) message(channelID, ts string) *message {
	for _, m := range slices.Backward(s.talk.messages) {
		if m.channel == channelID && m.ts == ts && !m.deleted {
			return m
		}
	}
	return nil
}

// visible says that a person can see a message. The caller holds s.mu.
func (s *Slack) visible(m *message, userID string) bool {
	if m.deleted || m.only != "" && m.only != userID {
		return false
	}
	c := s.channel(m.channel)
	return c != nil && c.has(userID)
}

// messageDoc is the message as the Web API and payloads show it. The caller holds s.mu.
func (s *Slack) messageDoc(m *message) doc {
	out := doc{"type": "message", "user": m.user, "ts": m.ts, "text": m.text, "team": s.ids.team}
	if m.user == s.ids.botUser {
		out["bot_id"], out["app_id"] = s.ids.bot, s.ids.app
		out["bot_profile"] = doc{
			"id": s.ids.bot, "app_id": s.ids.app, "name": s.cfg.AppName, "team_id": s.ids.team, "deleted": false,
		}
	}
	if len(m.blocks) > 0 {
		out["blocks"] = m.blocks
	}
	if given(m.extra) != nil {
		out["attachments"] = m.extra
	}
	if m.thread != "" {
		out["thread_ts"] = m.thread
	}
	if m.edited {
		out["edited"] = doc{"user": m.user, "ts": m.ts}
	}
	if m.meta != nil {
		out["metadata"] = m.meta
	}
	if len(m.files) > 0 {
		shared := make([]doc, 0, len(m.files))
		for _, id := range m.files {
			if f := s.files[id]; f != nil {
				shared = append(shared, s.fileDoc(f))
			}
		}
		out["files"] = shared
	}
	return out
}

// clientSays shows a person something that only their client says. The caller holds s.mu.
func (s *Slack) clientSays(userID, channelID, words string) {
	s.say(message{channel: channelID, user: slackbot, only: userID, text: escapeText(words)})
}

// Messages are the messages of a channel that still stand, oldest first, ephemeral ones too.
func (s *Slack) Messages(channelID string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Message
	for _, m := range s.talk.messages {
		if m.channel == channelID && !m.deleted {
			found = append(found, s.snapshot(m))
		}
	}
	return found
}
