package main

import (
	"codekeeper/store"
)

// The sample is one brand's, some weeks into its work. Handles are invented.
// Neither the campaign Summer Glow nor @maya.glow is in it: they are what a
// newcomer makes first.

// sampleCampaign is a campaign, with days counted from today.
type sampleCampaign struct {
	slug, name          string
	link, code          store.Mode
	sharedCode          string
	howTo, message      string
	fee, commission     string
	begun               int // days before today
	launches, ends      int // days after today, negative before
	byBen               bool
	applicants          []sampleApplicant
	declined, withdrawn string // the reason kept in history
}

// sampleApplicant is one influencer in a campaign. link and code are what they
// share in the end, "" for TBD or not needed; first is a code that was given
// out before, by mistake; told is what they know of it. live is the day they publish counted from today, 0
// for the campaign's launch date.
type sampleApplicant struct {
	handle, platform string
	state            store.State
	link, code       string
	first            string
	told             sampleTold
	live             int
	note             string
}

// sampleTold is what an influencer was told.
type sampleTold int

const (
	toldNothing sampleTold = iota
	toldAll
	toldFirst // the code given out by mistake, which they still use
)

// sampleCampaigns have few TBDs, so that a newcomer's own row is in the first
// digest.
func sampleCampaigns() []sampleCampaign {
	return []sampleCampaign{
		{
			slug: "autumn-denim", name: "Autumn Denim", link: store.UniqueProgram, code: store.UniqueOurs,
			howTo: "Join our affiliate program at https://program.example/acme with your publishing address, then send us the link you are given.",
			fee:   "USD 250 a reel", commission: "8 % of sales, paid by the affiliate program",
			begun: 30, launches: 4, ends: 45, applicants: autumnDenim(),
			declined: "posts about another denim brand until November", withdrawn: "on parental leave",
		},
		{
			slug: "house-ambassadors", name: "House Ambassadors", link: store.UniqueOurs, code: store.UniqueOurs,
			message: "Hello {HANDLE},\nyour link for {CAMPAIGN} is {LINK}\nyour code is {CODE} (20 % for your followers)\n" +
				"You get {FEE}.\nPlease show both in every post, story and caption.\nYour House team",
			fee: "EUR 400 a month", commission: "10 %, paid through the shop",
			begun: 75, launches: -40, ends: 120, byBen: true, applicants: houseAmbassadors(),
			declined: "fewer than four posts a month", withdrawn: "moved to another agency",
		},
		{
			slug: "winter-tea", name: "Winter Tea", link: store.UniqueProgram, code: store.Shared, sharedCode: "TEATIME10",
			howTo: "Join our affiliate program at https://program.example/acme and choose the offer Winter Tea.",
			fee:   "a gift box", commission: "5 %, paid by the affiliate program",
			begun: 20, launches: 25, ends: 80, applicants: winterTea(),
			declined: "no longer drinks tea", withdrawn: "asked to join next year",
		},
	}
}

func autumnDenim() []sampleApplicant {
	return []sampleApplicant{
		{handle: "indigo.isla", platform: "Instagram", state: store.Selected, link: "https://go.program.example/acme/indigo-isla", code: "ISLA15", told: toldAll},
		{handle: "denim.and.dill", platform: "Instagram", state: store.Selected, link: "https://go.program.example/acme/denim-dill", code: "DILL15", told: toldAll},
		{handle: "stitch.nomad", platform: "TikTok", state: store.Selected, link: "https://go.program.example/acme/stitch-nomad", code: "NOMAD15", first: "NOMAD51", told: toldFirst},
		{handle: "cuffed.and.co", platform: "Instagram", state: store.Selected, link: "https://go.program.example/acme/cuffed", code: "CUFFED15"},
		{handle: "thrifty.finch", platform: "TikTok", state: store.Selected, code: "FINCH15", live: -2, note: "Waits for the program's approval."},
		{handle: "the.hem.line", platform: "YouTube", state: store.Selected, code: "HEMLINE15", note: "Haul video; wants both by the weekend."},
		{handle: "rivet.and.rue", platform: "Instagram", state: store.Selected, link: "https://go.program.example/acme/rivet-rue", live: 2},
		{handle: "patchwork.pip", platform: "Pinterest", state: store.Selected, link: "https://go.program.example/acme/patchwork-pip", code: "PIP15"},
		{handle: "selvedge.sam", platform: "YouTube", state: store.Selected, link: "https://go.program.example/acme/selvedge-sam", code: "SELVEDGE15", told: toldAll, live: 9},
		{handle: "corduroy.cloud", platform: "TikTok", state: store.Applied},
		{handle: "twill.seeker", platform: "Instagram", state: store.Applied},
		{handle: "bobbin.and.bean", platform: "Instagram", state: store.Applied, note: "Knows Ben from the spring fair."},
		{handle: "raw.hem.club", platform: "Instagram", state: store.Declined},
		{handle: "jeans.jukebox", platform: "TikTok", state: store.Withdrawn, link: "https://go.program.example/acme/jeans-jukebox", code: "JUKEBOX15", told: toldAll},
	}
}

func houseAmbassadors() []sampleApplicant {
	return []sampleApplicant{
		{handle: "lunar.lattes", platform: "Instagram", state: store.Selected, link: "https://shop.example/a/lunar-lattes", code: "LUNAR20", first: "LUNAR2O", told: toldAll},
		{handle: "mossy.mornings", platform: "Instagram", state: store.Selected, link: "https://shop.example/a/mossy-mornings", code: "MOSSY20", told: toldAll},
		{handle: "pixel.pear", platform: "YouTube", state: store.Selected, link: "https://shop.example/a/pixel-pear", code: "PEAR20", told: toldAll},
		{handle: "noodle.notes", platform: "TikTok", state: store.Selected, link: "https://shop.example/a/noodle-notes", code: "NOODLE20", told: toldAll},
		{handle: "velvet.volt", platform: "TikTok", state: store.Selected, link: "https://shop.example/a/velvet-volt", code: "VOLT20", first: "VOLT10", told: toldFirst},
		{handle: "tiny.terrace", platform: "Pinterest", state: store.Selected, link: "https://shop.example/a/tiny-terrace", code: "TERRACE20", told: toldAll},
		{handle: "kettle.and.kite", platform: "Instagram", state: store.Selected, link: "https://shop.example/a/kettle-kite", code: "KITE20", told: toldAll},
		{handle: "orbit.oats", platform: "Instagram", state: store.Selected, link: "https://shop.example/a/orbit-oats", live: -6, note: "Began late; her first post is out without a code."},
		{handle: "fern.fables", platform: "YouTube", state: store.Selected, live: 6},
		{handle: "sunday.sprout", platform: "Instagram", state: store.Applied},
		{handle: "paper.parsnip", platform: "TikTok", state: store.Applied},
		{handle: "gravel.glitter", platform: "Instagram", state: store.Declined},
		{handle: "quiet.quince", platform: "Instagram", state: store.Declined},
		{handle: "echo.elderflower", platform: "TikTok", state: store.Withdrawn, link: "https://shop.example/a/echo-elderflower", code: "ECHO20", told: toldAll},
	}
}

func winterTea() []sampleApplicant {
	return []sampleApplicant{
		{handle: "steep.street", platform: "Instagram", state: store.Selected, link: "https://go.program.example/acme/steep-street", told: toldAll},
		{handle: "matcha.metro", platform: "TikTok", state: store.Selected, link: "https://go.program.example/acme/matcha-metro", told: toldAll},
		{handle: "cosy.cardamom", platform: "Instagram", state: store.Selected, link: "https://go.program.example/acme/cosy-cardamom"},
		{handle: "snowdrop.sips", platform: "YouTube", state: store.Selected, live: 12},
		{handle: "amber.infusions", platform: "Instagram", state: store.Selected, link: "https://go.program.example/acme/amber-infusions", told: toldAll},
		{handle: "lunar.lattes", platform: "Instagram", state: store.Selected, link: "https://go.program.example/acme/lunar-lattes", told: toldAll},
		{handle: "mitten.mug", platform: "Pinterest", state: store.Applied},
		{handle: "frosty.figs", platform: "TikTok", state: store.Applied},
		{handle: "pine.pantry", platform: "Instagram", state: store.Applied},
		{handle: "oolong.otter", platform: "TikTok", state: store.Applied},
		{handle: "biscuit.brigade", platform: "Instagram", state: store.Declined},
		{handle: "teapot.tango", platform: "YouTube", state: store.Declined},
		{handle: "cinnamon.compass", platform: "Instagram", state: store.Withdrawn, link: "https://go.program.example/acme/cinnamon"},
	}
}
