package main

import (
	"database/sql"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// The story of a brand's first campaign, from nothing to nothing TBD, against
// the program as a process of its own.
func TestStoryOfTheFirstCampaign(t *testing.T) {
	t.Parallel()
	tm := newTeam(t)
	serve := tm.serves(tm.env)
	ana := tm.ana()

	makesCampaign(ana, "Summer Glow")
	addsMaya(ana)
	selectsMayaWithTBD(ana)
	seesMayaTBD(ana)
	digest := asksForTheDigest(ana)
	savesTheLinkFromTheDigest(ana, digest)
	savesTheCode(ana, "MAYA20")
	seesNothingTBD(ana)

	serve.signal(syscall.SIGTERM)
	if code := serve.ends(); code != 0 {
		t.Errorf("exit code %d after SIGTERM", code)
	}
}

// makesCampaign fills the form of /campaign new: both unique, the link from the
// program, the code ours.
func makesCampaign(p *slacksim.Person, name string) {
	p.Types("/campaign new")
	form := p.Form()
	form.Fill("Name", name)
	form.Choose("Affiliate link", "Unique, from our affiliate program")
	form.Choose("Coupon code", "Unique, we make it")
	form.Submit()
	form.Closed()
	p.Sees("summer-glow")
}

func addsMaya(p *slacksim.Person) {
	p.Types("/influencer add @maya.glow summer-glow")
	p.Sees("maya.glow")
}

// selectsMayaWithTBD saves the form as it begins: both TBD.
func selectsMayaWithTBD(p *slacksim.Person) {
	p.Types("/influencer select @maya.glow summer-glow")
	form := p.Form()
	if link, code := form.Value("Affiliate link"), form.Value("Coupon code"); link != "TBD" || code != "TBD" {
		form.Shows("both fields begin as TBD, not as " + link + " and " + code)
	}
	form.Submit()
	form.Closed()
	p.Sees("TBD")
}

func seesMayaTBD(p *slacksim.Person) {
	p.Types("/influencer tbd")
	p.Sees("maya.glow")
}

// asksForTheDigest has it posted, and returns the message as everybody sees it.
func asksForTheDigest(p *slacksim.Person) *slacksim.Message {
	p.Types("/campaign digest now")
	p.Sees("Posted in")
	return p.Sees("1 TBD")
}

func savesTheLinkFromTheDigest(p *slacksim.Person, digest *slacksim.Message) {
	digest.Press("Update")
	form := p.Form()
	form.Fill("Affiliate link", "https://shop.example/maya?ref=1")
	form.Submit()
	form.Closed()
	p.Sees("https://shop.example/maya?ref=1")
}

func savesTheCode(p *slacksim.Person, code string) {
	p.Types("/influencer code @maya.glow " + code)
	p.Sees(code)
}

func seesNothingTBD(p *slacksim.Person) {
	p.Types("/influencer tbd")
	p.Sees("Nothing is TBD")
}

func TestRestartMidWayLosesNothing(t *testing.T) {
	t.Parallel()
	tm := newTeam(t)
	ana := tm.ana()
	first := tm.serves(tm.env)
	makesCampaign(ana, "Summer Glow")
	addsMaya(ana)
	ana.Types("/influencer select @maya.glow summer-glow")
	form := ana.Form()
	first.signal(syscall.SIGKILL) // no draining at all
	first.ends()

	tm.serves(tm.env)
	form.Fill("Coupon code", "MAYA15") // opened by a program that is gone
	form.Submit()
	form.Closed()
	ana.Types("/influencer show @maya.glow")
	ana.Sees("MAYA15")
}

func TestTwoProgramsPostOneDigest(t *testing.T) {
	t.Parallel()
	tm := newTeam(t)
	before := tm.serves(tm.env)
	ana := tm.ana()
	makesCampaign(ana, "Summer Glow")
	addsMaya(ana)
	selectsMayaWithTBD(ana)
	before.signal(syscall.SIGTERM)
	before.ends()
	already := len(tm.digests())

	one, two := start(t, tm.due(), "serve"), start(t, tm.due(), "serve")
	one.logs("digest sweep")
	two.logs("digest sweep")
	if posted := tm.digests()[already:]; len(posted) != 1 {
		t.Fatalf("%d digests are posted, want 1: %+v", len(posted), posted)
	}
	for range 2 { // an outside scheduler finds it posted
		digest := start(t, tm.due(), "digest")
		digest.says("No digest is due")
		if code := digest.ends(); code != 0 {
			t.Errorf("digest exits %d", code)
		}
	}
	if posted := tm.digests()[already:]; len(posted) != 1 {
		t.Errorf("%d digests are posted after codekeeper digest, want 1", len(posted))
	}
}

func TestDigestCommandPostsWhatIsDue(t *testing.T) {
	t.Parallel()
	tm := newTeam(t)
	serve := tm.serves(tm.env)
	ana := tm.ana()
	makesCampaign(ana, "Summer Glow")
	addsMaya(ana)
	selectsMayaWithTBD(ana)
	serve.signal(syscall.SIGINT)
	if code := serve.ends(); code != 0 {
		t.Errorf("exit code %d after SIGINT", code)
	}
	env := tm.due()
	delete(env, "SLACK_APP_TOKEN") // digest opens no connection
	delete(env, "LISTEN_ADDR")
	digest := start(t, env, "digest")
	digest.says("Posted 1 digest.")
	if code := digest.ends(); code != 0 {
		t.Errorf("digest exits %d", code)
	}
	ana.Sees("1 TBD")
}

func TestServeTellsOfItsHealth(t *testing.T) {
	t.Parallel()
	tm := newTeam(t)
	serve := tm.serves(tm.env)
	at := serve.address()
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/metrics": "go_goroutines"} {
		if status, body := asks(t, at+path); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s answers %d %q", path, status, body)
		}
	}
	health := start(t, environment{"LISTEN_ADDR": strings.TrimPrefix(at, "http://")}, "health")
	health.says("ready")
	if code := health.ends(); code != 0 {
		t.Errorf("health exits %d", code)
	}
	taken := start(t, tm.env.with("LISTEN_ADDR", strings.TrimPrefix(at, "http://")), "serve")
	taken.says("codekeeper: LISTEN_ADDR")
	if code := taken.ends(); code != 1 {
		t.Errorf("a second program at the same address exits %d", code)
	}
}

func TestRefusedTokenEndsARunningProgram(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, variable, method, why string }{
		{"app", "SLACK_APP_TOKEN", "apps.connections.open", "token_revoked"},
		{"bot", "SLACK_BOT_TOKEN", "users.info", "account_inactive"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tm := newTeam(t)
			serve := tm.serves(tm.env)
			tm.sim.FailWith(c.method, c.why, 100)
			tm.ana().Types("/influencer") // asks who she is
			tm.sim.CutSockets()           // and again for a connection
			serve.says("codekeeper: " + c.variable + " was refused by Slack (" + c.why + "): ")
			if code := serve.ends(); code != 1 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// A change that is being saved when SIGTERM comes is saved and answered.
func TestSIGTERMDrains(t *testing.T) {
	t.Parallel()
	tm := newTeam(t)
	serve := tm.serves(tm.env)
	ana := tm.ana()
	makesCampaign(ana, "Summer Glow")
	addsMaya(ana)
	selectsMayaWithTBD(ana)

	db, err := store.Connect(t.Context(), tm.env["DATABASE_URL"])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	held, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Rollback() }()
	if _, err := held.ExecContext(t.Context(), "lock table applications in share mode"); err != nil {
		t.Fatal(err)
	}
	answered := make(chan struct{})
	go func() { defer close(answered); ana.Types("/influencer code @maya.glow MAYA20") }()
	awaitWaiter(t, db)
	serve.signal(syscall.SIGTERM)
	serve.saysNotReady()
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	<-answered
	ana.Sees("MAYA20")
	if code := serve.ends(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

const sqlWaiters = `select count(*) from pg_locks
	where not granted and database = (select oid from pg_database where datname = current_database())`

// awaitWaiter waits until somebody waits for a lock.
func awaitWaiter(t *testing.T, db *sql.DB) {
	t.Helper()
	for late := time.Now().Add(comesWithin); time.Now().Before(late); time.Sleep(5 * time.Millisecond) {
		var waiters int
		if err := db.QueryRowContext(t.Context(), sqlWaiters).Scan(&waiters); err != nil {
			t.Fatal(err)
		}
		if waiters > 0 {
			return
		}
	}
	t.Fatal("nobody waits for the lock")
}

// saysNotReady waits until the program takes nothing new.
func (c *child) saysNotReady() {
	c.t.Helper()
	at := c.address()
	for late := time.Now().Add(comesWithin); time.Now().Before(late); time.Sleep(5 * time.Millisecond) {
		if status, body := asks(c.t, at+"/readyz"); status == http.StatusServiceUnavailable {
			if !strings.Contains(body, "stopping") {
				c.t.Errorf("/readyz answers %q", body)
			}
			return
		}
	}
	c.t.Fatal("still ready after SIGTERM")
}
