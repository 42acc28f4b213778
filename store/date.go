package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// A Date is a calendar day as YYYY-MM-DD, "" for none. Dates compare as strings.
type Date string

// ParseDate reads YYYY-MM-DD; "" is no date.
func ParseDate(text string) (Date, error) {
	if text == "" {
		return "", nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 2000 || t.Year() > 2100 {
		return "", fmt.Errorf("%q is not a date between 2000 and 2100 as YYYY-MM-DD", text)
	}
	return Date(text), nil
}

// DateOf is the day of t in t's own location.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Time is midnight UTC of the day; the zero time for none.
func (d Date) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Days counts the days from d to e, negative when e is earlier.
func (d Date) Days(e Date) int { return int(e.Time().Sub(d.Time()).Hours() / 24) }

// Scan reads a date column.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = ""
	case time.Time:
		*d = DateOf(v)
	default:
		return fmt.Errorf("scan %T into store.Date", src)
	}
	return nil
}

// Value is nil for no date.
func (d Date) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil //nolint:nilnil // NULL is what no date is stored as
	}
	return string(d), nil
}
