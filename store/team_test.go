package store_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"testing"
	"time"

	"codekeeper/store"
)

// A stranger calls a method with everything that belongs to team, and another
// team's id, and answers what they got: nothing, or only their own.
type stranger func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error)

func strangers() map[string]stranger {
	all := importStrangers()
	maps.Copy(all, openStrangers())
	maps.Copy(all, map[string]stranger{
		"Campaigns": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.Campaigns(ctx, other)
		},
		"Campaign": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.Campaign(ctx, other, maya.CampaignID)
		},
		"CampaignDone": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			if change, done, err := w.CampaignDone(ctx, store.Act{Team: other, Request: "r1"}); done || err != nil {
				return change, err
			}
			return nil, nil
		},
		"ChangesDone": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			if changes, done, err := w.ChangesDone(ctx, store.Act{Team: other, Request: "r1"}); done || err != nil {
				return changes, err
			}
			return nil, nil
		},
		"SharedEarlier": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			if link, code, err := w.SharedEarlier(ctx, other, maya.CampaignID); link || code || err != nil {
				return []bool{link, code}, err
			}
			return nil, nil
		},
		"Counts": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.Counts(ctx, other, []int64{maya.CampaignID})
		},
		"EditCampaign": func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error) {
			terms := maya.Campaign.Terms
			terms.Name = "stolen"
			return w.EditCampaign(ctx, act, maya.CampaignID, 1, terms)
		},
		"ArchiveCampaign": func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error) {
			return w.ArchiveCampaign(ctx, act, maya.CampaignID, 1, true)
		},
		"Influencer": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.Influencer(ctx, other, maya.InfluencerID)
		},
		"Influencers": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.Influencers(ctx, other, []int64{maya.InfluencerID})
		},
		"FindInfluencer": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			_, rows, err := w.FindInfluencer(ctx, other, maya.Influencer.Handle)
			return rows, err
		},
		"FindInfluencers": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.FindInfluencers(ctx, other, []store.Handle{maya.Influencer.Handle})
		},
		"ClosestHandles": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.ClosestHandles(ctx, other, "maya", 9)
		},
		"ImportNotInShop": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			n, err := w.ImportNotInShop(ctx, other, 1)
			return make([]int, n), err
		},
		"ClosestHandlesTo": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.ClosestHandlesTo(ctx, other, []string{"maya"})
		},
		"SearchInfluencers": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.SearchInfluencers(ctx, other, "maya", maya.CampaignID, 9)
		},
		"AddInfluencers": func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error) {
			return w.AddInfluencers(ctx, act, maya.CampaignID, []store.Profile{maya.Influencer.Profile})
		},
		"SaveProfile": func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error) {
			return w.SaveProfile(ctx, act, maya.InfluencerID, 1, store.Profile{Handle: handle(w.t, "stolen")})
		},
		"Forget": func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error) {
			return w.Forget(ctx, act, maya.InfluencerID, 1)
		},
		"Handover": func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error) {
			return w.Handover(ctx, act, "U9", maya.CampaignID, "")
		},
		"EndHandover": func(ctx context.Context, w *world, act store.Act, _ store.Row) (any, error) {
			return w.EndHandover(ctx, act, 1)
		},
		"Covers": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.Covers(ctx, other, today)
		},
		"Untold": func(ctx context.Context, w *world, act store.Act, _ store.Row) (any, error) {
			return w.Untold(ctx, other, act.At)
		},
		"ClaimHandoverNotice": func(ctx context.Context, w *world, act store.Act, _ store.Row) (any, error) {
			if ours, err := w.ClaimHandoverNotice(ctx, other, 1, act.At); ours || err != nil {
				return []bool{ours}, err
			}
			return nil, w.ReleaseHandoverNotice(ctx, other, 1, day)
		},
		"ReleaseHandoverNotice": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return nil, w.ReleaseHandoverNotice(ctx, other, 1, day)
		},
		"ReleasePost": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return nil, w.ReleasePost(ctx, other, "list", ana, day)
		},
		"Applications": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.Applications(ctx, other, []int64{maya.ID})
		},
		"ApplicationsBy": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.ApplicationsBy(ctx, other, []int64{maya.ID})
		},
		"CampaignsBy": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.CampaignsBy(ctx, other, []int64{maya.CampaignID})
		},
		"Requested": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			if asked, err := w.Requested(ctx, other, "r1"); asked || err != nil {
				return asked, err
			}
			return nil, nil
		},
		"SelectedOf": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.SelectedOf(ctx, other, []int64{maya.InfluencerID})
		},
		"Application": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.Application(ctx, other, maya.ID)
		},
		"ApplicationsOf": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.ApplicationsOf(ctx, other, maya.CampaignID, []int64{maya.InfluencerID})
		},
		"Change": func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error) {
			edit := store.EditOf(maya.Application)
			edit.Note = "stolen"
			return w.Change(ctx, act, edit)
		},
		"CountChanged": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			if n, err := w.CountChanged(ctx, other, "r2"); n != 0 || err != nil {
				return n, err
			}
			return nil, nil
		},
		"Undo": func(ctx context.Context, w *world, act store.Act, _ store.Row) (any, error) {
			return w.Undo(ctx, act, "r2") // by which she was selected
		},
		"Select": func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error) {
			return w.Select(ctx, act, maya.CampaignID, []store.Selection{{Handle: handle(w.t, "new")}})
		},
		"Holders": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			links, codes, err := w.Holders(ctx, other, maya.Link, maya.Code, 0, 0)
			return append(links, codes...), err
		},
		"NearLinks": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.NearLinks(ctx, other, aLink(w.t, "https://shop.example/M/"), 0, 0)
		},
		"Known": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			if known, err := w.Known(ctx, other, []store.Selection{{Link: maya.Link, Code: maya.Code}}); known[0] || err != nil {
				return known, err
			}
			return nil, nil
		},
		"Shown": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			shown, err := w.Shown(ctx, other, store.Filter{CampaignID: maya.CampaignID, Archived: true}, time.Time{}, 9)
			if shown.Count() > 0 || err != nil {
				return shown, err
			}
			return nil, nil
		},
		"SimilarCodes": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.SimilarCodes(ctx, other, aCode(w.t, "MAYA-15"), 9)
		},
		"AsOf": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.AsOf(ctx, other, maya.InfluencerID, day.AddDate(1, 0, 0))
		},
		"HistoryOf": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			events, err := w.HistoryOf(ctx, other, maya.InfluencerID, store.Span{})
			return events.List, err
		},
		"HistoryOfLink": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			events, err := w.HistoryOfLink(ctx, other, maya.Link, store.Span{})
			return events.List, err
		},
		"HistoryOfCode": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			events, err := w.HistoryOfCode(ctx, other, maya.Code, store.Span{})
			return events.List, err
		},
		"Rows": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			page, err := w.Rows(ctx, other, store.Filter{CampaignID: maya.CampaignID, Archived: true})
			return page.Rows, err
		},
		"Settings": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			settings, err := w.Settings(ctx, other)
			if settings == (store.Settings{}) {
				return nil, err
			}
			return []any{settings}, err
		},
		"SaveSettings": func(ctx context.Context, w *world, act store.Act, _ store.Row) (any, error) {
			return w.SaveSettings(ctx, act, 1, store.Settings{At: "23:59"})
		},
		"DigestDay": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.DigestDay(ctx, other, "C1", today)
		},
		"DigestsDone": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.DigestsDone(ctx, other, []string{"C1"}, today)
		},
		"DigestRows": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.DigestRows(ctx, other, "C1", today)
		},
		"SaveDigestRows": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			saved, err := w.SaveDigestRows(ctx, other, "C1", today, 0, []store.DigestRow{{Key: "stolen", CampaignID: maya.CampaignID}})
			if saved {
				return nil, errors.New("saved")
			}
			return nil, err
		},
		"DigestsTouched": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.DigestsTouched(ctx, other, "r2", today)
		},
		"DigestKeysShown": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.DigestKeysShown(ctx, other, []string{"tbd:1"})
		},
		"FinishDigest": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return nil, w.FinishDigest(ctx, other, "C1", today, "claim", "C1", "1.2", day)
		},
		"ReleaseDigest": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return nil, w.ReleaseDigest(ctx, other, "C1", today, "claim")
		},
	})
	return all
}

// owned are the methods that can't reach another team's rows: they make a row
// of the caller's own, or concern none. Each has its test below or elsewhere.
var owned = []string{"DB", "Close", "Ping", "Sweep", "CreateCampaign", "ClaimDigest", "ClaimPost"}

func TestAnotherTeamReachesNothing(t *testing.T) {
	w := newWorld(t)
	maya := w.selected(w.campaign("c", store.UniqueOurs, store.UniqueOurs), "maya", "https://shop.example/m", "MAYA15")
	_, err := w.SaveSettings(t.Context(), w.act(), 0, store.Settings{At: "08:00"})
	must(t, err)
	w.claims("claim", day, false, true)
	_, err = w.Handover(t.Context(), w.act(), ben, 0, "")
	must(t, err)
	_, err = w.ClaimPost(t.Context(), team, "list", ana, day)
	must(t, err)
	w.importOf(maya.Campaign, store.ImportLine{Number: 1, Handle: handle(t, "leo")}, store.ImportLine{Number: 2, Code: new(aCode(t, "SOLO"))})
	w.selected(maya.Campaign, "leo", "", "")
	w.selected(w.campaign("next", store.Shared, store.Shared), "kim", "", "")
	before := w.dump(team)
	for name, try := range strangers() {
		act := w.act()
		act.Team = other
		got, err := try(t.Context(), w, act, maya)
		refused := errors.Is(err, store.ErrNotFound) || isStale(err) || errors.Is(err, store.ErrClaimLost)
		empty := got == nil || reflect.ValueOf(got).Kind() != reflect.Struct && reflect.ValueOf(got).Len() == 0
		if err != nil && !refused {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && !empty {
			t.Errorf("%s answers another team with %+v", name, got)
		}
	}
	same(t, "what the team has", w.dump(team), before)
	if rows := w.dump(other); len(rows) != 0 {
		t.Errorf("the other team has %v", rows)
	}
}

func TestEveryMethodIsTriedByAnotherTeam(t *testing.T) {
	tried := strangers()
	for _, name := range owned {
		tried[name] = nil
	}
	for method := range reflect.TypeFor[*store.Store]().Methods() {
		if _, ok := tried[method.Name]; !ok {
			t.Errorf("%s is not tried with another team", method.Name)
		}
	}
}

// The same slug, handle, code, request and digest in two teams are two.
func TestTeamsDontMeet(t *testing.T) {
	w := newWorld(t)
	for _, one := range []string{team, other} {
		act := store.Act{Team: one, Request: "c", User: ana, Way: store.ByForm, At: day}
		made, err := w.CreateCampaign(t.Context(), act, "c", store.Terms{Name: "c", LinkMode: store.UniqueOurs, CodeMode: store.UniqueOurs, Owners: []string{ana}})
		must(t, err)
		act.Request = "s"
		changes, err := w.Select(t.Context(), act, made.After.ID, []store.Selection{{Handle: handle(t, "maya"), Code: aCode(t, "MAYA15")}})
		must(t, err)
		if made.Repeat || changes.Repeat || changes.Rows[0].Before.ID != 0 {
			t.Errorf("%s: %+v %+v", one, made, changes)
		}
		if _, ours, err := w.ClaimDigest(t.Context(), one, "C1", today, one, day, false); !ours || err != nil {
			t.Errorf("%s: %v %v", one, ours, err)
		}
		_, codes, err := w.Holders(t.Context(), one, aLink(t, ""), aCode(t, "MAYA15"), 0, 0)
		if len(codes) != 1 || err != nil {
			t.Errorf("%s: %d holders, %v", one, len(codes), err)
		}
	}
}

// dump is every row a team has, as text.
func (w *world) dump(team string) []string {
	w.t.Helper()
	var all []string
	for _, table := range []string{
		"requests", "campaigns", "campaign_history", "influencers", "handles", "influencer_history",
		"applications", "application_history", "settings", "settings_history", "digests", "handovers", "imports", "import_rows",
	} {
		var rows []string
		must(w.t, w.DB().SelectContext(w.ctx(), &rows, `SELECT CAST(x AS text) FROM `+table+` x WHERE team_id = $1 ORDER BY 1`, team))
		for _, row := range rows {
			all = append(all, table+" "+row)
		}
	}
	return all
}

func TestActsAreKeptToTheMicrosecond(t *testing.T) {
	w := newWorld(t)
	act := w.act()
	act.At = act.At.In(time.FixedZone("", 3600)).Add(1234 * time.Nanosecond)
	made, err := w.CreateCampaign(t.Context(), act, "c", store.Terms{Name: "c", LinkMode: store.Shared, CodeMode: store.Shared, Owners: []string{ana}})
	must(t, err)
	if want := act.At.Truncate(time.Microsecond); !made.After.CreatedAt.Equal(want) || made.After.CreatedAt.Location() != time.UTC {
		t.Errorf("created at %v, want %v in UTC", made.After.CreatedAt, want)
	}
}
