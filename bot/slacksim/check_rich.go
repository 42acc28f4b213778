package slacksim

import "math"

// richElementRule is one paragraph, list, quote or preformatted part of a
// rich_text block.
func richElementRule(c *checker, v any, at string) {
	border := intRule(0, 1)
	switch kind := stringMember(v, "type"); kind {
	case "rich_text_section":
		richSectionRule(c, v, at)
	case "rich_text_quote":
		c.object(v, at, memberRules{"type": enumRule(kind), "elements": richInlineRule, "border": border}, "type", "elements")
	case "rich_text_preformatted":
		c.object(v, at, memberRules{
			"type": enumRule(kind), "border": border, "language": textRule(0, maxID),
			"elements": listRule(1, maxText, inlineRule("text", "link")),
		}, "type", "elements")
	case "rich_text_list":
		c.object(v, at, memberRules{
			"type": enumRule(kind), "border": border,
			"elements": listRule(1, maxText, richSectionRule),
			"style":    enumRule("bullet", "ordered"),
			"indent":   intRule(0, 8),
			"offset":   intRule(0, math.MaxInt32),
		}, "type", "elements", "style")
	default:
		c.fail(at+"/type", "unsupported type: %s", kind)
	}
}

func richSectionRule(c *checker, v any, at string) {
	c.object(v, at, memberRules{"type": enumRule("rich_text_section"), "elements": richInlineRule}, "type", "elements")
}

// richInlineRule is what stands in a line of rich text.
func richInlineRule(c *checker, v any, at string) {
	listRule(1, maxText, inlineRule("text", "link", "user", "usergroup", "channel", "emoji", "broadcast", "date"))(c, v, at)
}

func inlineRule(kinds ...string) rule {
	return func(c *checker, v any, at string) {
		kind := stringMember(v, "type")
		allowed, required := inlineFields(kind)
		if allowed == nil {
			c.fail(at+"/type", "unsupported type: %s", kind)
			return
		}
		allowed["type"] = enumRule(kinds...)
		allowed["style"] = richStyleRule
		c.object(v, at, allowed, append(required, "type")...)
	}
}

func inlineFields(kind string) (allowed memberRules, required []string) {
	name := textRule(1, maxID)
	switch kind {
	case "text":
		return memberRules{"text": textRule(1, maxAllText)}, []string{"text"}
	case "link":
		return memberRules{"url": addressRule, "text": textRule(0, maxText), "unsafe": boolRule}, []string{"url"}
	case "user":
		return memberRules{"user_id": name}, []string{"user_id"}
	case "usergroup":
		return memberRules{"usergroup_id": name}, []string{"usergroup_id"}
	case "channel":
		return memberRules{"channel_id": name}, []string{"channel_id"}
	case "emoji":
		return memberRules{"name": name, "unicode": name, "skin_tone": intRule(1, 6)}, []string{"name"}
	case "broadcast":
		return memberRules{"range": enumRule("here", "channel", "everyone")}, []string{"range"}
	case "date":
		return memberRules{
			"timestamp": intRule(0, maxEpochTenDigits), "format": textRule(1, maxText),
			"url": addressRule, "fallback": textRule(1, maxText),
		}, []string{"timestamp", "format"}
	}
	return nil, nil
}

// richStyleRule is the style of a piece of rich text.
func richStyleRule(c *checker, v any, at string) {
	c.object(v, at, memberRules{
		"bold": boolRule, "italic": boolRule, "strike": boolRule, "code": boolRule, "underline": boolRule,
		"highlight": boolRule, "client_highlight": boolRule, "unlink": boolRule,
	})
}
