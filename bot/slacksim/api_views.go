package slacksim

import "encoding/json"

// viewsOpen is views.open: a new form for somebody who just did something.
func viewsOpen() method {
	return method{
		name: "views.open", tier: "100+", required: []string{"trigger_id", "view"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			raw, failed := s.readView(args, "modal", nil)
			if failed != nil {
				return nil, failed
			}
			t, failed := s.exchange(args.str("trigger_id"))
			if failed != nil {
				return nil, failed
			}
			v := s.openWindow(t.userID, t.channel, raw)
			return doc{"view": s.viewDoc(v)}, nil
		},
	}
}

// readView reads and checks the argument view. The caller holds s.mu.
func (s *Slack) readView(args arguments, kind string, old *view) (json.RawMessage, *apiError) {
	raw := args.raw("view")
	if decodeObject(raw) == nil {
		return nil, badArgument("failed to match all allowed schemas [json-pointer:/view]")
	}
	return raw, s.checkNewView(raw, kind, old)
}
