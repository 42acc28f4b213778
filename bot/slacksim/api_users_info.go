package slacksim

import "time"

// usersInfo is users.info.
func usersInfo() method {
	return method{
		name: "users.info", tier: "100+", scopes: []string{"users:read"}, required: []string{"user"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			u := s.user(args.str("user"))
			if u == nil {
				return nil, fail("user_not_found")
			}
			return doc{"user": s.userDoc(u)}, nil
		},
	}
}

// userDoc is a person as Slack describes them. The caller holds s.mu.
func (s *Slack) userDoc(u *User) doc {
	zone := u.TZ
	if zone == "" {
		zone = "Etc/UTC"
	}
	label, offset := "UTC", 0
	if location, err := time.LoadLocation(zone); err == nil {
		label, offset = s.clock.Now().In(location).Zone()
	}
	out := doc{
		"id": u.ID, "team_id": s.teamOf(u), "name": u.Name, "real_name": u.RealName, "deleted": u.Deleted,
		"profile": doc{
			"real_name": u.RealName, "real_name_normalized": u.RealName,
			"display_name": u.Name, "display_name_normalized": u.Name, "team": s.teamOf(u),
		},
		"is_bot": u.Bot, "is_app_user": false, "updated": s.clock.Now().Unix(),
	}
	if u.Deleted {
		return out
	}
	out["tz"], out["tz_label"], out["tz_offset"] = zone, label, offset
	out["is_admin"], out["is_owner"], out["is_primary_owner"] = u.Owner, u.Owner, u.Owner
	out["is_restricted"] = u.Guest || u.SingleChannelGuest
	out["is_ultra_restricted"] = u.SingleChannelGuest
	if s.stranger(u) {
		out["is_stranger"] = true
	}
	return out
}
