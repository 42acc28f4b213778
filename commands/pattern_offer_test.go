package commands

import (
	"testing"

	"codekeeper/store"
)

// Whoever selects somebody and leaves a code TBD that the pattern can make is
// offered that right there: after a form, a command and a list, for one and for
// many.
func TestSelectingOffersThePattern(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	for handle, name := range map[string]string{"@maya": "Maya", "@leo": "Leo", "@kim": "Kim", "@ada": "Ada", "@zoe": "Zoe", "@tom": "Tom"} {
		w.influencer(handle, name)
	}
	one := w.says(w.ana, "/influencer select @maya summer-glow code TBD", "is selected for Summer Glow", "[Make 1 code from the pattern] [Undo]")
	one.Press("Make 1 code from the pattern")
	w.ana.Sees("Made 1 code of Summer Glow from `{FIRST}15`.")

	w.ana.Types("/influencer select @leo @kim summer-glow")
	w.ana.Form().Submit()
	many := w.ana.Sees("2 influencers selected for Summer Glow.")
	w.reads("many", many.Text(), "[Make 2 codes from the pattern]")
	lacks(t, many.Text(), "Download for the shop") // the one that waits is another's
	many.Press("Make 2 codes from the pattern")
	w.reads("made", w.ana.Sees("Made 2 codes of Summer Glow").Text(), "`LEO15`", "`KIM15`", "[Undo]")

	w.applicant(summer, "@ada")
	w.applicant(summer, "@zoe")
	w.says(w.ana, "/influencer list summer applied").Press("Select all")
	w.ana.Form().Submit()
	w.reads("all", w.ana.Sees("Selected 2 influencers in Summer Glow.").Text(), "[Make 2 codes from the pattern]")

	// What the form was to fill in, and couldn't, the pattern can't make; what was
	// typed needs none; and without a pattern there is nothing to make.
	w.ana.Types("/influencer select @nameless summer-glow")
	form := w.ana.Form()
	form.Check("Fill in from the pattern", "Coupon code: {FIRST}15").Submit()
	lacks(t, w.ana.Sees("*@nameless* is selected for Summer Glow").Text(), "from the pattern]")
	lacks(t, w.says(w.ana, "/influencer select @tom summer-glow code TOM15", "is selected").Text(), "from the pattern]")
	w.campaign("Winter Warm", modes(store.NotNeeded, store.UniqueOurs))
	lacks(t, w.says(w.ana, "/influencer select @tom winter-warm code TBD", "is selected").Text(), "from the pattern]")
}

// What was noted as created in the shop by mistake waits for it again after Undo,
// and can be downloaded and noted from there.
func TestUndoOfManyCreatedInTheShop(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.made(summer, "@maya", "MAYA15"), w.made(summer, "@leo", "LEO15")
	w.says(w.ana, "/campaign show summer-glow").Press("Created in the shop")
	w.ana.Sees("Noted: 2 codes of Summer Glow").Press("Undo")
	undone := w.ana.Sees("Undone for 2 influencers in Summer Glow.")
	w.reads("undone", undone.Text(), "*2 codes not yet in the shop* since today · Summer Glow.", "[Download for the shop] [Created in the shop]", "[Undo]")
	if !w.row(maya).NotInShop || !w.row(leo).NotInShop {
		t.Error("they are in the shop")
	}
	undone.Press("Created in the shop")
	w.ana.Sees("Noted: 2 codes of Summer Glow")
	if w.row(maya).NotInShop || w.row(leo).NotInShop {
		t.Error("they are not in the shop")
	}
}
