package slacksim

import "strings"

// selectKind is what Slack knows of the ten kinds of menus, single
// ("static_select") and multiple ("multi_static_select").
func selectKind(name string) (elementKind, bool) {
	source, ok := strings.CutSuffix(strings.TrimPrefix(name, "multi_"), "_select")
	multi := strings.HasPrefix(name, "multi_")
	if !ok {
		return elementKind{}, false
	}
	kind := elementKind{in: inSection | inActions | inInput, fields: memberRules{
		"placeholder":   plainRule(maxPlaceholder),
		"confirm":       confirmRule,
		"focus_on_load": focusRule,
	}}
	if multi {
		kind.in = inSection | inInput
		kind.fields["max_selected_items"] = intRule(1, maxInputText)
	}
	switch source {
	case "static":
		kind.static(multi)
	case "external":
		kind.fields["min_query_length"] = intRule(0, maxInputText)
		kind.initial("initial_option", multi, optionRule)
	case "users":
		kind.initial("initial_user", multi, textRule(1, maxID))
	case "channels":
		kind.initial("initial_channel", multi, textRule(1, maxID))
		kind.responseURL(multi)
	case "conversations":
		kind.initial("initial_conversation", multi, textRule(1, maxID))
		kind.fields["default_to_current_conversation"] = boolRule
		kind.fields["filter"] = conversationFilterRule
		kind.responseURL(multi)
	default:
		return elementKind{}, false
	}
	kind.more = bothChecks(kind.more, fewEnough)
	return kind, true
}

// static adds the options that a static menu brings itself.
func (k *elementKind) static(multi bool) {
	k.fields["options"] = optionsRule(1, maxOptions, optionRule)
	k.fields["option_groups"] = listRule(1, maxOptions, optionGroupRule)
	k.initial("initial_option", multi, optionRule)
	k.more = func(c *checker, o map[string]any, at string) {
		if (o["options"] == nil) == (o["option_groups"] == nil) {
			c.fail(at, "must define either `options` or `option_groups`")
		}
		initialAmong(c, o, at)
	}
}

// initial adds what is chosen at first: one, or a list in a multiple menu.
func (k *elementKind) initial(name string, multi bool, item rule) {
	if multi {
		k.fields[name+"s"] = listRule(1, maxInitialEntities, item)
		return
	}
	k.fields[name] = item
}

// responseURL adds the wish for a response_url with the submission, which
// only single menus in inputs of a modal can have.
func (k *elementKind) responseURL(multi bool) {
	if multi {
		return
	}
	k.fields["response_url_enabled"] = func(c *checker, v any, at string) {
		boolRule(c, v, at)
		if v == true && (c.surface != "modal" || !strings.HasSuffix(at, "/element/response_url_enabled")) {
			c.fail(at, "only works with menus in input blocks in modals")
		}
	}
}

// conversationFilterRule narrows which conversations a menu offers.
func conversationFilterRule(c *checker, v any, at string) {
	o := c.object(v, at, memberRules{
		"include":                          listRule(1, 4, enumRule("im", "mpim", "private", "public")),
		"exclude_external_shared_channels": boolRule,
		"exclude_bot_users":                boolRule,
	})
	if o != nil && len(o) == 0 {
		c.fail(at, "must have minimum 1 properties")
	}
}

// fewEnough checks that no more is chosen at first than may be chosen.
func fewEnough(c *checker, o map[string]any, at string) {
	most, ok := wholeNumber(o["max_selected_items"])
	if !ok {
		return
	}
	for _, name := range []string{"initial_options", "initial_users", "initial_channels", "initial_conversations"} {
		if chosen, _ := o[name].([]any); int64(len(chosen)) > most {
			c.fail(at+"/"+name, "no more than %d items allowed", most)
		}
	}
}

// bothChecks does one check after the other.
func bothChecks(first, second func(*checker, map[string]any, string)) func(*checker, map[string]any, string) {
	return func(c *checker, o map[string]any, at string) {
		if first != nil {
			first(c, o, at)
		}
		second(c, o, at)
	}
}
