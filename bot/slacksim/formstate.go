package slacksim

import "slices"

// formState is what a person typed or chose: by block id, then action id, the element's value in Slack's own shape.
type formState map[string]map[string]doc

// get is one element's value, nil when it has none yet.
func (f formState) get(blockID, actionID string) doc { return f[blockID][actionID] }

func (f formState) set(blockID, actionID string, value doc) {
	if f[blockID] == nil {
		f[blockID] = map[string]doc{}
	}
	f[blockID][actionID] = value
}

// shape says where an element keeps its value: the field in state.values, the field of the element it begins with, and
// what an empty one holds. ok is false for what keeps nothing (buttons, overflow menus).
func shape(kind string) (field, initial string, empty any, ok bool) {
	none := []any{}
	switch kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return "value", "initial_value", nil, true
	case "datepicker":
		return "selected_date", "initial_date", nil, true
	case "timepicker":
		return "selected_time", "initial_time", nil, true
	case "datetimepicker":
		return "selected_date_time", "initial_date_time", nil, true
	case "static_select", "external_select", "radio_buttons":
		return "selected_option", "initial_option", nil, true
	case "users_select":
		return "selected_user", "initial_user", nil, true
	case "conversations_select":
		return "selected_conversation", "initial_conversation", nil, true
	case "channels_select":
		return "selected_channel", "initial_channel", nil, true
	case "checkboxes", "multi_static_select", "multi_external_select":
		return "selected_options", "initial_options", none, true
	case "multi_users_select":
		return "selected_users", "initial_users", none, true
	case "multi_conversations_select":
		return "selected_conversations", "initial_conversations", none, true
	case "multi_channels_select":
		return "selected_channels", "initial_channels", none, true
	case "file_input":
		return "files", "", none, true // it can't begin with any
	case "rich_text_input":
		return "rich_text_value", "initial_value", nil, true
	}
	return "", "", nil, false
}

// begins is the value that an element begins with; here is the channel that the form was opened from.
func begins(element doc, here string) doc {
	kind := str(element, "type")
	field, initial, value, _ := shape(kind)
	if v := element[initial]; v != nil && v != "" {
		value = v
	}
	if yes(element, "default_to_current_conversation") && here != "" && element[initial] == nil {
		switch kind {
		case "conversations_select":
			value = here
		case "multi_conversations_select":
			value = []any{here}
		}
	}
	return doc{"type": kind, field: value}
}

// nextState is the state under new blocks: an element whose ids and type are unchanged keeps its value, another one
// begins with its initial value. A choice that is no longer offered is given up.
func nextState(old formState, blocks []doc, here string) formState {
	next := formState{}
	for _, c := range controls(blocks) {
		if _, _, _, ok := shape(c.kind()); !ok {
			continue
		}
		value := old.get(c.blockID(), c.actionID())
		if value == nil || str(value, "type") != c.kind() || !stillOffered(c.element, value) {
			value = begins(c.element, here)
		}
		next.set(c.blockID(), c.actionID(), value)
	}
	return next
}

func stillOffered(element, value doc) bool {
	var chosen []doc
	switch str(element, "type") {
	case "static_select", "radio_buttons":
		if o := obj(value, "selected_option"); o != nil {
			chosen = []doc{o}
		}
	case "multi_static_select", "checkboxes":
		chosen = objs(value, "selected_options")
	}
	for _, o := range chosen {
		if !slices.ContainsFunc(offers(element), func(other doc) bool { return str(other, "value") == str(o, "value") }) {
			return false
		}
	}
	return true
}

// valuesOf is state.values: one entry for each element that keeps a value.
func valuesOf(state formState, blocks []doc) doc {
	values := doc{}
	for _, c := range controls(blocks) {
		value := state.get(c.blockID(), c.actionID())
		if value == nil {
			if _, _, _, ok := shape(c.kind()); !ok {
				continue
			}
			value = begins(c.element, "")
		}
		inBlock, _ := values[c.blockID()].(doc)
		if inBlock == nil {
			inBlock = doc{}
			values[c.blockID()] = inBlock
		}
		inBlock[c.actionID()] = value
	}
	return values
}

// defaults is the channel that current-conversation menus of a view begin with.
func (s *Slack) defaults(v *view) string {
	if v.window == nil {
		return ""
	}
	return v.window.channel
}
