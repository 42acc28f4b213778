package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// importOf stages an import of these lines.
func (w *world) importOf(c store.Campaign, lines ...store.ImportLine) store.Import {
	w.t.Helper()
	return w.staged(c, store.Staging{Lines: slices.Values(lines), Today: today})
}

func (w *world) staged(c store.Campaign, staging store.Staging) store.Import {
	w.t.Helper()
	started, err := w.StartImport(w.ctx(), w.act(), store.ImportSource{CampaignID: c.ID, FileID: "F1", FileName: "codes.csv", ChannelID: "C1"})
	must(w.t, err)
	staged, err := w.StageImport(w.ctx(), team, started.ID, staging)
	must(w.t, err)
	return staged
}

// applied applies a staged import, with all that has warnings.
func (w *world) applied(m store.Import) store.Import {
	w.t.Helper()
	act := w.act()
	_, err := w.ApplyImport(w.ctx(), act, m.ID, true)
	must(w.t, err)
	done, ours, err := w.RunImport(w.ctx(), team, m.ID, "claim", act.At, nil)
	must(w.t, err)
	if !ours || done.State != store.ImportDone {
		w.t.Fatalf("the import is %s, ours: %v", done.State, ours)
	}
	return done
}

// lines are an import's, each as "3 @maya changed [held code MAYA15 @leo in winter]".
func (w *world) lines(m store.Import) []string {
	w.t.Helper()
	rows, err := w.ImportRows(w.ctx(), team, m.ID, store.ImportFilter{})
	must(w.t, err)
	var all []string
	for _, r := range rows {
		said := fmt.Sprintf("%d %s", r.Number, r.Verdict)
		if r.Handle != "" {
			said = fmt.Sprintf("%d @%s %s", r.Number, r.Handle, r.Verdict)
		}
		if r.Outcome != "" {
			said += " " + string(r.Outcome)
		}
		for _, p := range r.Problems {
			said += " [" + troubled(p) + "]"
		}
		all = append(all, said)
	}
	return all
}

func troubled(p store.ImportProblem) string {
	said := []string{string(p.What), p.Kind, p.Text}
	if p.Row != 0 {
		said = append(said, fmt.Sprint("row ", p.Row))
	}
	if p.Handle != "" {
		said = append(said, "@"+p.Handle)
	}
	said = append(said, p.Campaign, p.By, string(p.From), string(p.Until))
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), " ")
}

func (w *world) wantLines(m store.Import, want ...string) {
	w.t.Helper()
	same(w.t, "lines", w.lines(m), want)
}

// line is a line that names somebody, with a link and a code where they are
// not "".
func line(t testing.TB, number int, who, link, code string) store.ImportLine {
	t.Helper()
	l := store.ImportLine{Number: number}
	if who != "" {
		l.Handle = handle(t, who)
	}
	if link != "" {
		parsed, err := tracking.ParseLink(link)
		must(t, err)
		l.Link = &parsed
	}
	if code != "" {
		parsed, err := tracking.ParseCode(code)
		must(t, err)
		l.Code = &parsed
	}
	return l
}

// as is the line with its state.
func as(l store.ImportLine, state store.State) store.ImportLine {
	l.State = state
	return l
}

func (w *world) rowNow(r store.Row) store.Row {
	w.t.Helper()
	now, err := w.Application(w.ctx(), team, r.ID)
	must(w.t, err)
	return now
}

func (w *world) rowOf(c store.Campaign, who string) store.Row {
	w.t.Helper()
	_, rows, err := w.FindInfluencer(w.ctx(), team, handle(w.t, who))
	must(w.t, err)
	n := slices.IndexFunc(rows, func(r store.Row) bool { return r.CampaignID == c.ID })
	if n < 0 {
		w.t.Fatalf("@%s is not in %s", who, c.Slug)
	}
	return rows[n]
}

func TestImport(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueProgram, store.UniqueOurs)
	maya := w.selected(c, "maya", "", "MAYA15")
	leo := w.applicant(c, "leo")
	kim := w.selected(c, "kim", "https://shop.example/kim", "KIM15")
	zoe := line(t, 6, "zoe", "https://shop.example/zoe", "ZOE15")
	zoe.Name, zoe.Email, zoe.SeenOn, zoe.Note, zoe.GoesLive = "Zoe Z", "zoe@shop.example", "TikTok", "likes tea", "2025-06-01"
	known := line(t, 3, "KIM", "https://shop.example/kim", "KIM15")
	known.Name = "Kim K"
	m := w.importOf(
		c,
		line(t, 2, "maya", "https://shop.example/maya", "MAYA20"),
		known,
		as(line(t, 4, "leo", "", "LEO15"), store.Selected),
		line(t, 5, "maya.new", "", "NEW15"),
		as(zoe, store.Selected),
		line(t, 7, "ben", "", ""),
	)
	w.wantLines(m, "2 @maya changed", "3 @kim changed", "4 @leo changed", "5 @maya.new new", "6 @zoe new", "7 @ben new")
	if w.rowNow(maya).Code.String() != "MAYA15" {
		t.Error("staging changed something")
	}
	before := w.count(`SELECT count(*) FROM application_history`)
	done := w.applied(m)
	w.wantLines(m, "2 @maya changed applied", "3 @kim changed applied", "4 @leo changed applied", "5 @maya.new new applied", "6 @zoe new applied", "7 @ben new applied")
	now := w.rowNow(maya)
	if now.Code.String() != "MAYA20" || now.Link.String() != "https://shop.example/maya" || now.SentLink != now.Link || now.ChangedBy != ana {
		t.Errorf("maya: %+v", now.Application)
	}
	if got := w.rowNow(leo); got.State != store.Selected || got.Code.String() != "LEO15" || got.LinkMode != store.UniqueProgram {
		t.Errorf("leo: %+v", got.Application)
	}
	if got := w.rowNow(kim); got.Version != kim.Version || got.Influencer.Name != "Kim K" || got.Influencer.Version != 2 {
		t.Errorf("kim: %+v", got)
	}
	if got := w.rowOf(c, "maya.new"); got.State != store.Applied || got.Code.String() != "NEW15" {
		t.Errorf("maya.new: %+v", got.Application)
	}
	got := w.rowOf(c, "zoe")
	if got.State != store.Selected || got.Code.String() != "ZOE15" || got.Note != "likes tea" || got.GoesLive != "2025-06-01" ||
		got.Influencer.Name != "Zoe Z" || got.Influencer.Email != "zoe@shop.example" || got.Influencer.Platform != "TikTok" || got.LinkMode != store.UniqueProgram {
		t.Errorf("zoe: %+v", got)
	}
	if n := w.count(`SELECT count(*) FROM application_history WHERE way = 'import' AND request_id = $1 AND by = $2`, done.Request(), ana); n != 5 {
		t.Errorf("%d history rows, want 5", n)
	}
	if n := w.count(`SELECT count(*) FROM application_history`) - before; n != 5 {
		t.Errorf("%d history rows in all", n)
	}
	if n := w.count(`SELECT count(*) FROM influencer_history WHERE way = 'import' AND request_id = $1`, done.Request()); n != 4 {
		t.Errorf("%d influencers' history rows, want 4", n)
	}
	counts, err := w.ImportCounts(t.Context(), team, m.ID)
	must(t, err)
	same(t, "counts", counts, store.ImportCounts{Lines: 6, New: 3, Changed: 3, Made: 3, Applied: 3})
	w.wantLines(w.importOf(c, line(t, 2, "maya", "https://shop.example/maya", "maya20")), "2 @maya unchanged")
	w.wantLines(w.importOf(c, as(line(t, 2, "zoe", "https://shop.example/zoe", "ZOE15"), store.Applied)), "2 @zoe unchanged")
}

func TestUndoOfAnImport(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	maya, leo := w.selected(c, "maya", "", "MAYA15"), w.selected(c, "leo", "", "LEO15")
	done := w.applied(w.importOf(c, line(t, 1, "maya", "", "MAYA20"), line(t, 2, "leo", "", "LEO20"), line(t, 3, "zoe", "", "")))
	w.mustEdit(w.rowNow(leo), func(e *store.Edit) { e.Note = "since" })
	act := w.act()
	act.Way = store.ByUndo
	undone, err := w.Undo(t.Context(), act, done.Request())
	must(t, err)
	if len(undone.Rows) != 2 || len(undone.Moved) != 1 || w.rowNow(maya).Code.String() != "MAYA15" || w.rowNow(leo).Code.String() != "LEO20" {
		t.Errorf("undone %+v", undone)
	}
	same(t, "people", w.people(c), []string{"leo selected LEO20", "maya selected MAYA15"})
}

func TestImportedStates(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	applied := w.applicant(c, "applied")
	selected := w.selected(c, "selected", "", "S15")
	gone := w.mustEdit(w.applicant(c, "gone"), func(e *store.Edit) { e.State = store.Declined })
	for _, tt := range []struct {
		line store.ImportLine
		want string
		row  store.Row
		then store.State
	}{
		{as(line(t, 1, "applied", "", ""), store.Applied), "unchanged", applied, store.Applied},
		{as(line(t, 1, "applied", "", ""), store.Withdrawn), "changed", applied, store.Declined},
		{as(line(t, 1, "selected", "", ""), store.Applied), "unchanged", selected, store.Selected},
		{as(line(t, 1, "gone", "", ""), store.Applied), "unchanged", gone, store.Declined},
		{as(line(t, 1, "gone", "", "G15"), store.Applied), "error [state declined U1]", gone, store.Declined},
		{as(line(t, 1, "gone", "", "G15"), store.Selected), "changed", gone, store.Selected},
		{as(line(t, 1, "selected", "", "S20"), store.Declined), "changed [withdraws]", selected, store.Withdrawn},
	} {
		m := w.importOf(c, tt.line)
		got := strings.TrimPrefix(w.lines(m)[0], "1 @"+tt.line.Handle.String()+" ")
		if got != tt.want {
			t.Errorf("@%s as %s: %s, want %s", tt.line.Handle, tt.line.State, got, tt.want)
		}
		w.applied(m)
		if now := w.rowNow(tt.row); now.State != tt.then {
			t.Errorf("@%s as %s is %s then, want %s", tt.line.Handle, tt.line.State, now.State, tt.then)
		}
	}
	if now := w.rowNow(selected); now.Code.String() != "S15" {
		t.Errorf("the code of who is withdrawn changed to %s", now.Code)
	}
}

func TestEmptyCellsChangeNothing(t *testing.T) {
	w := newWorld(t)
	c := w.campaignOf("c", store.Terms{Name: "c", LinkMode: store.UniqueOurs, CodeMode: store.UniqueOurs, Owners: []string{ana}, Launches: "2025-07-01"})
	maya := w.selected(c, "maya", "https://shop.example/m", "MAYA15")
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Note = "n" })
	l := line(t, 1, "maya", "", "")
	l.GoesLive = "2025-07-01" // the launch date, which is when they go live
	m := w.importOf(c, l)
	w.wantLines(m, "1 @maya unchanged")
	w.applied(m)
	if now := w.rowNow(maya); now.Version != maya.Version || now.GoesLive != "" {
		t.Errorf("%+v", now.Application)
	}
	m = w.importOf(c, line(t, 1, "maya", "TBD", "tbd"))
	w.wantLines(m, "1 @maya changed [tbd link https://shop.example/m] [tbd code MAYA15]")
	act := w.act()
	_, err := w.ApplyImport(t.Context(), act, m.ID, false)
	must(t, err)
	_, _, err = w.RunImport(t.Context(), team, m.ID, "claim", act.At, nil)
	must(t, err)
	w.wantLines(m, "1 @maya changed left [tbd link https://shop.example/m] [tbd code MAYA15]")
	if now := w.rowNow(maya); now.Version != maya.Version {
		t.Errorf("a line with warnings was applied: %+v", now.Application)
	}
}

func TestImportsErrors(t *testing.T) {
	w := newWorld(t)
	shared := w.campaignOf("shared", store.Terms{
		Name: "shared", LinkMode: store.NotNeeded, CodeMode: store.Shared, SharedCode: aCode(t, "ALL15"), Owners: []string{ana},
	})
	w.selected(shared, "maya", "", "")
	m := w.importOf(
		shared,
		line(t, 1, "maya", "", "all15"), line(t, 2, "leo", "", "LEO15"), line(t, 3, "kim", "https://shop.example/kim", ""),
		line(t, 4, "", "", "NONE15"),
	)
	w.wantLines(m, "1 @maya unchanged", "2 @leo error [not_own code LEO15]",
		"3 @kim error [not_own link https://shop.example/kim]", "4 error [not_own code NONE15]")

	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	w.selected(c, "ben", "https://shop.example/ben", "BEN15")
	unread := line(t, 20, "odd", "", "")
	unread.Problems = []store.ImportProblem{{What: store.TroubleUnread, Kind: "code", Text: "A code\x00 can't contain a space.", Try: "ODD15"}}
	elsewhere := line(t, 21, "ben", "", "BEN99")
	elsewhere.Ignored, elsewhere.Problems = true, []store.ImportProblem{{What: store.TroubleCampaign, Campaign: "Winter"}}
	m = w.importOf(
		c,
		line(t, 1, "maya", "", "MAYA15"), line(t, 2, "Maya", "", "MAYA15"), // the same
		line(t, 3, "leo", "", "LEO15"), line(t, 4, "leo", "", "LEO20"), line(t, 5, "leo", "", "LEO15"), // not the same
		line(t, 6, "kim", "", "TWIN"), line(t, 7, "zoe", "", "twin"), // one code for two
		line(t, 8, "a", "https://shop.example/twin", ""), line(t, 9, "b", "https://shop.example/twin", ""),
		as(line(t, 10, "d", "", "ben15"), store.Selected), line(t, 11, "e", "", ""), line(t, 12, "", "", ""), line(t, 13, "", "https://shop.example/x", ""),
		unread, elsewhere,
	)
	w.wantLines(m, "1 @maya new", "2 @maya ignored [same row 1]",
		"3 @leo error [twice row 4]", "4 @leo error [twice row 3]", "5 @leo error [twice row 4]",
		"6 @kim error [twin code row 7]", "7 @zoe error [twin code row 6]", "8 @a error [twin link row 9]", "9 @b error [twin link row 8]",
		"10 @d error [taken code ben15 @ben]", "11 @e new", "12 error [nobody]", "13 error [nobody]",
		"20 @odd error [unread code A code can't contain a space.]", "21 @ben ignored [campaign Winter]")
}
