package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
)

func TestParseAdd(t *testing.T) {
	for _, tt := range []struct{ text, people, campaign, problem string }{
		{"", "", "", ""},
		{"maya", "@maya", "", ""},
		{"@maya @leo summer-glow", "@maya @leo", "summer-glow", ""},
		{`https://www.tiktok.com/@kim "Summer Glow"`, "@kim", "Summer Glow", ""},
		{"@maya Summer Glow", "", "", `There is more here than this command takes: Glow. Try /influencer add @maya "Summer Glow"`},
		{"@maya <!channel>", "@maya", "<!channel>", ""},
		{manyHandles(101), "", "", "That is more than 100 influencers."},
	} {
		in, err := parseAdd(tt.text)
		if tt.problem != "" {
			if err == nil || !strings.HasPrefix(err.Error(), tt.problem) {
				t.Errorf("%.40q: %v", tt.text, err)
			}
			continue
		}
		if err != nil || handleList(in.people) != tt.people || in.campaign != tt.campaign {
			t.Errorf("%q: %+v, %v", tt.text, in, err)
		}
	}
}

func TestAdd(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.says(w.ana, "/influencer add @maya.glow summer-glow", "*@maya.glow* is added, and applies for Summer Glow.", "[Select]")
	maya := w.rowOf("@maya.glow", summer)
	w.holds(maya, store.Applied, "TBD", "TBD")
	first := w.acknowledged()
	must(t, w.sim.Redeliver())
	if again := w.acknowledged(); again != first || w.history(maya) != 1 {
		t.Errorf("twice: %s", again)
	}
	w.says(w.ana, "/influencer add @MAYA.glow summer", "*@maya.glow* is in Summer Glow already: applied.")
	w.says(w.ana, "/influencer add @maya.glow", "*@maya.glow* is known already.")
	w.says(w.ana, "/influencer add https://www.instagram.com/leo.moves/", "*@leo.moves* is added.", "[Select]").Press("Select")
	form := w.ana.Form()
	if form.Value("Influencers") != "@leo.moves" || form.Value("Campaign") != "Summer Glow" {
		t.Error(form.Text())
	}
	w.says(w.ana, "/influencer add @leo.moves @kim summer", "*@leo.moves* applies for Summer Glow now.", "*@kim* is added, and applies for Summer Glow.")
	if p := w.rowOf("@leo.moves", summer).Influencer.Platform; p != "Instagram" {
		t.Errorf("platform %q", p)
	}
	w.says(w.ana, "/influencer add "+manyHandles(30)+"summer", "Done for 30 influencers, 30 of them new.")

	w.refuses(w.ana, "/influencer add @zoe sumer-glow", "There is no campaign sumer-glow.", "/influencer add @zoe summer-glow")
	w.refuses(w.ana, "/influencer add @zoe/x summer", "A handle can't contain")
	w.archived(summer)
	w.refuses(w.ana, "/influencer add @zoe summer", "Summer Glow is archived.")
}

func TestAddForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.influencer("@leo", "")
	w.ana.Types("/influencer add")
	form := w.ana.Form()
	form.Fill("Handle", "@may a").Fill("Email", "Maya <maya@shop.example>").Fill("Name", strings.Repeat("M", 101)).Submit()
	if got := form.Error("Handle"); got != `A handle can't contain a space. Try @maya` {
		t.Error(got)
	}
	if got := form.Error("Email"); got != "Enter one email address, like name@company.example." {
		t.Error(got)
	}
	if got := form.Error("Name"); got != "This is 101 characters long. It can have 100 at most." {
		t.Error(got)
	}
	form.Fill("Handle", "@leo").Fill("Email", "").Fill("Name", "").Submit()
	if got := form.Error("Handle"); got != "@leo is known already. To change what is known of them: /influencer profile @leo" {
		t.Error(got)
	}
	form.Fill("Handle", "https://www.youtube.com/@maya.glow").Fill("Name", "Maya <!here> Mai").Fill("Email", "maya@shop.example").
		Choose("Campaign", "Summer Glow").Fill("Note", "Two\nlines").Submit()
	form.Closed()
	w.ana.Sees("*@maya.glow* (Maya <!here> Mai) is added, and applies for Summer Glow.")
	i := w.rowOf("@maya.glow", summer).Influencer
	if i.Platform != "YouTube" || i.Email != "maya@shop.example" || i.Note != "Two\nlines" {
		t.Errorf("%+v", i)
	}

	w.ana.Types("/influencer add")
	form = w.ana.Form()
	form.Fill("Handle", "@kim").Choose("Campaign", "Summer Glow")
	w.archived(summer)
	form.Submit()
	if got := form.Error("Campaign"); got != "Choose a campaign that is not archived." {
		t.Error(got)
	}
}

func TestProfile(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya", "TBD", "TBD")
	w.influencer("@leo", "")
	w.ana.Types("/influencer profile @maya")
	form := w.ana.Form()
	if form.Title() != "Profile" || form.Value("Handle") != "maya" || form.Has("Campaign") {
		t.Error(form.Text())
	}
	form.Fill("Handle", "@LEO").Submit()
	if got := form.Error("Handle"); got != "@leo is the handle of another influencer already. Try /influencer show @leo" {
		t.Error(got)
	}
	form.Fill("Handle", "@shine").Fill("Name", "Maya Mai").Fill("Platform", "TikTok").Submit()
	form.Closed()
	w.ana.Sees("Saved the profile of *@shine* (Maya Mai). @maya keeps working in commands.")
	w.says(w.ana, "/influencer code @maya MAYA20", "The coupon code of *@shine* (Maya Mai)")
	w.says(w.ana, "/influencer code @SHINE MAYA21", "The coupon code of *@shine* (Maya Mai)")
	w.holds(maya, store.Selected, "TBD", "MAYA21")

	w.refuses(w.ana, `/influencer profile ""`, "Say which influencer, by their handle.", "/influencer profile @maya.glow")
	w.refuses(w.ana, "/influencer profile @shin", "Did you mean @shine?", "/influencer profile @shine")
	w.refuses(w.ana, "/influencer profile @shine x", "There is more here than this command takes: x.")
}

func TestTwoEditTheProfile(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.influencer("@maya", "")
	w.ana.Types("/influencer profile @maya")
	w.ben.Types("/influencer profile @maya")
	anas, bens := w.ana.Form(), w.ben.Form()
	bens.Fill("Name", "Maya B").Submit()
	bens.Closed()
	anas.Fill("Name", "Maya A").Submit()
	anas.Shows("@ben changed this meanwhile. It is “Maya B” now; Save replaces it.")
	if anas.Value("Name") != "Maya A" {
		t.Error(anas.Text())
	}
	anas.Submit()
	anas.Closed()
	now, err := w.store.Influencer(t.Context(), w.team, maya.ID)
	must(t, err)
	if now.Name != "Maya A" {
		t.Error(now.Name)
	}
	must(t, w.sim.Redeliver())
	if n := w.count(`SELECT count(*) FROM influencer_history WHERE influencer_id = $1`, maya.ID); n != 3 {
		t.Errorf("%d history rows", n)
	}
}
