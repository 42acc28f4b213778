package commands

import (
	"testing"

	"codekeeper/store"
)

// What is offered works when it is pasted.
func TestMisread(t *testing.T) {
	all := campaignsOf("Summer Glow", "Autumn Denim", "-Old Times")
	all[1].LinkMode, all[1].CodeMode = store.UniqueProgram, store.UniqueOurs
	for _, tt := range []struct{ text, problem, try string }{
		{"@a rivet.and.rue autumn", "Each of several handles begins with @.", "/influencer select @a @rivet.and.rue autumn-denim"},
		{"@a b c autumn-denim code X", "Each of several handles begins with @.", "/influencer select @a @b @c autumn-denim code X"},
		{"@a summer glow code X", "A name of several words goes in double quotes, or takes its short form, summer-glow.", "/influencer select @a summer-glow code X"},
		{"@a autumn denim DENIM1", "A name of several words goes in double quotes, or takes its short form, autumn-denim.", "/influencer select @a autumn-denim DENIM1"},
		{"@a autumn foo", "After the campaign come code and link, not foo.", "/influencer select @a autumn-denim code foo"},
		{"@a autumn https://shop.example/a code X", "After the campaign come code and link", "/influencer select @a autumn-denim link https://shop.example/a code X"},
		{"@a summer foo", "After the campaign come code and link, not foo.", "/influencer select @a summer-glow"},
		{"@a nosuch foo", "There is no campaign nosuch. There are summer-glow and autumn-denim.", "/influencer select @a summer-glow"},
		{"@a old foo", "Old Times is archived.", "/campaign reopen old-times"},
		{"@a autumn code X code Y", "The word code is here twice.", "/influencer select @a autumn code Y"},
		{"@a code X", "The campaign comes before the coupon code.", "/influencer select @a summer-glow code X"},
	} {
		in, err := parseSelect(tt.text)
		if in.odd != "" {
			err = in.meant(all)
		}
		wrong := userErrorOf(t, err)
		if len(wrong.Problem) < len(tt.problem) || wrong.Problem[:len(tt.problem)] != tt.problem || wrong.Try != tt.try {
			t.Errorf("%q: %q, try %q", tt.text, wrong.Problem, wrong.Try)
		}
	}
}

// A link or code that can't be given is never dropped in silence.
func TestSelectRefusesWhatEveryoneShares(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Winter Tea", modes(store.UniqueOurs, store.Shared))
	w.campaign("Gift Only", modes(store.UniqueOurs, store.NotNeeded))
	w.refuses(w.ana, "/influencer select @a @b winter-tea code X1", "In Winter Tea everyone shares one coupon code, so leave it out.",
		"/influencer select @a @b winter-tea")
	w.refuses(w.ana, "/influencer select @a gift code X1", "Gift Only needs no coupon code, so leave it out.", "/influencer select @a gift-only")
	w.refuses(w.ana, "/influencer select @a gift link X1", "That looks like a code.", "/influencer select @a gift-only code X1")
	w.refuses(w.ana, "/influencer select @a gift link", "Enter a link, or TBD", "/influencer select @a gift-only link TBD")
	w.ana.NoForm()
}

// Who is selected already warns of nothing; a warning about what is prepared
// says whose it is.
func TestSelectingSeveralWarnsOfWhatIsTaken(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Spring Shared"), "@leo", "TBD", "LUNAR20")
	w.selected(w.onlyCampaign(), "@kim", "TBD", "KIM20")
	summer := w.campaign("Summer Glow")
	lunar := w.selected(summer, "@lunar.lattes", "TBD", "LUNAR20")
	w.ana.Types("/influencer select")
	form := w.ana.Form()
	form.Choose("Campaign", "Summer Glow").Fill("Or paste handles", "@a.one @lunar.lattes").Submit()
	form.Closed()
	w.ana.Sees("Saved. 1 influencer selected for Summer Glow. *@lunar.lattes* was selected already and stays as it was.")
	w.holds(lunar, store.Selected, "TBD", "LUNAR20")

	w.change("ana", w.applicant(summer, "@zoe"), func(e *store.Edit) { e.Code = codeOf(t, "KIM20") })
	w.ana.Types("/influencer select @zoe @b.two summer-glow")
	form = w.ana.Form()
	form.Submit()
	form.Shows("For *@zoe* `KIM20` is prepared. *@kim* has `KIM20` in Spring Shared.")
	form.Check("In spite of the warning", "Save anyway").Submit()
	form.Closed()
	w.holds(w.rowOf("@zoe", summer), store.Selected, "TBD", "KIM20")
}
