package store_test

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"codekeeper/store"
)

// ground is what a write needs to be there.
type ground struct {
	campaign store.Campaign
	rows     []store.Row
	imported int64
}

// once is a write by a request.
type once struct {
	name    string
	prepare func(*world) ground
	do      func(ctx context.Context, w *world, act store.Act, on ground) (any, error)
}

// aHandover is ana's of the campaign, to ben; ids are counted in each database.
func aHandover(w *world) ground {
	on := aCampaign(w)
	_, err := w.Handover(w.ctx(), w.act(), ben, on.campaign.ID, "")
	must(w.t, err)
	return on
}

func nothing(*world) ground { return ground{} }

func aCampaign(w *world) ground {
	return ground{campaign: w.campaign("c", store.NotNeeded, store.UniqueOurs)}
}

func anApplicant(w *world) ground {
	on := aCampaign(w)
	on.rows = []store.Row{w.applicant(on.campaign, "maya")}
	return on
}

func twoSelected(w *world) ground {
	on := aCampaign(w)
	on.rows = []store.Row{w.selected(on.campaign, "maya", "", ""), w.selected(on.campaign, "ben", "", "BEN")}
	return on
}

func twoTakenBack(w *world) ground {
	on := aCampaign(w)
	on.rows = w.takenBack(on.campaign, "maya", "ben")
	return on
}

// writes are all methods that take an Act.
func writes() []once {
	return append(otherWrites(), []once{
		{"AddInfluencers", aCampaign, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.AddInfluencers(ctx, act, on.campaign.ID, []store.Profile{{Handle: handle(w.t, "maya")}, {Handle: handle(w.t, "ben")}})
		}},
		{"SaveProfile", anApplicant, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.SaveProfile(ctx, act, on.rows[0].InfluencerID, 1, store.Profile{Handle: handle(w.t, "maya.new")})
		}},
		{"Forget", twoSelected, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.Forget(ctx, act, on.rows[0].InfluencerID, 1)
		}},
		{"Change", anApplicant, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			edit := store.EditOf(on.rows[0].Application)
			edit.State, edit.Code = store.Selected, aCode(w.t, "MAYA15")
			return w.Change(ctx, act, edit)
		}},
		{"Undo", twoSelected, func(ctx context.Context, w *world, act store.Act, _ ground) (any, error) {
			return w.Undo(ctx, act, "r2") // of the first of the two selected
		}},
		{"AddInfluencers who were taken back", twoTakenBack, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.AddInfluencers(ctx, act, on.campaign.ID, []store.Profile{{Handle: handle(w.t, "maya")}, {Handle: handle(w.t, "ben")}})
		}},
		{"Select who were taken back", twoTakenBack, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.Select(ctx, act, on.campaign.ID, []store.Selection{{Handle: handle(w.t, "maya"), Code: aCode(w.t, "MAYA15")}, {Handle: handle(w.t, "ben")}})
		}},
		{"Undo of taking back", twoTakenBack, func(ctx context.Context, w *world, act store.Act, _ ground) (any, error) {
			return w.Undo(ctx, act, "r3")
		}},
		{"Change of two", twoSelected, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			unchanged, changed := store.EditOf(on.rows[1].Application), store.EditOf(on.rows[0].Application)
			changed.Code = aCode(w.t, "MAYA15")
			return w.Change(ctx, act, unchanged, changed)
		}},
		{"Select", aCampaign, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.Select(ctx, act, on.campaign.ID, []store.Selection{
				{Handle: handle(w.t, "maya"), Code: aCode(w.t, "MAYA15")}, {Handle: handle(w.t, "ben")},
			})
		}},
	}...)
}

// anImport is one of maya's code, staged.
func anImport(w *world) ground {
	on := aCampaign(w)
	started, err := w.StartImport(w.ctx(), w.act(), store.ImportSource{CampaignID: on.campaign.ID, Pasted: "@maya,MAYA15"})
	must(w.t, err)
	_, err = w.StageImport(w.ctx(), team, started.ID, store.Staging{
		Today: today, Lines: slices.Values([]store.ImportLine{{Number: 1, Handle: handle(w.t, "maya"), Code: new(aCode(w.t, "MAYA15"))}}),
	})
	must(w.t, err)
	on.imported = started.ID
	return on
}

// otherWrites are those that change no influencer and no one application.
func otherWrites() []once {
	return []once{
		{"StartImport", aCampaign, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.StartImport(ctx, act, store.ImportSource{CampaignID: on.campaign.ID, Pasted: "@maya,MAYA15", ChannelID: "C1"})
		}},
		{"ApplyImport", anImport, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.ApplyImport(ctx, act, on.imported, true)
		}},
		{"CreateCampaign", nothing, func(ctx context.Context, w *world, act store.Act, _ ground) (any, error) {
			return w.CreateCampaign(ctx, act, "new", store.Terms{Name: "n", LinkMode: store.Shared, CodeMode: store.Shared, Owners: []string{ana}})
		}},
		{"EditCampaign", twoSelected, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			terms := on.campaign.Terms
			terms.LinkMode = store.UniqueOurs
			return w.EditCampaign(ctx, act, on.campaign.ID, on.campaign.Version, terms)
		}},
		{"Undo of terms", twoSelected, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			terms := on.campaign.Terms
			terms.LinkMode = store.UniqueOurs
			edit := act
			edit.Request = "edit"
			if _, err := w.EditCampaign(ctx, edit, on.campaign.ID, on.campaign.Version, terms); err != nil && !isStale(err) {
				return nil, err
			}
			return w.Undo(ctx, act, "edit")
		}},
		{"Undo of a profile", anApplicant, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			save := act
			save.Request = "save"
			if _, err := w.SaveProfile(ctx, save, on.rows[0].InfluencerID, 1, store.Profile{Handle: handle(w.t, "maya.new")}); err != nil && !isStale(err) {
				return nil, err
			}
			return w.Undo(ctx, act, "save")
		}},
		{"ArchiveCampaign", aCampaign, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.ArchiveCampaign(ctx, act, on.campaign.ID, 1, true)
		}},
		{"Handover", aHandover, func(ctx context.Context, w *world, act store.Act, on ground) (any, error) {
			return w.Handover(ctx, act, "U9", on.campaign.ID, "2026-01-01")
		}},
		{"EndHandover", aHandover, func(ctx context.Context, w *world, act store.Act, _ ground) (any, error) {
			return w.EndHandover(ctx, act, 1)
		}},
		{"SaveSettings", nothing, func(ctx context.Context, w *world, act store.Act, _ ground) (any, error) {
			return w.SaveSettings(ctx, act, 0, store.Settings{At: "08:00"})
		}},
	}
}

// firstTime is an answer without the mark that it repeats an earlier one, and
// whether it bore that.
func firstTime(answer any) (any, bool) {
	switch a := answer.(type) {
	case store.Import:
		repeat := a.Repeat
		a.Repeat = false
		return a, repeat
	case store.CampaignChange:
		repeat := a.Repeat
		a.Repeat = false
		return a, repeat
	case store.ProfileChange:
		repeat := a.Repeat
		a.Repeat = false
		return a, repeat
	case store.Changes:
		repeat := a.Repeat
		a.Repeat = false
		return a, repeat
	case store.Undone:
		repeat := a.Repeat
		a.Repeat = false
		return a, repeat
	case store.Forgetting:
		repeat := a.Repeat
		a.Repeat = false
		return a, repeat
	case store.HandoverChange:
		repeat := a.Repeat
		a.Repeat = false
		return a, repeat
	case store.Added:
		repeat := a.Repeat
		a.Repeat = false
		return a, repeat
	}
	return answer, true
}

const countWritten = `SELECT (SELECT count(*) FROM campaign_history) + (SELECT count(*) FROM influencer_history) +
	(SELECT count(*) FROM application_history) + (SELECT count(*) FROM requests) +
	(SELECT count(*) FROM settings_history) + (SELECT count(*) FROM handovers)`

func TestTwiceIsOnce(t *testing.T) {
	for _, write := range writes() {
		t.Run(write.name, func(t *testing.T) {
			w := newWorld(t)
			on := write.prepare(w)
			act := w.act()
			first, err := write.do(t.Context(), w, act, on)
			must(t, err)
			if _, repeat := firstTime(first); repeat && write.name != "SaveSettings" {
				t.Error("the first time is called a repeat")
			}
			before := w.count(countWritten)
			act.At = act.At.AddDate(0, 0, 1)
			second, err := write.do(t.Context(), w, act, on)
			must(t, err)
			answer, repeat := firstTime(second)
			if !repeat {
				t.Error("the second time is not called a repeat")
			}
			same(t, "second answer", answer, first)
			if after := w.count(countWritten); after != before {
				t.Errorf("the second time wrote %d rows", after-before)
			}
		})
	}
}

func TestTwentyTimesAtOnceIsOnce(t *testing.T) {
	for _, write := range writes() {
		t.Run(write.name, func(t *testing.T) {
			w := newWorld(t)
			on := write.prepare(w)
			act := w.act()
			answers := make([]any, 20)
			var wg sync.WaitGroup
			for n := range answers {
				wg.Go(func() {
					answer, err := write.do(t.Context(), w, act, on)
					if err != nil {
						t.Error(err)
					}
					answers[n] = answer
				})
			}
			wg.Wait()
			firsts := 0
			want, _ := firstTime(answers[0])
			for _, answer := range answers {
				got, repeat := firstTime(answer)
				if !repeat {
					firsts++
				}
				same(t, "answer", got, want)
			}
			if firsts != 1 && write.name != "SaveSettings" {
				t.Errorf("%d were the first", firsts)
			}
			if n := w.count(`SELECT count(*) FROM requests WHERE id = $1`, act.Request); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestEveryWriteIsDoneTwice(t *testing.T) {
	tested := map[string]bool{"CampaignDone": true, "ChangesDone": true} // which only read
	for _, write := range writes() {
		tested[write.name] = true
	}
	methods := reflect.TypeFor[*store.Store]()
	for method := range methods.Methods() {
		for in := range method.Type.Ins() {
			if in == reflect.TypeFor[store.Act]() && !tested[method.Name] {
				t.Errorf("%s writes, and no test does it twice", method.Name)
			}
		}
	}
}

func TestARequestMakesOneCall(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya, ben := w.applicant(c, "maya"), w.applicant(c, "ben")
	act := w.act()
	_, err := w.ArchiveCampaign(t.Context(), act, c.ID, 1, true)
	must(t, err)
	if _, err := w.CreateCampaign(t.Context(), act, "d", c.Terms); err == nil {
		t.Error("a campaign was made by a request that did something else")
	}
	if _, err := w.ArchiveCampaign(t.Context(), act, c.ID, 2, false); err == nil {
		t.Error("a campaign was reopened by a request that did something else")
	}
	if _, err := w.edit(maya, func(e *store.Edit) { e.Note = "archived" }); !isArchived(err) {
		t.Error(err)
	}
	if _, err := w.Change(t.Context(), act, store.Edit{ID: maya.ID, Version: 9}); err == nil {
		t.Error("an application was changed by a request that did something else")
	}
	if _, err := w.SaveProfile(t.Context(), act, maya.InfluencerID, 1, store.Profile{Handle: handle(t, "new")}); err == nil {
		t.Error("a profile was saved by a request that did something else")
	}
	if _, err := w.Select(t.Context(), act, c.ID, []store.Selection{{InfluencerID: ben.InfluencerID, Version: 1}}); err == nil {
		t.Error("somebody was selected by a request that did something else")
	}
}

func TestSweepForgetsOldRequests(t *testing.T) {
	w := newWorld(t)
	w.campaign("old", store.NotNeeded, store.NotNeeded)
	w.campaign("new", store.NotNeeded, store.NotNeeded)
	must(t, w.Sweep(t.Context(), day.Add(90*time.Second))) // between the two
	if n := w.count(`SELECT count(*) FROM requests`); n != 1 {
		t.Errorf("%d requests left, want 1", n)
	}
	if n := w.count(`SELECT count(*) FROM campaign_history`); n != 2 {
		t.Errorf("%d history rows left, want 2", n)
	}
}

// A command that comes again reads the row anew, and so asks for what is there already.
func TestARepeatThatFindsNothingToChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	on := anApplicant(w)
	act := w.act()
	edit := store.EditOf(on.rows[0].Application)
	edit.Code = aCode(t, "MAYA15")
	first, err := w.Change(t.Context(), act, edit)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.Change(t.Context(), act, store.EditOf(first.Rows[0].After.Application))
	if err != nil {
		t.Fatal(err)
	}
	if !again.Repeat || !reflect.DeepEqual(first.Rows, again.Rows) {
		t.Errorf("first answered %+v, the repeat %+v", first, again)
	}
}
