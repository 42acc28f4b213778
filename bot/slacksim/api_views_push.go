package slacksim

// viewsPush is views.push: a form on top of the one that somebody just acted in.
func viewsPush() method {
	return method{
		name: "views.push", tier: "100+", required: []string{"trigger_id", "view"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			raw, failed := s.readView(args, "modal", nil)
			if failed != nil {
				return nil, failed
			}
			if t := s.views.triggers[args.str("trigger_id")]; t != nil && t.window != nil && len(t.window.stack) >= maxViews {
				return nil, fail("push_limit_reached")
			}
			t, failed := s.exchange(args.str("trigger_id"))
			if failed != nil {
				return nil, failed
			}
			if t.window.top() == nil {
				return nil, fail("not_found")
			}
			return doc{"view": s.viewDoc(s.pushView(t.window, raw))}, nil
		},
	}
}
