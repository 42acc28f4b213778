package commands

import "slices"

// pages say where a page of an answer begins, and where those before it did,
// as the buttons that turn pages carry it.
type pages struct {
	After string   `json:"a,omitempty"`
	Back  []string `json:"b,omitempty"` // After of the pages before, the last one last
}

// on is the page after this one, which begins after what the store says.
func (p pages) on(after string) pages {
	return pages{After: after, Back: append(slices.Clone(p.Back), p.After)}
}

// back is the page before this one; where that isn't known any more, the
// first.
func (p pages) back() pages {
	last := len(p.Back) - 1
	if last < 0 {
		return pages{}
	}
	return pages{After: p.Back[last], Back: slices.Clone(p.Back[:last])}
}

// forget forgets the page longest ago, and says whether there was one.
func (p *pages) forget() bool {
	if len(p.Back) == 0 {
		return false
	}
	p.Back = p.Back[1:]
	return true
}

// carried is what a button carries, "" when it is too long for one. The pages
// in it that are long before are forgotten first.
func carried(value any, in *pages) string {
	for {
		if text := encoded(value); len(text) <= maxButtonValue {
			return text
		}
		if !in.forget() {
			return ""
		}
	}
}
