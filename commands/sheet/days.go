package sheet

import "time"

// Days read the dates of a table. 3/4/2026 alone can be two days; where another
// date of the table can only have the day first, or the month, all have.
type Days struct {
	// Unsure is the first date that can be two days, where no other tells; it is
	// read with the day first. "" where there is none.
	Unsure string
	// Else is how Unsure would be written if its month came first, YYYY-MM-DD.
	Else string
	// Count is how many such dates there are.
	Count int

	order dayOrder
}

// A dayOrder says what comes first in the dates of a table.
type dayOrder int

const (
	dayFirst dayOrder = iota // also where nothing tells
	monthFirst
	mixed // some dates say the one, and some the other
)

// DaysOf finds out how the dates of a table are written.
func DaysOf(t Table, f Format) Days {
	var d Days
	days, months := false, false
	for _, field := range []Field{GoesLive, Starts, Ends} {
		if !f.Has(field) {
			continue
		}
		for _, l := range t.Lines {
			first, second, ok := readings(f.Cell(l, field))
			switch {
			case !ok || first.Equal(second):
			case second.IsZero():
				days = true
			case first.IsZero():
				months = true
			default:
				if d.Count++; d.Count == 1 {
					d.Unsure, d.Else = clipped(f.Cell(l, field)), second.Format(time.DateOnly)
				}
			}
		}
	}
	switch {
	case days && months:
		d.order = mixed
	case months:
		d.order = monthFirst
	}
	if days || months {
		d.Unsure, d.Else, d.Count = "", "", 0
	}
	return d
}

// Read reads a date as Day does, and what can be two days as the table tells.
// It is an *Error where some dates tell the one and some the other.
func (d Days) Read(cell string) (string, error) {
	first, second, ok := readings(cell)
	if !ok || first.IsZero() || second.IsZero() || d.order == mixed {
		return Day(cell)
	}
	if d.order == monthFirst {
		first = second
	}
	return checkedDay(cell, first)
}
