package bot

import (
	"errors"
	"fmt"
	"strings"
)

// A target is where a request leads.
type target struct {
	name string // for metrics and logs
	who  Who
	run  Handler
}

// router finds the target of a request. It is made once and only read then.
type router struct {
	commands map[[2]string]target // by slash command and name
	routes   map[Kind]map[string]target
	unknown  Handler
	home     Handler
}

// newRouter collects the routes; the error names each that is double, empty
// or without a handler.
func newRouter(commands []Command, unknown, home Handler) (*router, error) {
	r := &router{
		commands: map[[2]string]target{}, unknown: unknown, home: home,
		routes: map[Kind]map[string]target{KindClick: {}, KindSubmission: {}, KindOptions: {}, KindShortcut: {}},
	}
	var wrong []error
	for _, c := range commands {
		wrong = append(wrong, r.addCommand(c))
		for kind, routes := range map[Kind][]Route{
			KindClick: c.Clicks, KindSubmission: c.Forms, KindOptions: c.Options, KindShortcut: c.Shortcuts,
		} {
			for _, route := range routes {
				wrong = append(wrong, r.addRoute(kind, route))
			}
		}
	}
	return r, errors.Join(wrong...)
}

func (r *router) addCommand(c Command) error {
	name := strings.TrimSpace(c.Slash + " " + c.Name)
	if c.Slash == "" && c.Name == "" && c.Run == nil {
		return nil // a command may hold nothing but routes
	}
	key := [2]string{strings.ToLower(c.Slash), strings.ToLower(c.Name)}
	switch _, double := r.commands[key]; {
	case !strings.HasPrefix(c.Slash, "/"):
		return fmt.Errorf("command %q: the slash command must begin with /", name)
	case c.Run == nil:
		return fmt.Errorf("command %q has no handler", name)
	case double:
		return fmt.Errorf("command %q is there twice", name)
	}
	r.commands[key] = target{name: name, who: c.Who, run: c.Run}
	return nil
}

func (r *router) addRoute(kind Kind, route Route) error {
	switch _, double := r.routes[kind][route.ID]; {
	case route.ID == "":
		return fmt.Errorf("a route of a %s has no id", kind)
	case kind != KindSubmission && kind != KindShortcut && strings.Contains(route.ID, ":"):
		return fmt.Errorf("route of a %s %q holds a colon, which begins the suffix", kind, route.ID)
	case route.Run == nil:
		return fmt.Errorf("route of a %s %q has no handler", kind, route.ID)
	case double:
		return fmt.Errorf("route of a %s %q is there twice", kind, route.ID)
	}
	r.routes[kind][route.ID] = target{name: route.ID, who: route.Who, run: route.Run}
	return nil
}

// find is where a request leads; a problem when there is no such place any
// more.
func (r *router) find(a *act) (target, error) {
	switch a.Kind {
	case KindCommand:
		if t, ok := r.commands[[2]string{a.Slash, a.Word}]; ok {
			return t, nil
		}
		if r.unknown == nil {
			return target{}, newProblem(outcomeUserError, sayNoCommand)
		}
		return target{name: "unknown", who: Members, run: r.unknown}, nil
	case KindHome:
		return target{name: "home", who: Members, run: r.home}, nil
	}
	t, ok := r.routes[a.Kind][a.route]
	switch {
	case ok:
		return t, nil
	case a.Form != nil:
		return target{}, newProblem(outcomeStale, sayStaleForm)
	}
	return target{}, newProblem(outcomeStale, sayStaleClick)
}

// String is the word for logs and metrics.
func (k Kind) String() string {
	switch k {
	case KindCommand:
		return "command"
	case KindClick:
		return "click"
	case KindSubmission:
		return "submission"
	case KindOptions:
		return "options"
	case KindShortcut:
		return "shortcut"
	case KindHome:
		return "home"
	}
	return "unknown"
}
