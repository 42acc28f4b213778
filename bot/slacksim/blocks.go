package slacksim

// control is one thing that a person can use, and the block that holds it.
type control struct {
	block, element doc
}

func (c control) blockID() string  { return str(c.block, "block_id") }
func (c control) actionID() string { return str(c.element, "action_id") }
func (c control) kind() string     { return str(c.element, "type") }

// input says that it is the element of an input block.
func (c control) input() bool { return str(c.block, "type") == "input" }

// controls are what a person can use in blocks, in their order.
func controls(blocks []doc) []control {
	var found []control
	for _, b := range blocks {
		for _, e := range controlsOf(b) {
			found = append(found, control{b, e})
		}
	}
	return found
}

func controlsOf(b doc) []doc {
	var elements []doc
	switch str(b, "type") {
	case "actions":
		elements = objs(b, "elements")
	case "section":
		if e := obj(b, "accessory"); e != nil && str(e, "type") != "image" {
			elements = []doc{e}
		}
	case "input":
		if e := obj(b, "element"); e != nil {
			elements = []doc{e}
		}
	}
	return elements
}

// findControl finds a control by its ids.
func findControl(blocks []doc, blockID, actionID string) (control, bool) {
	for _, c := range controls(blocks) {
		if c.blockID() == blockID && c.actionID() == actionID {
			return c, true
		}
	}
	return control{}, false
}

// nameBlocks gives every block and control without an id one, as Slack does.
func nameBlocks(blocks []doc) {
	for _, b := range blocks {
		if str(b, "block_id") == "" {
			b["block_id"] = secret(3)
		}
		for _, e := range controlsOf(b) {
			if str(e, "action_id") == "" {
				e["action_id"] = secret(3)
			}
		}
	}
}

// anyList is blocks as JSON holds them.
func anyList(blocks []doc) []any {
	list := make([]any, 0, len(blocks))
	for _, b := range blocks {
		list = append(list, b)
	}
	return list
}

// offers are the options of a control, groups flattened.
func offers(element doc) []doc {
	found := objs(element, "options")
	for _, group := range objs(element, "option_groups") {
		found = append(found, objs(group, "options")...)
	}
	return found
}
