package bot

import "context"

// TimeZone is the user's IANA time zone, "" when Slack knows none.
func (c *Client) TimeZone(ctx context.Context, userID string) (string, error) {
	user, err := c.userInfo(ctx, userID)
	if err != nil {
		return "", err
	}
	return user.TZ, nil
}

// Member says who a user is, and whether they are a full member of the bot's
// workspace: no guest, nobody of another organisation, no bot.
func (c *Client) Member(ctx context.Context, userID string) (User, bool, error) {
	self, err := c.self(ctx)
	if err != nil {
		return User{}, false, err
	}
	user, err := c.userInfo(ctx, userID)
	if IsSlack(err, "user_not_found", "user_not_visible") {
		return User{ID: userID}, false, nil
	}
	if err != nil {
		return User{}, false, err
	}
	who := judge(user, self.TeamID)
	return who.User, who.standing == standingMember, nil
}
