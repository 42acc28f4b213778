package commands

import (
	"codekeeper/commands/sheet"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// exportPage is how many applications are in memory at once.
const exportPage = 300

func exportHeader() []string {
	var header []string
	for _, field := range sheet.Own() {
		header = append(header, string(field))
	}
	return header
}

// exportCells are the cells of one application, in the order of the header.
func exportCells(r store.Row) []string {
	var cells []string
	for _, field := range sheet.Own() {
		cells = append(cells, exportCell(r, field))
	}
	return cells
}

// exportCell is what an application says of a field, as import reads it.
func exportCell(r store.Row, field sheet.Field) string {
	switch field {
	case sheet.Campaign:
		return r.Campaign.Slug
	case sheet.Handle: // without its @, which would make a spreadsheet run it
		return r.Influencer.Handle.String()
	case sheet.Name:
		return r.Influencer.Name
	case sheet.Platform:
		return r.Influencer.Platform
	case sheet.Email:
		return r.Influencer.Email
	case sheet.State:
		return string(r.State)
	case sheet.Link:
		return exportShare(aLink, r)
	case sheet.Code:
		return exportShare(aCode, r)
	case sheet.GoesLive: // their own day: the campaign's launch date may move
		return string(r.GoesLive)
	case sheet.Note:
		return r.Note
	case sheet.About:
		return r.Influencer.Note
	case sheet.Sent:
		return sentWord(r)
	}
	return ""
}

// exportShare is the link or code that somebody shares, TBD where it is needed
// and not known, "" where none is needed. Of somebody who isn't selected it is
// what was prepared or is kept, "" for nothing.
func exportShare(k kind, r store.Row) string {
	if r.State == store.Selected {
		if !k.mode(r).Needed() {
			return ""
		}
		return k.shares(r)
	}
	if text := k.text(r.Application); text != tracking.TBD {
		return text
	}
	return ""
}

// sentWord says whether the influencer knows what they share: "yes", "changed"
// when they know something else, "TBD again" when they use one in whose place
// there is none yet, "no"; "" for who isn't selected or shares nothing.
func sentWord(r store.Row) string {
	switch {
	case r.State != store.Selected || !r.CurrentLinkMode().Needed() && !r.CurrentCodeMode().Needed():
		return ""
	case r.Changed():
		return "changed"
	case len(stillUsed(r)) > 0:
		return "TBD again"
	case r.Sent():
		return "yes"
	}
	return "no"
}
