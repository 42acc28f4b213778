package store

// The longest texts, in characters. The database refuses longer ones with
// CHECKs of the same numbers.
const (
	MaxSlug       = 60
	MaxName       = 100 // of a campaign, and of an influencer
	MaxHowTo      = 3000
	MaxFee        = 500
	MaxCommission = 500
	MaxHandle     = 100
	MaxPlatform   = 40
	MaxEmail      = 254 // RFC 5321 leaves an address no more
	MaxNote       = 3000
	MaxReason     = 500
	MaxPasted     = 3000 // of an import's pasted lines; Slack's text inputs take no more

	MaxMessage     = 2000
	MaxCodePattern = 200
	MaxLinkPattern = 1000
)
