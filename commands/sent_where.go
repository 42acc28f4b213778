package commands

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// sentWhere finds out which campaign is meant when none is named. Of somebody
// selected in several it is the one in which they have to be told something.
// Where that is more than one, which are theirs in each campaign that can be
// meant for all of them.
func sentWhere(in sentArgs, people []store.Influencer, all []store.Row) (rows []store.Row, which [][]store.Row, err error) {
	var wrong []error
	var torn []store.Influencer // between several campaigns
	for _, i := range people {
		theirs := slices.DeleteFunc(slices.Clone(all), func(row store.Row) bool { return row.InfluencerID != i.ID })
		if open := slices.DeleteFunc(slices.Clone(theirs), func(row store.Row) bool { return !sendable(row) }); len(open) > 0 {
			theirs = open
		}
		switch {
		case len(theirs) == 0:
			wrong = append(wrong, &bot.UserError{
				Problem: fmt.Sprintf("%s is selected in no live campaign, so there is nothing to send to them.", at(i)),
				Try:     "/influencer select " + at(i),
			})
		case len(theirs) > 1:
			torn = append(torn, i)
		default:
			if problem := cantBeSent(theirs[0]); problem != nil {
				wrong = append(wrong, problem)
				continue
			}
			rows = append(rows, theirs[0])
		}
	}
	if err := allWrong(wrong, rows, len(people), ""); err != nil || len(torn) == 0 {
		return rows, nil, err
	}
	switch which = inEach(people, all); {
	case len(which) == 1: // it can only be there
		return which[0], nil, nil
	case len(which) > 1:
		return nil, which, nil
	}
	return nil, nil, noneMarked(people, tornError(in, torn[0], all))
}

// inEach are the applications of all these people, for each campaign in
// which every one of them can be marked as sent.
func inEach(people []store.Influencer, all []store.Row) [][]store.Row {
	var which [][]store.Row
	could := slices.DeleteFunc(slices.Clone(all), func(row store.Row) bool { return cantBeSent(row) != nil })
	for _, rows := range grouped(could, func(row store.Row) int64 { return row.CampaignID }) {
		if len(rows) == len(people) {
			which = append(which, rows)
		}
	}
	return which
}

// tornError asks for the campaign where no button can.
func tornError(in sentArgs, i store.Influencer, all []store.Row) error {
	var names, short []string
	for _, row := range all {
		if row.InfluencerID == i.ID {
			names, short = append(names, row.Campaign.Name), append(short, row.Campaign.Slug)
		}
	}
	return &bot.UserError{
		Problem: fmt.Sprintf("Say in which campaign. %s is in %s.", at(i), andMore(names, 5)),
		Try:     in.command(short[0]),
	}
}

// askWhere offers one button for each campaign, showing what is marked there.
func askWhere(in sentArgs, which [][]store.Row) bot.Message {
	var blocks []slack.Block
	for _, rows := range which[:min(len(which), maxAsked)] {
		c := rows[0].Campaign
		label := clip(c.Name, 30) + ": "
		if len(rows) == 1 {
			label += briefTold(rows[0], maxButtonText-utf8.RuneCountInString(label))
		} else {
			label += count(len(rows), "influencer")
		}
		blocks = append(blocks, actions(button(label, routeSent, "in."+c.Slug, sending{Marks: marksOf(rows...)}.value())))
	}
	first := fmt.Sprintf("%s are selected in %s. In which one were they told?", andList(handlesShown(in.people)), count(len(which), "campaign"))
	if len(in.people) == 1 {
		first = fmt.Sprintf("%s must be told something in %s. In which one were they told?", who(which[0][0].Influencer), count(len(which), "campaign"))
	}
	if more := len(which) - maxAsked; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %s more: name it in the command, as in %s",
			count(more, "campaign"), copyable(in.command(which[0][0].Campaign.Slug)))))
	}
	return message(first, blocks...)
}

// briefTold is what somebody shares, in at most so many characters: of both, the
// shorter is shortened last.
func briefTold(r store.Row, room int) string {
	var what []string
	for _, k := range kinds {
		if text := k.shares(r); k.mode(r).Needed() && text != tracking.TBD {
			what = append(what, schemeless(text))
		}
	}
	if len(what) == 2 {
		room -= len(" and ")
		what[0] = brief(what[0], max(room/2, room-utf8.RuneCountInString(what[1])))
		room -= utf8.RuneCountInString(what[0])
	}
	if n := len(what); n > 0 {
		what[n-1] = brief(what[n-1], room)
	}
	return andList(what)
}
