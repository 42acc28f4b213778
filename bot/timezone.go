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
