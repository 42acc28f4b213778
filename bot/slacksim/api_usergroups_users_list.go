package slacksim

// usergroupsUsersList is usergroups.users.list.
func usergroupsUsersList() method {
	return method{
		name: "usergroups.users.list", tier: "20+", scopes: []string{"usergroups:read"}, required: []string{"usergroup"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			g := s.group(args.str("usergroup"))
			if g == nil {
				return nil, fail("no_such_subteam")
			}
			return doc{"users": append([]string{}, g.Members...)}, nil
		},
	}
}
