package commands

import "codekeeper/bot"

// /influencer code @handle [campaign] X
//
// Sets or updates a coupon code, at any time; TBD is allowed. The code is
// the rest of the line. Alone it asks for the influencer first.
func (a *App) code() bot.Command {
	c := a.setCommand(aCode)
	c.Usage = "code @handle [campaign] X"
	c.Summary = "Set or update a coupon code, or TBD." + copyAlone
	c.Examples = []string{
		"/influencer code",
		"/influencer code @maya.glow MAYA20",
		"/influencer code @maya.glow summer-glow MAYA20",
		"/influencer code @maya.glow TBD",
	}
	return c
}
