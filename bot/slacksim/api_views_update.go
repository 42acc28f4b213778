package slacksim

// viewsUpdate is views.update: new content for an open form.
func viewsUpdate() method {
	return method{
		name: "views.update", tier: "100+", required: []string{"view"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			if !args.has("view_id") && !args.has("external_id") {
				return nil, badArgument("missing required field: view_id or external_id")
			}
			v := s.views.byID[args.str("view_id")]
			if !args.has("view_id") {
				v = s.viewByExternalID(args.str("external_id"))
			}
			if v == nil || v.window == nil {
				return nil, fail("not_found")
			}
			if args.has("hash") && args.str("hash") != v.hash {
				return nil, fail("hash_conflict")
			}
			raw, failed := s.readView(args, v.kind, v)
			if failed != nil {
				return nil, failed
			}
			s.fillView(v, raw)
			return doc{"view": s.viewDoc(v)}, nil
		},
	}
}
