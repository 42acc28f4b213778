package commands

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"codekeeper/bot"
	"codekeeper/store"
)

// maxPicked is how many influencers one form or command takes.
const maxPicked = 100

// A person is an influencer as somebody names them: by handle, with the
// platform of a pasted address.
type person struct {
	handle   store.Handle
	platform string
	at       bool // written with @ or as an address
}

// takePeople takes the handles that a command begins with, each once. One may
// be without @.
func takePeople(w *words) ([]person, error) {
	var found []person
	for {
		next, ok := w.peek()
		if !ok && w.empty() || ok && len(found) > 0 && !next.handle() {
			return found, nil
		}
		next, err := w.next()
		if err != nil {
			return nil, err
		}
		if len(found) == 1 && !found[0].at {
			return nil, &bot.UserError{
				Problem: "The handles come first, and each of several begins with @.",
				Hint:    "Like this: @maya.glow @leo.moves summer-glow",
			}
		}
		h, platform, err := store.ParseHandle(next.text)
		if err != nil {
			return nil, userError(err)
		}
		if len(found) == maxPicked {
			return nil, tooMany()
		}
		if !slices.ContainsFunc(found, func(p person) bool { return p.handle.Key() == h.Key() }) {
			found = append(found, person{h, platform, next.handle()})
		}
	}
}

func tooMany() error {
	return &bot.UserError{Problem: fmt.Sprintf("That is more than %d influencers.", maxPicked), Hint: "Take them in several goes."}
}

// readPasted reads handles and profile addresses separated by white space,
// commas or semicolons; unread are those that can't be, clipped.
func readPasted(text string) (found []person, unread []string) {
	apart := func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }
	for _, piece := range strings.FieldsFunc(text, apart) {
		h, platform, err := store.ParseHandle(piece)
		if err != nil {
			unread = append(unread, clip(piece, 40))
			continue
		}
		found = append(found, person{handle: h, platform: platform, at: true})
	}
	return found, unread
}

// unreadable names pasted texts that are no handles.
func unreadable(pieces []string) string {
	return fmt.Sprintf("Can't read %s as a handle or profile address.", andMore(pieces, 5))
}

// handleList names people as a command does.
func handleList(list []person) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = "@" + p.handle.String()
	}
	return strings.Join(names, " ")
}

// handlesShown are people's handles in mrkdwn.
func handlesShown(list []person) []string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = exact("@" + p.handle.String())
	}
	return names
}

func handlesOf(list []person) []store.Handle {
	handles := make([]store.Handle, len(list))
	for i, p := range list {
		handles[i] = p.handle
	}
	return handles
}
