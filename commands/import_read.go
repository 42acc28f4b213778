package commands

import (
	"errors"
	"iter"
	"slices"
	"strings"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
	"codekeeper/store"
	"codekeeper/store/tracking"
)

// fromShop says whether a table is what a shop or an affiliate program exports,
// so that the codes in it are there.
func fromShop(f sheet.Format) bool {
	return slices.Contains([]string{sheet.Shopify, sheet.Impact, sheet.Refersion, sheet.CodesOnly}, f.Name)
}

// importLines are a table's lines as they are staged for a campaign.
func importLines(t sheet.Table, f sheet.Format, c store.Campaign) iter.Seq[store.ImportLine] {
	return func(yield func(store.ImportLine) bool) {
		last, days := 0, sheet.DaysOf(t, f)
		for _, l := range t.Lines {
			in := lineReader{format: f, line: l, days: days}
			in.read(c)
			// Several handles on one pasted line are several lines.
			last = max(l.Number, last+1)
			in.out.Number = last
			if !yield(in.out) {
				return
			}
		}
	}
}

// A lineReader reads one line, cell by cell. What can't be read is a problem
// of the line, and the rest is read all the same.
type lineReader struct {
	format sheet.Format
	line   sheet.Line
	days   sheet.Days
	out    store.ImportLine
}

func (r *lineReader) cell(f sheet.Field) string { return r.format.Cell(r.line, f) }

func (r *lineReader) read(c store.Campaign) {
	if why := r.format.Skips(r.line); why != "" {
		r.ignore(store.ImportProblem{What: store.TroubleNoCode, Text: why})
		return
	}
	if r.line.Problem != "" {
		r.unread("", r.line.Problem, "")
	}
	r.who()
	r.shares()
	r.shop()
	r.application()
	if other := r.cell(sheet.Campaign); other != "" && len(named([]store.Campaign{c}, other)) == 0 {
		r.ignore(store.ImportProblem{What: store.TroubleCampaign, Campaign: clip(other, store.MaxName)})
	}
}

func (r *lineReader) ignore(why store.ImportProblem) {
	r.out.Ignored, r.out.Problems = true, []store.ImportProblem{why}
}

// unread notes that the cell of a field can't be read, and what works.
func (r *lineReader) unread(f sheet.Field, problem, try string) {
	r.out.Problems = append(r.out.Problems, store.ImportProblem{
		What: store.TroubleUnread, Kind: string(f), Text: clip(problem, 300), Try: clip(try, 300),
	})
}

// wrong notes an error that a parser has for the person.
func (r *lineReader) wrong(f sheet.Field, err error) {
	if said, ok := errors.AsType[*bot.UserError](userError(err)); ok {
		r.unread(f, said.Problem, said.Try)
		return
	}
	if said, ok := errors.AsType[*sheet.Error](err); ok {
		r.unread(f, said.Problem+" "+said.Try, "")
		return
	}
	r.unread(f, "This can't be read.", "")
}

// who reads what the line says of the influencer.
func (r *lineReader) who() {
	if text := r.cell(sheet.Handle); text != "" {
		h, platform, err := store.ParseHandle(text)
		if err != nil {
			r.wrong(sheet.Handle, err)
			r.out.RawWho = clip(text, 300)
		}
		r.out.Handle, r.out.SeenOn = h, platform
	}
	r.out.Name = r.oneLine(sheet.Name, store.MaxName)
	r.out.Platform = r.oneLine(sheet.Platform, store.MaxPlatform)
	r.out.About = r.text(sheet.About, store.MaxNote)
	r.out.Email = r.oneLine(sheet.Email, store.MaxEmail)
	if !emailOrNone(r.out.Email) {
		r.unread(sheet.Email, clip(r.out.Email, 60)+" is not one email address.", "")
	}
}

// oneLine reads a text of one line: a break within a cell is a blank.
func (r *lineReader) oneLine(f sheet.Field, most int) string {
	text := strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ").Replace(r.cell(f))
	if problem := lineProblem(text, most); problem != "" {
		r.unread(f, problem, "")
		return ""
	}
	return text
}

func (r *lineReader) text(f sheet.Field, most int) string {
	text := r.cell(f)
	if problem := textProblem(text, most); problem != "" {
		r.unread(f, problem, "")
		return ""
	}
	return text
}

// shares reads the link and the code.
func (r *lineReader) shares() {
	if text := r.cell(sheet.Link); text != "" {
		if link, err := tracking.ParseLink(text); err != nil {
			r.wrong(sheet.Link, err)
			r.out.RawLink = clip(text, 300)
		} else {
			r.out.Link = &link
			if ofLink(link).any() {
				r.out.Doubts = append(r.out.Doubts, store.ImportProblem{What: store.TroubleLink, Kind: string(aLink)})
			}
		}
	}
	text := r.cell(sheet.Code)
	if text == "" {
		return
	}
	code, err := tracking.ParseCode(text)
	if err != nil {
		r.wrong(sheet.Code, err)
		r.out.RawCode = clip(text, 300)
		return
	}
	r.out.Code = &code
	if rewritten := sheet.Rewritten(text); rewritten != "" { // or it is a code: 10-MAY can be typed, so exports have it
		r.out.Doubts = append(r.out.Doubts, store.ImportProblem{What: store.TroubleRewritten, Kind: string(sheet.Code), Text: rewritten})
	}
}

// shop reads what the shop says of the code.
func (r *lineReader) shop() {
	r.out.Starts, r.out.Ends = r.doubtful(sheet.Starts), r.doubtful(sheet.Ends)
	status, _ := sheet.StatusOf(r.cell(sheet.Status)) // another word says nothing that is known
	r.out.Disabled = status == sheet.Disabled || status == sheet.Expired
}

// doubtful reads a day that is only looked at for a warning.
func (r *lineReader) doubtful(f sheet.Field) store.Date {
	day, err := r.days.Read(r.cell(f))
	if wrong, ok := errors.AsType[*sheet.Error](err); ok {
		r.out.Doubts = append(r.out.Doubts, store.ImportProblem{
			What: store.TroubleDay, Kind: string(f), Text: clip(wrong.Problem, 300), Try: clip(wrong.Try, 300),
		})
	}
	return store.Date(day)
}

// application reads how far the application is, when they go live, and the
// note.
func (r *lineReader) application() {
	state, ok := sheet.StateOf(r.cell(sheet.State))
	if !ok {
		r.unread(sheet.State, clip(r.cell(sheet.State), 60)+" is no state. There are applied, selected, declined and withdrawn.", "")
	}
	r.out.State = store.State(state)
	live, err := r.days.Read(r.cell(sheet.GoesLive))
	if err != nil {
		r.wrong(sheet.GoesLive, err)
	}
	r.out.GoesLive = store.Date(live)
	r.out.Note = r.text(sheet.Note, store.MaxNote)
}
