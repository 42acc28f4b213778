package slacksim

// authTest is auth.test. A file api_auth_test.go would be taken for a test.
func authTest() method {
	return method{name: "auth.test", tier: "special", run: func(s *Slack, _ arguments) (doc, *apiError) {
		bot := s.user(s.ids.botUser)
		return doc{
			"url":  "https://" + s.ids.teamDomain + ".slack.com/",
			"team": s.cfg.TeamName, "team_id": s.ids.team,
			"user": bot.Name, "user_id": bot.ID, "bot_id": s.ids.bot,
			"is_enterprise_install": false,
		}, nil
	}}
}
