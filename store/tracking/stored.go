package tracking

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Scan reads a code that was stored by Value: NULL is TBD. Anything but the text of a parsed code is an error, which names
// the text's length and not the text, since it goes to the log.
func (c *Code) Scan(src any) error {
	text, null, err := column("code", src)
	if err != nil {
		return err
	}
	if null {
		*c = Code{}
		return nil
	}
	return c.restore(text)
}

// Value stores the code as its text, and TBD as NULL.
func (c Code) Value() (driver.Value, error) {
	if c.TBD() {
		return nil, nil
	}
	return c.text, nil
}

// MarshalJSON writes the code as a string, and TBD as null.
func (c Code) MarshalJSON() ([]byte, error) { return marshal(c.text) }

// UnmarshalJSON reads what MarshalJSON wrote, and is as strict as Scan.
func (c *Code) UnmarshalJSON(data []byte) error {
	text, null, err := unmarshal("code", data)
	if err != nil {
		return err
	}
	if null {
		*c = Code{}
		return nil
	}
	return c.restore(text)
}

func (c *Code) restore(text string) error {
	parsed, err := ParseCode(text)
	if err != nil || parsed.text != text || parsed.TBD() {
		return fmt.Errorf("stored text of %d bytes is not a code", len(text))
	}
	*c = parsed
	return nil
}

// Scan reads a link that was stored by Value: NULL is TBD. Anything but the text of a parsed link is an error, which names
// the text's length and not the text, since it goes to the log.
func (l *Link) Scan(src any) error {
	text, null, err := column("link", src)
	if err != nil {
		return err
	}
	if null {
		*l = Link{}
		return nil
	}
	return l.restore(text)
}

// Value stores the link as its text, and TBD as NULL.
func (l Link) Value() (driver.Value, error) {
	if l.TBD() {
		return nil, nil
	}
	return l.text, nil
}

// MarshalJSON writes the link as a string, and TBD as null.
func (l Link) MarshalJSON() ([]byte, error) { return marshal(l.text) }

// UnmarshalJSON reads what MarshalJSON wrote, and is as strict as Scan.
func (l *Link) UnmarshalJSON(data []byte) error {
	text, null, err := unmarshal("link", data)
	if err != nil {
		return err
	}
	if null {
		*l = Link{}
		return nil
	}
	return l.restore(text)
}

func (l *Link) restore(text string) error {
	parsed, err := ParseLink(text)
	if err != nil || parsed.text != text || parsed.TBD() {
		return fmt.Errorf("stored text of %d bytes is not a link", len(text))
	}
	*l = parsed
	return nil
}

// column takes the text out of what a database driver hands to Scan.
func column(noun string, src any) (text string, null bool, err error) {
	switch src := src.(type) {
	case nil:
		return "", true, nil
	case string:
		return src, false, nil
	case []byte:
		return string(src), false, nil
	}
	return "", false, fmt.Errorf("a %s can't be read from a column of type %T", noun, src)
}

func marshal(text string) ([]byte, error) {
	if text == "" {
		return []byte("null"), nil
	}
	return json.Marshal(text)
}

func unmarshal(noun string, data []byte) (text string, null bool, err error) {
	var decoded *string
	if err := json.Unmarshal(data, &decoded); err != nil {
		return "", false, fmt.Errorf("a %s is a string or null: %w", noun, err)
	}
	if decoded == nil {
		return "", true, nil
	}
	return *decoded, false, nil
}
