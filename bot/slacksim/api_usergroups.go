package slacksim

import "slices"

// usergroupsList is usergroups.list.
func usergroupsList() method {
	return method{
		name: "usergroups.list", tier: "20+", scopes: []string{"usergroups:read"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			withUsers, _ := args.yes("include_users")
			groups := []doc{}
			for _, g := range s.people.groups {
				d := doc{
					"id": g.ID, "team_id": s.ids.team, "is_usergroup": true, "name": g.Handle, "handle": g.Handle,
					"is_external": false, "date_delete": 0, "user_count": len(g.Members),
				}
				if withUsers {
					d["users"] = slices.Clone(g.Members)
				}
				groups = append(groups, d)
			}
			return doc{"usergroups": groups}, nil
		},
	}
}

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
