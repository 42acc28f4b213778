package slacksim

import (
	"encoding/json"
	"time"
)

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

// words are what a message is made of.
type words struct {
	text        string
	blocks      json.RawMessage
	attachments json.RawMessage
	thread      string
	meta        any
}

// readWords reads and checks the arguments that say what a message says.
func readWords(args arguments) (words, *apiError) {
	w := words{
		text: args.str("text"), blocks: args.raw("blocks"), attachments: args.raw("attachments"),
		thread: args.str("thread_ts"), meta: args["metadata"],
	}
	if markdown := args.str("markdown_text"); markdown != "" {
		if w.text != "" || w.blocks != nil {
			return w, fail("markdown_text_conflict")
		}
		w.text = markdown
	}
	return w, no(checkMessage(w.text, w.blocks, w.attachments))
}

// message is a message of these words, not yet said.
func (w words) message(channelID, userID string) message {
	return message{
		channel: channelID, user: userID, text: w.text, blocks: decodeObjects(w.blocks),
		extra: w.attachments, thread: w.thread, meta: w.meta,
	}
}

// unfurlsNothing refuses a message that could show previews of its links: fetching one can count as a click. That is
// this workspace's own rule, and Slack's defaults break it.
func unfurlsNothing(args arguments) *apiError {
	for _, name := range []string{"unfurl_links", "unfurl_media"} {
		if on, given := args.yes(name); on || !given {
			return badArgument("%s must be false: no message may show previews [json-pointer:/%s]", name, name)
		}
	}
	return nil
}

// writable finds the channel that an argument names, an id or a person's id, where the bot may write. The caller
// holds s.mu.
func (s *Slack) writable(id string) (*Channel, *apiError) {
	if u := s.user(id); u != nil {
		c, _ := s.directMessages(u.ID)
		return c, nil
	}
	c := s.channel(id)
	switch {
	case c == nil || c.Private && !c.has(s.ids.botUser):
		return nil, fail("channel_not_found")
	case c.Archived:
		return nil, fail("is_archived")
	case !c.has(s.ids.botUser) && !s.faults.scopes["chat:write.public"]:
		return nil, fail("not_in_channel")
	}
	return c, nil
}
