package slacksim

import "encoding/json"

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
