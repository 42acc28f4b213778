package commands

import "codekeeper/bot"

// /influencer link @handle [campaign] Y
//
// Sets or updates an affiliate link, at any time; TBD is allowed. The link
// is the rest of the line. Alone it asks for the influencer first.
func (a *App) link() bot.Command {
	c := a.setCommand(aLink)
	c.Usage = "link @handle [campaign] Y"
	c.Summary = "Set or update an affiliate link, or TBD." + copyAlone
	c.Examples = []string{
		"/influencer link",
		"/influencer link @maya.glow https://shop.example/maya",
		"/influencer link @maya.glow summer-glow https://shop.example/maya?ref=1",
		"/influencer link @maya.glow TBD",
	}
	return c
}
