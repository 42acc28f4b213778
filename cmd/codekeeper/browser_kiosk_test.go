package main

import (
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/network"
)

// Forms lie three high on each other. Esc goes back to the one below, with all
// that was typed and the focus where it was; the cross leaves them all.
func TestBrowserThreeForms(t *testing.T) {
	s, _ := inBrowserOfKiosk(t)
	ana := s.sits("ana", "#influencers")
	ana.types("/influencer form")
	ana.form("Form one")
	ana.fills("Name", "First")
	ana.tabsTo("Deeper")
	ana.hits("Enter")
	ana.form("Form two")
	ana.isAt("Name")
	ana.fills("Name", "Second")
	ana.presses("Deeper")
	ana.form("Form three")
	ana.sees("Form one › Form two ›")
	ana.shot("three-forms")
	ana.tabsTo("Drop")
	ana.hits("Enter")
	ana.sees("It can't be undone.")
	ana.isAt("Keep")
	ana.hits("Escape") // leaves the question, not the form
	ana.form("Form three")
	ana.isAt("Drop")
	ana.hits("Enter")
	ana.isAt("Keep")
	ana.tabsTo("Do it")
	ana.hits("Enter")
	ana.sees("You did drop=all")
	ana.isAt("Drop")
	ana.hits("Escape")
	ana.form("Form two")
	ana.holds("Name", "Second")
	ana.isAt("Deeper")
	ana.presses("Deeper")
	ana.form("Form three")
	ana.fills("Name", "wrong")
	ana.hits("Enter")
	ana.errs("Name", "This can't be it.")
	ana.fills("Name", "right")
	ana.hits("Enter") // saved: the one below comes back
	ana.form("Form two")
	ana.holds("Name", "Second")
	ana.presses("Back")
	ana.form("Form one")
	ana.holds("Name", "First")
	ana.isAt("Deeper")
	ana.presses("Deeper")
	ana.form("Form two")
	ana.presses("Deeper")
	ana.form("Form three")
	ana.fills("Name", "all") // saved, and the app clears them all
	ana.hits("Enter")
	ana.noForm()
	ana.isAt("Message or command")
	ana.types("/influencer form")
	ana.form("Form one")
	ana.presses("Deeper")
	ana.form("Form two")
	ana.presses("Close") // the cross
	ana.noForm()
	ana.isAt("Message or command")
}

// Menus of more actions, by keyboard and by mouse, with and without a question.
func TestBrowserMoreActions(t *testing.T) {
	s, k := inBrowserOfKiosk(t)
	ana := s.sits("ana", "#influencers")
	ana.types("/influencer things")
	ana.sees("Nothing was chosen.")
	ana.tabsBack("More actions")
	ana.tabsBack("Plain")
	ana.tabsBack("More actions")
	ana.hits("Enter")
	ana.sees("Move")
	ana.hits("ArrowDown")
	ana.isAt("Copy")
	ana.hits("ArrowUp")
	ana.isAt("Drop")
	ana.hits("Escape")
	ana.isAt("More actions")
	ana.until("the menu to close", `!document.querySelector("details.menu[open]")`)
	ana.hits("ArrowDown")
	ana.hits("ArrowDown")
	ana.isAt("Move")
	ana.shot("more-actions")
	ana.hits("Enter")
	ana.sees("You chose more=move.")
	ana.isAt("More actions")
	ana.hits("Enter")
	ana.hits("Shift+Tab")
	ana.until("the menu to close behind the focus", `!document.querySelector("details.menu[open]")`)

	ana.presses("More actions") // the newest, which asks
	ana.presses("Bury")
	ana.sees("It can't be undone.")
	ana.shot("asks")
	ana.presses("Keep")
	ana.noForm()
	ana.isAt("More actions")
	ana.presses("More actions")
	ana.presses("Burn")
	ana.presses("Do it")
	ana.noForm()
	ana.sees("You chose asks=burn.")
	ana.clicks("open the first menu", `document.querySelector("article .section summary")`)
	ana.clicks("choose", in(`t => [...document.querySelectorAll("article .section .list button")].find(el => el.innerText === t)`, "Drop"))
	ana.sees("You chose more=drop.")
	if got := k.used(); slices.Contains(got, "block_actions asks=bury") {
		t.Errorf("what was kept was sent: %q", got)
	}
}

// Inputs that tell the app at once: on Enter, at each letter, at each choice.
// What is being typed elsewhere stays.
func TestBrowserInputsThatTell(t *testing.T) {
	s, k := inBrowserOfKiosk(t)
	ana := s.sits("ana", "#influencers")
	ana.types("/influencer form")
	ana.form("Form one")
	ana.fills("Name", "Kept")
	ana.fills("Tells on Enter", "one")
	ana.hits("Enter") // tells, and doesn't save
	ana.sees("You did entered=one")
	ana.form("Form one")
	ana.holds("Name", "Kept")
	ana.isAt("Tells on Enter")
	ana.fills("Tells each letter", "ab")
	ana.sees("You did letters=ab")
	ana.isAt("Tells each letter")
	ana.writes("c")
	ana.sees("You did letters=abc")
	ana.holds("Tells each letter", "abc")
	ana.tabsTo("Tells its choice")
	ana.hits("ArrowDown")
	ana.sees("You did menu=tea")
	ana.isAt("Tells its choice")
	ana.hits("ArrowDown")
	ana.sees("You did menu=coffee")
	ana.holds("Name", "Kept")
	ana.picks("Finds", "x", "Found x")
	ana.presses("Save")
	ana.noForm()
	if got := k.used(); !slices.Contains(got, "view_submission one") {
		t.Errorf("nothing was saved: %q", got)
	}
}

// While the app takes its time, the page says so, and sends nothing twice.
func TestBrowserWhileItWaits(t *testing.T) {
	s, k := inBrowserOfKiosk(t)
	ana := s.sits("ana", "#influencers")
	k.isHeld()
	ana.types("/influencer loading")
	ana.form("Form loading")
	ana.sees("Loading…")
	k.goesOn()
	ana.form("Form one")
	ana.sees("Loaded")
	ana.isAt("Name")

	k.isHeld()
	ana.fills("Finds", "slow")
	ana.sees("Searching…")
	ana.hits("Escape") // leaves the search, not the form
	ana.seesNot("Searching…")
	ana.form("Form one")
	ana.hits("ArrowDown")
	ana.sees("Searching…")
	k.goesOn()
	ana.offers("Found slow")
	k.isHeld()
	ana.writes("er")
	ana.hits("Enter") // takes no offer to what stood there before
	ana.sees("Found slow")
	k.goesOn()
	ana.offers("Found slower")
	ana.hits("Enter")
	ana.has("Found slower")

	k.isHeld()
	ana.fills("Name", "Sent once")
	ana.hits("Enter")
	ana.until("Save to be busy", `document.querySelector("#form-submit")?.disabled`)
	ana.shot("submitting")
	ana.hits("Enter")
	ana.hits("Escape")
	ana.form("Form one")
	k.goesOn()
	ana.noForm()
	saved := 0
	for _, what := range k.used() {
		if what == "view_submission one" {
			saved++
		}
	}
	if saved != 1 {
		t.Errorf("it was sent %d times: %q", saved, k.used())
	}
	ana.isAt("Message or command")
}

// Without an acknowledgement in time the page says what Slack's would, and what
// was typed stays.
func TestBrowserNoAnswerInTime(t *testing.T) {
	s, k := inBrowserOfKiosk(t)
	ana := s.sits("ana", "#influencers")
	ben := s.sits("ben", "#influencers")
	ana.types("/influencer form")
	ana.form("Form one")
	ana.fills("Name", "Stays")
	ben.types("/influencer things")
	ben.sees("Nothing was chosen.")
	k.isHeld()
	ana.presses("Save")
	ben.presses("Plain")
	ben.sees("We had some trouble connecting. Try again?")
	ben.isAt("Plain")
	ana.sees("We had some trouble connecting. Try again?")
	ana.holds("Name", "Stays")
	ben.shot("no-answer")
	ben.types("/influencer things")
	ana.fills("Finds", "nobody")
	ben.sees("operation_timeout")
	ana.sees("The app did not answer.")
	k.goesOn()
	ana.presses("Save")
	ana.noForm()
}

// What Slack would refuse isn't shown: the page says what it was, and leads to
// it on the wire.
func TestBrowserRefusal(t *testing.T) {
	s, _ := inBrowserOfKiosk(t)
	s.mayBeRefused()
	ana := s.sits("ana", "#influencers")
	ana.types("/influencer refused")
	ana.sees("Slack would have refused this: views.open invalid_arguments")
	ana.noForm()
	ana.tabsTo("See it on the wire")
	ana.hits("Enter")
	ana.isAt("Wire")
	ana.sees("Show all")
	ana.shot("refusal")
	ana.types("/influencer things") // what comes next is no longer refused
	ana.seesNot("Slack would have refused this")
}

// When the simulator itself ends, the page says so; when it is back, so is the
// page.
func TestBrowserSimulatorEnds(t *testing.T) {
	s, _ := inBrowserOfKiosk(t)
	ana := s.sits("ana", "#influencers")
	address := strings.TrimSuffix(strings.TrimPrefix(s.sim.URL(), "http://"), "/")
	if err := s.sim.Close(); err != nil {
		t.Fatal(err)
	}
	reserve(t, address)
	ana.until("the page to say so", `!document.querySelector("#banner").hidden && document.querySelector("#banner").innerText.includes("does not answer")`)
	ana.clicks("go to the message box", `document.querySelector("#line")`)
	ana.writes("/influencer form")
	ana.hits("Enter")
	ana.until("what was typed to be back", `document.querySelector("#line").value === "/influencer form"`)
	ana.shot("ended")
	again, err := startWorkspace(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Close() })
	populate(again)
	ana.until("the page to be back", `document.querySelector("#banner").hidden && document.querySelector(".waiting")`)
}

// reserve keeps an address from being given to others until the test ends, while
// nothing answers there: who listens at it shares it.
func reserve(t *testing.T, address string) {
	t.Helper()
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		t.Fatal(err)
	}
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(socket) })
	if err := syscall.SetsockoptInt(socket, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Bind(socket, &syscall.SockaddrInet4{Port: int(at.Port()), Addr: at.Addr().As4()}); err != nil {
		t.Fatal(err)
	}
}

// The page may also be told nothing from its beginning on.
func TestBrowserNoNews(t *testing.T) {
	s, _ := inBrowserOfKiosk(t)
	ana := s.sits("ana", "#influencers")
	deaf := func(patterns ...*network.BlockPattern) {
		ana.run("hear what comes, or nothing", command(network.Enable, network.EnableParams{}),
			command(network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: patterns}))
	}
	deaf(&network.BlockPattern{URLPattern: "*://*:*/page/events", Block: true})
	ana.goes("#influencers")
	ana.until("the page to say so", `document.querySelector("#banner").innerText.includes("does not answer")`)
	deaf()
	ana.until("the page to begin anew", `document.querySelector("#banner").hidden`)
	ana.types("/influencer things")
	ana.sees("Nothing was chosen.")
}
