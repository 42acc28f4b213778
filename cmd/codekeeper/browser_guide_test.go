package main

import "testing"

// What docs/guide.md describes, in its order and in the demo: from pasted
// applicants to a colleague who takes over. The guide's pictures are of this
// story.
func TestBrowserGuide(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	applicantsAreImported(ana)
	allAreSelectedAndUndone(ana)
	codeFromThePattern(ana)
	influencerIsTold(ana)
	nobodysCodesArePaired(ana)
	changeIsSentFromTheDigest(ana)
	codeHasAHistory(ana)
	colleagueTakesOver(s, ana)
}

// applicantsAreImported begins with a campaign whose codes have a pattern, and
// lines copied from a spreadsheet.
func applicantsAreImported(ana *client) {
	ana.types("/campaign new")
	ana.form("New campaign")
	ana.fills("Name", "Summer Glow")
	ana.fills("Code pattern", "{FIRST}15")
	ana.fills("Fee per deliverable", "EUR 250 a reel")
	ana.presses("Save")
	ana.noForm()
	ana.sees("summer-glow")
	ana.presses("Import")
	ana.form("Import")
	ana.fills("Paste lines", "Handle\tName\tPlatform\n"+
		"@maya.glow\tMaya Glow\tInstagram\n@leo.moves\tLeo Moves\tTikTok\n@anna.cooks\tAnna Cooks\tYouTube\n"+
		"@kim.knits\tKim Knits\tInstagram\n@zoe runs\tZoe Runs\tTikTok\n")
	ana.presses("Continue")
	ana.sees("Nothing is changed yet.")
	ana.portrays("import", "light", asked)
	ana.presses("Apply")
	ana.sees("are imported into Summer Glow")
	ana.presses("Close")
	ana.noForm()
}

// allAreSelectedAndUndone takes everybody in a list, and takes it back as one.
func allAreSelectedAndUndone(ana *client) {
	ana.types("/influencer list summer-glow applied")
	ana.presses("Select all")
	ana.sees("4 applied in Summer Glow")
	ana.portrays("select-all", "light", asked)
	ana.presses("Select 4")
	ana.noForm()
	ana.sees("Selected 4 influencers in Summer Glow.")
	ana.presses("Undo")
	ana.sees("Undone for 4 influencers in Summer Glow.")
}

// codeFromThePattern selects two, whose codes are made from the pattern, and
// says of one that it is in the shop.
func codeFromThePattern(ana *client) {
	ana.types("/influencer select @maya.glow summer-glow")
	ana.form("Select influencer")
	ana.sees("coupon code MAYA15")
	ana.ticks("Coupon code: {FIRST}15")
	ana.fills("Affiliate link", "https://shop.example/maya")
	ana.presses("Save")
	ana.noForm()
	ana.sees("MAYA15 isn't in the shop yet.")
	ana.portrays("pattern", "light", said("Not yet in the shop"))
	ana.presses("Created in the shop")
}

// influencerIsTold marks the message as sent, and then changes the code.
func influencerIsTold(ana *client) {
	ana.sees("Please use exactly these everywhere")
	ana.portrays("message", "light", said("Please use exactly these everywhere"))
	ana.presses("Mark as sent")
	ana.sees("Marked as sent")
	ana.types("/influencer code @maya.glow MAYA20")
	ana.sees("Please replace MAYA15 everywhere")
	ana.types("/influencer list autumn-denim unsent")
	ana.sees("Copy each of them their message")
	ana.portraysPhone("unsent")
}

// nobodysCodesArePaired gives out what came from the shop without names: one
// code names its influencer, of the other a person says whose it is.
func nobodysCodesArePaired(ana *client) {
	ana.types("/influencer select @leo.moves @anna.cooks summer-glow")
	ana.form("Select influencer")
	ana.presses("Save")
	ana.sees("2 influencers selected")
	ana.types("/influencer import summer-glow")
	ana.form("Import")
	ana.attaches("File", map[string]string{"discounts.csv": "Name,Status,Start,End\nCOOKS15,Active,2020-01-01,\nSUNNY15,Active,2020-01-01,\n"})
	ana.sees("discounts.csv")
	ana.presses("Continue")
	ana.sees("Whose are these codes?")
	ana.picks("SUNNY15", "leo", "@leo.moves")
	ana.portrays("pairing", "light", asked)
	ana.presses("Apply")
	ana.sees("is imported into Summer Glow: 2 changed.")
	ana.presses("Close")
	ana.noForm()
}

func changeIsSentFromTheDigest(ana *client) {
	ana.types("/campaign digest now")
	ana.sees("Posted in")
	ana.pressesRow("@maya.glow", "Message")
	ana.sees("The message to @maya.glow")
	ana.presses("Mark as sent")
	ana.sees("done by @Ana")
	ana.portrays("digest", "light", said("Daily digest"))
}

func codeHasAHistory(ana *client) {
	ana.types("/influencer history LUNAR20")
	ana.sees("Codekeeper can't know")
	ana.portrays("history", "dark", said("Codekeeper can't know"))
}

func colleagueTakesOver(s *stage, ana *client) {
	ana.types("/campaign handover @ben summer-glow until Friday")
	ana.sees("@Ben covers Summer Glow for you")
	ben := s.sits("ben", "home")
	ben.opensNews()
	ben.sees("handed over to you")
	ben.portrays("handover", "dark", said("handed over to you"))
	ben.presses("What waits for me")
	ben.sees("@leo.moves")
}
