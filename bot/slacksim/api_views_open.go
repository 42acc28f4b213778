package slacksim

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
