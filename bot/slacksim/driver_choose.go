package slacksim

import (
	"fmt"
	"strings"
)

// choices turns what a person reads (an option's text, a name, a date) into the values that their client sends. For
// external menus it asks the app.
func (s *Slack) choices(userID string, at place, c control, shown []string) ([]string, error) {
	values := make([]string, 0, len(shown))
	for _, one := range shown {
		v, err := s.choiceValue(userID, at, c, one)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

func (s *Slack) choiceValue(userID string, at place, c control, shown string) (string, error) {
	switch strings.TrimPrefix(c.kind(), "multi_") {
	case "static_select", "radio_buttons", "checkboxes":
		return s.optionValue(offers(c.element), shown)
	case "external_select":
		found, err := s.suggest(userID, at, c.blockID(), c.actionID(), shown)
		if err != nil {
			return "", err
		}
		return s.optionValue(found, shown)
	case "users_select":
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, u := range s.people.users {
			if u.ID == shown || strings.EqualFold(u.Name, strings.TrimPrefix(shown, "@")) || u.RealName == shown {
				return u.ID, nil
			}
		}
		return "", fmt.Errorf("nobody is called %q", shown)
	case "conversations_select", "channels_select":
		s.mu.Lock()
		defer s.mu.Unlock()
		if strings.HasPrefix(shown, "@") {
			dm, _ := s.directMessages(userID)
			return dm.ID, nil
		}
		if ch := s.channelNamed(shown); ch != nil && (!ch.Private || ch.has(userID)) && !ch.Archived {
			return ch.ID, nil
		}
		return "", fmt.Errorf("no channel %q is offered", shown)
	}
	return shown, nil
}

// optionValue finds an option by its text: the same, or else the only one that contains it.
func (s *Slack) optionValue(options []doc, shown string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var texts, containing []string
	for _, o := range options {
		words := s.words(obj(o, "text"))
		if words == shown {
			return str(o, "value"), nil
		}
		texts = append(texts, words)
		if strings.Contains(words, shown) {
			containing = append(containing, str(o, "value"))
		}
	}
	if len(containing) == 1 {
		return containing[0], nil
	}
	return "", fmt.Errorf("no option %q among %q", shown, texts)
}
