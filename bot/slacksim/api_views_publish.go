package slacksim

// viewsPublish is views.publish: one person's Home tab.
func viewsPublish() method {
	return method{
		name: "views.publish", tier: "100+", required: []string{"user_id", "view"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			u := s.user(args.str("user_id"))
			if u == nil {
				return nil, badArgument("invalid user_id [json-pointer:/user_id]")
			}
			v := s.views.homes[u.ID]
			raw, failed := s.readView(args, "home", v)
			if failed != nil {
				return nil, failed
			}
			if args.has("hash") && (v == nil || args.str("hash") != v.hash) {
				return nil, fail("hash_conflict")
			}
			if v == nil {
				v = &view{id: s.newID("V"), user: u.ID, kind: "home", state: formState{}}
				v.root = v.id
				s.views.homes[u.ID] = v
				s.views.byID[v.id] = v
			}
			s.fillView(v, raw)
			return doc{"view": s.viewDoc(v)}, nil
		},
	}
}
