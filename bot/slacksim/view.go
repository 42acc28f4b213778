package slacksim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// maxViews is how many forms can lie on one another.
const maxViews = 3

// views are the open forms, the Home tabs, and the rights to open more.
type views struct {
	byID     map[string]*view
	windows  []*window
	homes    map[string]*view // by person
	triggers map[string]*trigger
	offered  map[string][]doc // options that an option query brought, by where and who
}

func newViews() views {
	return views{
		byID: map[string]*view{}, homes: map[string]*view{},
		triggers: map[string]*trigger{}, offered: map[string][]doc{},
	}
}

// window is one person's stack of forms; the last is on top.
type window struct {
	user    string
	channel string // where it was opened from, "" from a shortcut or Home
	stack   []*view
}

func (w *window) top() *view {
	if w == nil || len(w.stack) == 0 {
		return nil
	}
	return w.stack[len(w.stack)-1]
}

// view is one form or one person's Home tab.
type view struct {
	id      string
	user    string
	kind    string // "modal" or "home"
	body    doc    // as the app sent it, with ids for its blocks
	hash    string
	root    string
	prev    string
	window  *window // nil for Home, and once closed
	state   formState
	errors  map[string]string // under fields, by block id
	trouble string
	born    int64
	seq     int64
}

func (v *view) blocks() []doc { return objs(v.body, "blocks") }

// fillView gives a view new content. What was typed stays where block and action ids are unchanged. The caller holds
// s.mu.
func (s *Slack) fillView(v *view, raw json.RawMessage) {
	v.body = decodeObject(raw)
	blocks := v.blocks()
	nameBlocks(blocks)
	v.state = nextState(v.state, blocks, s.defaults(v))
	v.errors, v.trouble = nil, ""
	v.seq = s.bump()
	v.hash = fmt.Sprintf("%d.%s", s.clock.Now().Unix(), secret(4))
}

// checkNewView checks a view that is to be opened, pushed or put in the place of the view old.
func (s *Slack) checkNewView(raw json.RawMessage, kind string, old *view) *apiError {
	if failed := no(checkView(raw, kind)); failed != nil {
		return failed
	}
	body := decodeObject(raw)
	if failed := s.readsFiles(objs(body, "blocks")); failed != nil {
		return failed
	}
	external := str(body, "external_id")
	if external == "" {
		return nil
	}
	if other := s.viewByExternalID(external); other != nil && other != old {
		return fail("duplicate_external_id")
	}
	return nil
}

// readsFiles refuses a field for files to an app that may not read them. The caller holds s.mu.
func (s *Slack) readsFiles(blocks []doc) *apiError {
	for _, c := range controls(blocks) {
		if c.kind() == "file_input" && !s.faults.scopes["files:read"] {
			return &apiError{code: "missing_scope", extra: doc{
				"needed": "files:read", "provided": strings.Join(s.granted(), ","),
			}}
		}
	}
	return nil
}

// viewByExternalID finds an open view or a Home tab. The caller holds s.mu.
func (s *Slack) viewByExternalID(external string) *view {
	for _, v := range s.views.byID {
		if external != "" && s.live(v) && str(v.body, "external_id") == external {
			return v
		}
	}
	return nil
}

// live says that a view is open, or somebody's Home tab.
func (s *Slack) live(v *view) bool { return v.window != nil || s.views.homes[v.user] == v }

// openWindow opens a first form. The caller holds s.mu, here and below.
func (s *Slack) openWindow(userID, channelID string, raw json.RawMessage) *view {
	w := &window{user: userID, channel: channelID}
	s.views.windows = append(s.views.windows, w)
	return s.pushView(w, raw)
}

// pushView lays a form on top.
func (s *Slack) pushView(w *window, raw json.RawMessage) *view {
	v := &view{id: s.newID("V"), user: w.user, kind: "modal", window: w, state: formState{}}
	v.root = v.id
	if top := w.top(); top != nil {
		v.root, v.prev = top.root, top.id
	}
	w.stack = append(w.stack, v)
	s.views.byID[v.id] = v
	s.fillView(v, raw)
	v.born = v.seq
	return v
}

// closeView takes a form away and all that lies on it.
func (s *Slack) closeView(v *view) {
	w := v.window
	if w == nil {
		return
	}
	i := slices.Index(w.stack, v)
	for _, gone := range w.stack[i:] {
		gone.window = nil
		delete(s.views.byID, gone.id)
	}
	w.stack = w.stack[:i:i]
	if len(w.stack) == 0 {
		s.views.windows = slices.DeleteFunc(s.views.windows, func(other *window) bool { return other == w })
	} else {
		w.top().seq = s.bump()
	}
	v.seq = s.bump()
}

// viewDoc is a view as the Web API and payloads show it.
func (s *Slack) viewDoc(v *view) doc {
	out := copyDoc(v.body)
	out["id"], out["team_id"], out["hash"] = v.id, s.ids.team, v.hash
	out["app_id"], out["bot_id"], out["app_installed_team_id"] = s.ids.app, s.ids.bot, s.ids.team
	out["root_view_id"] = v.root
	out["previous_view_id"] = nil
	if v.prev != "" {
		out["previous_view_id"] = v.prev
	}
	out["state"] = doc{"values": valuesOf(v.state, v.blocks())}
	for _, name := range []string{"private_metadata", "callback_id", "external_id"} {
		out[name] = str(v.body, name)
	}
	if v.kind != "modal" {
		return out
	}
	for _, name := range []string{"clear_on_close", "notify_on_close"} {
		out[name] = yes(v.body, name)
	}
	for _, name := range []string{"submit", "close"} {
		if out[name] == nil {
			out[name] = nil
		}
	}
	return out
}
