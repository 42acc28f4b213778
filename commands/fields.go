package commands

// The fields that several forms have.
const (
	fieldCampaign = "campaign"
	fieldChannel  = "channel"
	fieldLive     = "goes_live"
	fieldNote     = "note"
	fieldAnyway   = "anyway"
	anywayYes     = "yes"
)
