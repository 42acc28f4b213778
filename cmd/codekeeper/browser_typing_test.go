package main

import (
	"testing"

	"codekeeper/commands"
)

// Who has completed a command is shown what may follow it, as it was registered.
func TestBrowserUsageHints(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	for _, command := range commands.Slashes() {
		ana.clicks("go to the message box", `document.querySelector("#line")`)
		ana.hits("Control+a")
		ana.writes(command.Command + " ")
		ana.until("the hint of "+command.Command, in(`hint => document.querySelector("#line-hint").innerText.trim() === hint`, command.Command+" "+command.Hint))
	}
}

// Whoever unticks Curly quotes types straight ones, from then on.
func TestBrowserStraightQuotes(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ana.ticks("Curly “quotes”, as Slack types them")
	ana.ticked("Curly “quotes”, as Slack types them", false)
	for range 2 {
		ana.clicks("go to the message box", `document.querySelector("#line")`)
		ana.hits("Control+a")
		ana.writes(`say "hello" to Ana's team`)
		ana.until("the quotes to be straight", in(`t => document.querySelector("#line").value === t`, `say "hello" to Ana's team`))
		ana.goes("#general")
		ana.ticked("Curly “quotes”, as Slack types them", false)
	}
}
