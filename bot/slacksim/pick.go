package slacksim

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pick is the value that an element holds when a person gives it these values, as their client would send it: option
// values for selects, menus, radio buttons and checkboxes; ids of people and channels; text, dates (2006-01-02), times
// (15:04) and moments (Unix seconds) as written. It returns an error when the client would not let them. The caller
// holds s.mu. known are the options that an option query brought.
func (s *Slack) pick(element doc, known []doc, values []string) (doc, error) {
	kind := str(element, "type")
	field, _, _, ok := shape(kind)
	if !ok {
		return nil, fmt.Errorf("nothing can be put into %q", kind)
	}
	out := doc{"type": kind}
	many := field[len(field)-1] == 's' // selected_options, selected_users …
	if !many && len(values) > 1 {
		return nil, fmt.Errorf("only one can be chosen in %q", kind)
	}
	if most, limited := num(element, "max_selected_items"); limited && len(values) > int(most) {
		return nil, fmt.Errorf("at most %v can be chosen", most)
	}
	picked := make([]any, 0, len(values))
	for _, v := range values {
		one, err := s.pickOne(element, known, v)
		if err != nil {
			return nil, err
		}
		picked = append(picked, one)
	}
	switch {
	case many:
		out[field] = picked
	case len(picked) == 0:
		out[field] = nil
	default:
		out[field] = picked[0]
	}
	return out, nil
}

func (s *Slack) pickOne(element doc, known []doc, v string) (any, error) {
	kind := str(element, "type")
	switch strings.TrimPrefix(kind, "multi_") {
	case "plain_text_input":
		if !yes(element, "multiline") {
			v = strings.ReplaceAll(v, "\n", " ")
		}
		return orNil(v), nil
	case "email_text_input", "url_text_input", "number_input":
		return orNil(v), nil
	case "datepicker":
		return v, parseAs(time.DateOnly, v, "a date written as YYYY-MM-DD")
	case "timepicker":
		return v, parseAs("15:04", v, "a time written as HH:MM")
	case "datetimepicker":
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no moment in Unix seconds", v)
		}
		return float64(n), nil
	case "users_select":
		if s.user(v) == nil {
			return nil, fmt.Errorf("there is no person %q", v)
		}
		return v, nil
	case "conversations_select", "channels_select":
		c := s.channel(v)
		if c == nil || kind == "channels_select" && (c.Private || c.im != "") {
			return nil, fmt.Errorf("there is no channel %q", v)
		}
		return v, nil
	case "static_select", "external_select", "radio_buttons", "checkboxes":
		return pickOption(element, known, v)
	}
	return nil, fmt.Errorf("nothing can be put into %q", kind)
}

// pickOption finds an option by its value among those offered, brought by a query, or chosen at the beginning.
func pickOption(element doc, known []doc, v string) (any, error) {
	all := slices.Concat(offers(element), known, objs(element, "initial_options"))
	if o := obj(element, "initial_option"); o != nil {
		all = append(all, o)
	}
	for _, o := range all {
		if str(o, "value") == v {
			return o, nil
		}
	}
	return nil, fmt.Errorf("no option has the value %q", v)
}

func parseAs(layout, v, what string) error {
	if _, err := time.Parse(layout, v); err != nil {
		return fmt.Errorf("%q is not %s", v, what)
	}
	return nil
}

func orNil(v string) any {
	if v == "" {
		return nil
	}
	return v
}

// actionOf is what block_actions says of one control: its ids and what was pressed or chosen.
func (s *Slack) actionOf(c control, value doc) doc {
	action := doc{
		"action_id": c.actionID(), "block_id": c.blockID(), "type": c.kind(),
		"action_ts": fmt.Sprintf("%.6f", float64(s.clock.Now().UnixMicro())/1e6),
	}
	maps.Copy(action, value)
	switch c.kind() {
	case "button":
		action["text"], action["value"] = c.element["text"], c.element["value"]
		if c.element["value"] == nil {
			delete(action, "value")
		}
		if style := str(c.element, "style"); style != "" {
			action["style"] = style
		}
	case "external_select", "static_select", "users_select", "conversations_select", "channels_select", "datepicker",
		"timepicker":
		for name, v := range c.element {
			if name == "placeholder" || strings.HasPrefix(name, "initial_") {
				action[name] = v
			}
		}
	}
	return action
}

// use works out what using a control does: the value it then holds (nil when it keeps none) and what the app is told.
// The caller holds s.mu.
func (s *Slack) use(c control, known []doc, values []string) (value, action doc, err error) {
	switch c.kind() {
	case "button":
		return nil, s.actionOf(c, nil), nil
	case "overflow":
		if len(values) != 1 {
			return nil, nil, fmt.Errorf("choose one entry of the menu")
		}
		chosen, err := pickOption(c.element, nil, values[0])
		if err != nil {
			return nil, nil, err
		}
		return nil, s.actionOf(c, doc{"selected_option": chosen}), nil
	}
	value, err = s.pick(c.element, known, values)
	if err != nil {
		return nil, nil, err
	}
	return value, s.actionOf(c, value), nil
}
