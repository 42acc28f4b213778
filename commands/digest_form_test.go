package commands

import (
	"strings"
	"testing"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// digestForm opens the form Daily digest.
func (w *world) digestForm(p *slacksim.Person) *slacksim.Form {
	w.t.Helper()
	p.Types("/campaign digest")
	return p.Form()
}

func (w *world) settings() store.Settings {
	w.t.Helper()
	set, err := w.app.settings(w.t.Context())
	must(w.t, err)
	return set
}

func TestDigestSettingsAreSaved(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	form := w.digestForm(w.ana)
	for label, want := range map[string]string{"Time": "09:00", "Time zone": "Europe/Berlin", "Default channel": ""} {
		if got := form.Value(label); got != want {
			t.Errorf("%s begins as %q, want %q", label, got, want)
		}
	}
	form.Fill("Time", "07:45").Choose("Time zone", "America/New York").Choose("Default channel", "general")
	form.Check("Days", "Saturday").Uncheck("Days", "Monday")
	form.Submit()
	form.Closed()
	w.reads("answer", w.ana.Answer().Text(),
		"Saved.", "at 07:45 (America/New York), Tuesday to Saturday", "in each campaign's channel, else in #general.")
	got := w.settings()
	want := store.Settings{
		Version: 1, At: "07:45", TZ: "America/New_York", Days: "tue,wed,thu,fri,sat",
		Channel: w.channelID("general"), ChangedBy: w.userID("ana"),
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	p, err := w.app.plan(t.Context(), w.sim.Clock().Now())
	must(t, err)
	if p.schedule.zone.String() != "America/New_York" || p.schedule.minute != 7*60+45 || p.schedule.days[1] || !p.schedule.days[6] {
		t.Errorf("the schedule is %+v", p.schedule)
	}
}

func TestDigestSettingsOfTheTeamComeBeforeTheProgram(t *testing.T) {
	t.Parallel()
	w := start(t, defaultsOf(DigestDefaults{At: "10:00", TZ: "Asia/Tokyo", Days: "fri-mon", Channel: "C0DEFAULT"}))
	if got, want := w.settings(), (store.Settings{At: "10:00", TZ: "Asia/Tokyo", Days: "fri-mon", Channel: "C0DEFAULT"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	set := store.Settings{At: "08:00", TZ: "Europe/Rome", Days: "mon", Channel: w.channelID("influencers")}
	saved, err := w.store.SaveSettings(t.Context(), w.act(), 0, set)
	must(t, err)
	if got := w.settings(); got != saved || got.At != "08:00" || got.Days != "mon" {
		t.Errorf("got %+v, want %+v", got, saved)
	}
}

func TestDigestSettingsRefuseWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.campaign("Summer Glow")
	form := w.digestForm(w.ana)
	form.Uncheck("Days", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
	form.Submit()
	if got := form.Error("Days"); got == "" {
		t.Error("no error for no day")
	}
	closed := w.sim.AddChannel(slacksim.Channel{Name: "closed", Private: true, Members: []string{w.userID("ana")}})
	form.Check("Days", "Monday").Choose("Default channel", closed.Name)
	form.Submit()
	w.reads("error", form.Error("Default channel"), "/invite @Codekeeper")
	if got := w.settings(); got.Version != 0 {
		t.Errorf("saved %+v", got)
	}
}

func TestDigestSettingsOfTwoPeopleAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	first, second := w.digestForm(w.ana), w.digestForm(w.ben)
	first.Fill("Time", "08:00").Submit()
	first.Closed()
	second.Fill("Time", "10:00").Submit()
	second.Shows("@ana changed this meanwhile. It is 08:00 now; Save replaces it.")
	if got := second.Value("Time"); got != "10:00" {
		t.Errorf("what was typed became %q", got)
	}
	second.Submit()
	second.Closed()
	if got := w.settings(); got.At != "10:00" || got.Version != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestDigestCommandRefusesOtherWords(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.refuses(w.ana, "/campaign digest later", "There is no digest later.", "/campaign digest now")
	w.refuses(w.ana, "/campaign digest now please", "/campaign digest now")
	w.refuses(w.ana, `/campaign digest "now`, "quote")
}

func TestDigestIsForEditors(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.refuses(w.ben, "/campaign digest now", "only editors")
	w.inChannel("influencers", 0)
	m := w.says(w.ben, "/influencer tbd", "1 TBD")
	m.Press("Update")
	if got := w.ben.Answer().Text(); !strings.Contains(got, "only editors") {
		t.Errorf("ben is told %s", got)
	}
}

func TestDigestFormViews(t *testing.T) {
	set := store.Settings{Version: 3, At: "09:30", TZ: "America/Sao_Paulo", Days: "sat-mon", Channel: "C1"}
	golden(t, "digest_form", digestFormOf(set).view())
	if got, want := digestWords(set), "The digest comes at 09:30 (America/Sao Paulo), Monday, Saturday and Sunday, "+
		"in each campaign's channel, else in <#C1>."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	set.Channel = ""
	if got := digestWords(set); !strings.HasSuffix(got, "else as a direct message to its owners.") {
		t.Error(got)
	}
}
