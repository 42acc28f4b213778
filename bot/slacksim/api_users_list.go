package slacksim

// usersList is users.list: everybody whom the workspace knows, also those who left it, guests, apps, and people of
// other organisations in shared channels.
func usersList() method {
	return method{
		name: "users.list", tier: "20+", scopes: []string{"users:read"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			page, next, failed := pageOf(args, s.people.users, 1000)
			if failed != nil {
				return nil, failed
			}
			members := make([]doc, len(page))
			for i, u := range page {
				members[i] = s.userDoc(u)
			}
			return doc{
				"members": members, "cache_ts": s.clock.Now().Unix(), "response_metadata": doc{"next_cursor": next},
			}, nil
		},
	}
}
