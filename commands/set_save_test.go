package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
)

// Selected in several live campaigns: one button for each shows the change.
func TestSeveralCampaigns(t *testing.T) {
	t.Parallel()
	w := start(t)
	inSummer := w.selected(w.campaign("Summer Glow"), "@anna", "TBD", "ANNA15")
	inWinter := w.selected(w.campaign("Winter Warm"), "@anna", "TBD", "TBD")
	w.selected(w.campaign("Shared Days", modes(store.Shared, store.Shared)), "@anna", "TBD", "TBD")
	w.applicant(w.campaign("Later"), "@anna")
	old := w.campaign("Old Times")
	w.selected(old, "@anna", "TBD", "TBD")
	w.archived(old)

	before := w.writes()
	asked := w.says(w.ana, "/influencer code @anna ANNA20", "*@anna* has their own coupon code in 2 campaigns. For which one is `ANNA20`?",
		"[Summer Glow: ANNA15 → ANNA20]", "[Winter Warm: TBD → ANNA20]")
	if w.writes() != before {
		t.Error("asking stores something")
	}
	asked.Press("Summer Glow: ANNA15 → ANNA20")
	w.ana.Sees("Saved. The coupon code of *@anna* in Summer Glow is `ANNA20` now; it was `ANNA15`.")
	w.holds(inSummer, store.Selected, "TBD", "ANNA20")
	w.holds(inWinter, store.Selected, "TBD", "TBD")
	if text := asked.Text(); strings.Contains(text, "ANNA15 → ANNA20") {
		t.Errorf("the question stays:\n%s", text)
	}

	asked.PressAsSeen("Summer Glow: ANNA15 → ANNA20")
	w.ana.Sees("Nothing was saved")
}

// What was asked about changed before the button was pressed.
func TestButtonOfWhatMovedOn(t *testing.T) {
	t.Parallel()
	w := start(t)
	inSummer := w.selected(w.campaign("Summer Glow"), "@anna", "TBD", "ANNA15")
	w.selected(w.campaign("Winter Warm"), "@anna", "TBD", "TBD")
	asked := w.says(w.ana, "/influencer code @anna ANNA20", "Summer Glow: ANNA15 → ANNA20")
	w.change("ben", inSummer, func(e *store.Edit) { e.Code = codeOf(t, "BEN1") })
	asked.Press("Summer Glow: ANNA15 → ANNA20")
	again := w.ana.Sees("Nothing was saved: @ben changed this meanwhile. The coupon code of *@anna* in Summer Glow is `BEN1` now.")
	w.holds(inSummer, store.Selected, "TBD", "BEN1")
	again.Press("BEN1 → ANNA20")
	w.ana.Sees("Saved.")
	w.holds(inSummer, store.Selected, "TBD", "ANNA20")
}

func TestSharedAndNotNeeded(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Shared Days", modes(store.NotNeeded, store.Shared)), "@anna", "TBD", "TBD")
	w.refuses(w.ana, "/influencer code @anna ANNA20", "In Shared Days everyone shares one coupon code", "/campaign edit shared-days")
	w.refuses(w.ana, "/influencer link @anna https://shop.example/anna", "Shared Days needs no affiliate link.", "/campaign edit shared-days")
	w.refuses(w.ana, "/influencer code @anna shared TBD", "everyone shares one coupon code")
	later := w.applicant(w.campaign("Later"), "@anna")
	w.says(w.ana, "/influencer code @anna ANNA20", "Saved.", "in Later is `ANNA20`")
	w.holds(later, store.Applied, "TBD", "ANNA20")
}

// A campaign that changes its mode keeps it for those selected before.
func TestModeChangedAfterwards(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	anna := w.selected(summer, "@anna", "TBD", "TBD")
	leo := w.applicant(summer, "@leo")
	w.edited(summer, func(terms *store.Terms) { terms.CodeMode, terms.SharedCode = store.Shared, codeOf(t, "GLOW15") })
	w.says(w.ana, "/influencer code @anna ANNA20", "Saved.")
	w.holds(anna, store.Selected, "TBD", "ANNA20")
	w.refuses(w.ana, "/influencer code @leo LEO20", "In Summer Glow everyone shares one coupon code")
	w.holds(leo, store.Applied, "TBD", "TBD")
}

func TestApplicantIsPreparedAndSelected(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.applicant(w.campaign("Summer Glow"), "@maya.glow")
	w.says(w.ana, "/influencer code @maya.glow MAYA20", "Saved.", "They are an applicant: it counts once they are selected.",
		"Coupon code: `MAYA20` · prepared for when they are selected", "[Select with MAYA20]")
	w.holds(maya, store.Applied, "TBD", "MAYA20")
	lacks(t, w.says(w.ana, "/influencer code @maya.glow TBD", "is `TBD` now; it was `MAYA20`.").Text(), "Select with")
	m := w.says(w.ana, "/influencer code @maya.glow MAYA20", "[Select with MAYA20]")
	m.Press("Select with MAYA20")
	w.ana.Sees("Saved. *@maya.glow* is selected for Summer Glow.")
	w.holds(maya, store.Selected, "TBD", "MAYA20")
	m.PressAsSeen("Select with MAYA20")
	w.ana.Sees("*@maya.glow* is selected in Summer Glow already.")
	if n := w.history(maya); n != 5 {
		t.Errorf("%d history rows", n)
	}
}

// *Select with MAYA20* agrees to MAYA20, not to what somebody else put there,
// and not to a code that somebody else holds.
func TestSelectWithOnlyWhatWasShown(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.applicant(w.campaign("Summer Glow"), "@maya.glow")
	m := w.says(w.ana, "/influencer code @maya.glow MAYA20", "[Select with MAYA20]")
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "BEN1") })
	m.Press("Select with MAYA20")
	w.ana.Sees("Nothing was changed")
	w.holds(maya, store.Applied, "TBD", "BEN1")

	m = w.says(w.ana, "/influencer code @maya.glow MAYA21", "[Select with MAYA21]")
	leo := w.selected(w.campaign("Winter Warm"), "@leo", "TBD", "maya21")
	m.Press("Select with MAYA21")
	m = w.ana.Sees("Not saved yet. *@leo* has `MAYA21` in Winter Warm.")
	w.holds(maya, store.Applied, "TBD", "MAYA21")
	m.Press("Save anyway")
	w.ana.Sees("is selected for Summer Glow")
	w.holds(maya, store.Selected, "TBD", "MAYA21")
	w.holds(leo, store.Selected, "TBD", "maya21")
}

func TestDeclinedAndWithdrawnRefuse(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.change("ana", w.selected(summer, "@maya.glow", "TBD", "MAYA20"), func(e *store.Edit) { e.State = store.Withdrawn })
	w.change("ana", w.applicant(summer, "@leo"), func(e *store.Edit) { e.State = store.Declined })
	w.refuses(w.ana, "/influencer code @maya.glow MAYA21", "@maya.glow is withdrawn in Summer Glow, and must be selected again first.",
		"/influencer select @maya.glow summer-glow")
	w.refuses(w.ana, "/influencer link @leo summer https://shop.example/leo", "@leo is declined in Summer Glow")
	w.refuses(w.ana, "/influencer edit @leo", "@leo is declined in Summer Glow")
	w.influencer("@nobody", "")
	w.refuses(w.ana, "/influencer code @nobody X1", "@nobody is in no campaign yet", "/influencer select @nobody")
	w.archived(summer)
	w.refuses(w.ana, "/influencer code @maya.glow MAYA21", "Summer Glow is archived.", "/campaign reopen summer-glow")
}

// A code that another influencer holds or held is a warning, and a button
// saves it anyway: what was shown, and nothing else.
func TestWarningAfterACommand(t *testing.T) {
	t.Parallel()
	w := start(t)
	winter := w.campaign("Winter Warm")
	leo := w.selected(winter, "@leo", "TBD", "GLOW20")
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")

	before := w.writes()
	m := w.says(w.ana, "/influencer code @maya.glow glow20", "Not saved yet. *@leo* has `glow20` in Winter Warm.", "[Save anyway]")
	if w.writes() != before {
		t.Error("a warning stores something")
	}
	w.change("ben", leo, func(e *store.Edit) { e.Code = codeOf(t, "LEO1") })
	m.Press("Save anyway")
	m = w.ana.Sees("Not saved yet. *@leo* had `glow20` in Winter Warm until Mon 1 Jun 2026.")
	w.holds(maya, store.Selected, "TBD", "TBD")
	m.Press("Save anyway")
	w.ana.Sees("Saved.")
	w.holds(maya, store.Selected, "TBD", "glow20")
	w.says(w.ana, "/influencer code @maya.glow TBD", "Saved.")
	w.says(w.ana, "/influencer code @maya.glow GLOW20", "Not saved yet.")
	w.archived(winter)
	w.says(w.ana, "/influencer code @maya.glow GLOW20", "Not saved yet.", "in Winter Warm (archived) until")
	w.says(w.ana, "/influencer code @maya.glow MAYA1", "Saved.")
}

// Their own code never warns, in whichever campaign they had it.
func TestTheirOwnNeverWarns(t *testing.T) {
	t.Parallel()
	w := start(t)
	winter := w.campaign("Winter Warm")
	w.selected(winter, "@maya.glow", "https://shop.example/maya", "MAYA20")
	w.archived(winter)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.says(w.ana, "/influencer code @maya.glow maya20", "Saved.")
	w.says(w.ana, "/influencer link @maya.glow https://shop.example/maya", "Saved.")
}

// Within a campaign it is no warning: the answer names who has it.
func TestTakenNamesWhoHasIt(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@leo", "https://shop.example/leo", "GLOW20")
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	m := w.says(w.ana, "/influencer code @maya.glow glow20", "@leo")
	if strings.Contains(m.Text(), "Save anyway") {
		m.Press("Save anyway")
	}
	w.ana.Sees("@leo has glow20 in Summer Glow already. Everyone there has their own coupon code.")
	w.holds(maya, store.Selected, "TBD", "TBD")
}

// A command that Slack delivers again is answered as the first time, and
// written once.
func TestCommandTwiceIsOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.says(w.ana, "/influencer code @maya.glow MAYA20", "it was `TBD`")
	first := w.acknowledged()
	must(t, w.sim.Redeliver())
	if again := w.acknowledged(); again != first {
		t.Errorf("first %s\nagain %s", first, again)
	}
	if n := w.history(maya); n != 2 {
		t.Errorf("%d history rows", n)
	}
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "BEN1") })
	must(t, w.sim.Redeliver())
	w.holds(maya, store.Selected, "TBD", "BEN1")
	if again := w.acknowledged(); again != first {
		t.Errorf("first %s\nafter somebody else's change %s", first, again)
	}
	w.change("ben", maya, func(e *store.Edit) { e.State = store.Withdrawn })
	must(t, w.sim.Redeliver())
	if again := w.acknowledged(); again != first {
		t.Errorf("first %s\nafter they were withdrawn %s", first, again)
	}
}

// A link given as a code, or a code as a link, is answered with the command
// that takes it; what is neither, with one that works.
func TestSwapped(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.campaign("Autumn Denim")
	for line, try := range map[string]string{
		"code @maya.glow https://shop.example/maya":   "/influencer link @maya.glow https://shop.example/maya",
		"code @maya.glow summer shop.example/maya":    "/influencer link @maya.glow summer-glow https://shop.example/maya",
		"link @maya.glow shop20":                      "/influencer code @maya.glow shop20",
		"link @maya.glow summer-glow shop20":          "/influencer code @maya.glow summer-glow shop20",
		"link @maya.glow javascript:alert(1)":         "/influencer link @maya.glow TBD",
		"link @maya.glow https://127.0.0.1/x":         "/influencer link @maya.glow TBD",
		"code @maya.glow " + strings.Repeat("A", 256): "/influencer code @maya.glow TBD",
		"code @maya.glow summer-glow autumn-denim":    "/influencer code @maya.glow autumn-denim TBD",
		"edit @maya.glow autumn":                      "/influencer select @maya.glow autumn-denim",
		"code @maya.glow autumn-denim DENIM1":         "/influencer select @maya.glow autumn-denim code DENIM1",
	} {
		w.refuses(w.ana, "/influencer "+line, "Try "+try)
	}
}

// Who was selected while everyone shared one shares it still: that is said, and
// only of them.
func TestSharedBefore(t *testing.T) {
	t.Parallel()
	w := start(t)
	spring := w.campaign("Spring Shared", modes(store.NotNeeded, store.Shared))
	w.selected(spring, "@anna", "TBD", "TBD")
	w.edited(spring, func(terms *store.Terms) { terms.CodeMode = store.UniqueOurs })
	w.selected(spring, "@leo", "TBD", "TBD")
	w.refuses(w.ana, "/influencer code @anna spring X1",
		"@anna was selected while everyone in Spring Shared shared one coupon code, and shares it still.", "/campaign edit spring-shared")
	w.says(w.ana, "/influencer code @leo spring X1", "Saved.")
	w.edited(spring, func(terms *store.Terms) { terms.SharedCode = codeOf(t, "GLOW15") })
	w.says(w.ana, "/influencer show @anna", "`GLOW15` · shared by those who were selected while everyone shared one")
}

// What everyone shares is one TBD, in each place that counts.
func TestSharedTBDIsCountedOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	spring := w.campaign("Spring Shared", modes(store.UniqueOurs, store.Shared))
	w.selected(spring, "@anna", "https://shop.example/anna", "TBD")
	w.selected(spring, "@leo", "https://shop.example/leo", "TBD")
	w.says(w.ana, "/campaign show spring", "2 selected · 1 TBD · 0 ready")
	w.says(w.ana, "/campaign list", "2 selected · 1 TBD · 0 ready")
	w.says(w.ana, "/influencer tbd spring", "Spring Shared: 1 TBD")
	w.selected(spring, "@kim", "TBD", "TBD")
	w.says(w.ana, "/campaign show spring", "3 selected · 2 TBD · 0 ready")
	w.says(w.ana, "/influencer tbd spring", "Spring Shared: 2 TBD")
}
