package slacksim

import "encoding/json"

// readView reads and checks the argument view. The caller holds s.mu.
func (s *Slack) readView(args arguments, kind string, old *view) (json.RawMessage, *apiError) {
	raw := args.raw("view")
	if decodeObject(raw) == nil {
		return nil, badArgument("failed to match all allowed schemas [json-pointer:/view]")
	}
	return raw, s.checkNewView(raw, kind, old)
}
