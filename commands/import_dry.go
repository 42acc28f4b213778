package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// The dry run: what an import would change, before anything is.

const (
	fieldPair = "pair." // then the number of the line

	firstRows   = 5  // of each verdict are shown
	firstErrors = 10 // of the errors
	maxPairs    = 30 // codes are asked for in the form
)

// A dryRun is what the form shows.
type dryRun struct {
	m        store.Import
	campaign store.Campaign
	counts   store.ImportCounts
	format   string // of whose making the file is, "" for not known
	rows     map[store.Verdict][]store.ImportRow
	warned   []store.ImportRow
	paired   []store.ImportRow
	unmade   int    // codes in it that aren't in the shop yet, where it isn't the shop's
	said     string // what has to be said first, in mrkdwn
	anyway   bool   // it is checked
	meta     importMeta
}

// shownVerdicts are those of which the first rows are shown, in this order.
func shownVerdicts() []store.Verdict {
	return []store.Verdict{store.LineNew, store.LineChanged, store.LineError, store.LineIgnored}
}

// ourImport is an import that a form or button carries.
func (a *App) ourImport(ctx context.Context, r *bot.Request, id int64) (store.Import, error) {
	m, err := a.store.Import(ctx, r.TeamID, id)
	return m, importError(err)
}

// importError is userError for what is done with an import.
func importError(err error) error {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return &bot.UserError{
			Problem: "This import is gone: it is older than seven days, or somebody whom it names was forgotten. Start another one.",
			Try:     "/influencer import",
		}
	case errors.Is(err, store.ErrForgottenSince):
		return forgottenSince(store.ImportSource{})
	}
	return userError(err)
}

// forgottenSince says under its field that what is imported may name somebody
// who was forgotten meanwhile.
func forgottenSince(source store.ImportSource) error {
	e := &bot.UserError{
		Problem: "An influencer was forgotten after this was put in, and nobody can tell any more whether it names them.",
		Hint:    "Look whether somebody is in it who is to stay forgotten, and put it in again.",
		Field:   fieldPaste,
	}
	if source.FileID != "" {
		e.Field = fieldFile
	}
	return e
}

// dryRun reads what the form shows of a staged import, or how one ended.
func (a *App) dryRunView(ctx context.Context, r *bot.Request, m store.Import, meta importMeta, format string) (*slack.ModalViewRequest, error) {
	if m.State == store.ImportApplying || m.State == store.ImportDone {
		return a.importState(ctx, r, m, meta)
	}
	d, err := a.readDryRun(ctx, r, m, meta)
	if err != nil {
		return nil, err
	}
	d.format = format
	return d.view(), nil
}

func (a *App) readDryRun(ctx context.Context, r *bot.Request, m store.Import, meta importMeta) (dryRun, error) {
	d := dryRun{m: m, meta: meta, rows: map[store.Verdict][]store.ImportRow{}}
	var err error
	if d.campaign, err = a.store.Campaign(ctx, r.TeamID, m.CampaignID); err != nil {
		return d, err
	}
	if d.counts, err = a.store.ImportCounts(ctx, r.TeamID, m.ID); err != nil {
		return d, err
	}
	if !m.FromShop {
		if d.unmade, err = a.store.ImportNotInShop(ctx, r.TeamID, m.ID); err != nil {
			return d, err
		}
	}
	read := func(f store.ImportFilter) (rows []store.ImportRow) {
		if err == nil {
			rows, err = a.store.ImportRows(ctx, r.TeamID, m.ID, f)
		}
		return rows
	}
	for _, v := range shownVerdicts() {
		limit := firstRows
		if v == store.LineError {
			limit = firstErrors
		}
		d.rows[v] = read(store.ImportFilter{Verdicts: []store.Verdict{v}, Limit: limit})
	}
	d.rows[store.LineWaiting] = read(store.ImportFilter{Verdicts: []store.Verdict{store.LineWaiting}, Limit: maxPairs})
	d.warned = read(store.ImportFilter{Verdicts: []store.Verdict{store.LineNew, store.LineChanged}, Problems: true, Limit: firstRows})
	d.paired = read(store.ImportFilter{Paired: true, Limit: maxPairs})
	return d, err
}

func (d dryRun) view() *slack.ModalViewRequest {
	blocks := append(said(d.said), d.head()...)
	for _, v := range shownVerdicts() {
		blocks = append(blocks, d.group(v)...)
	}
	blocks = append(blocks, d.pairing()...)
	if d.counts.Warnings > 0 {
		blocks = append(blocks, d.warnings()...)
	}
	blocks = append(blocks, actions(d.buttons()...))
	submit := ""
	if d.counts.New+d.counts.Changed+d.counts.Waiting > 0 {
		submit = "Apply"
	}
	return modal(formImportDry, "Import", submit, encoded(d.meta), blocks)
}

// head says what it is, and counts.
func (d dryRun) head() []slack.Block {
	what := fmt.Sprintf("%s for *%s*: %s", nameOf(d.m), esc(d.campaign.Name), count(d.counts.Lines, "row"))
	if d.format != "" {
		what += ", read as " + d.format
	}
	what += ". Nothing is changed yet.\n" + countsOf(d.counts)
	if d.counts.New+d.counts.Changed+d.counts.Waiting == 0 {
		what += "\nThere is nothing to apply."
	}
	if d.meta.Days != "" {
		what += "\n*Dates*: " + esc(d.meta.Days)
	}
	blocks := []slack.Block{section(what)}
	if d.unmade > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("*%s*: %s in it, and stays so. Only a file that the shop or the program exported says that a code is there. "+
			"Once created there, press *%s*: `/campaign show %s`",
			copyNotInShop, count(d.unmade, "code"), copyInShop, d.campaign.Slug)))
	}
	return blocks
}

// countsOf is "30 new · 5 changed · 2 errors".
func countsOf(n store.ImportCounts) string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{n.New, "new"},
		{n.Changed, "changed"},
		{n.Unchanged, "unchanged"},
		{n.Waiting, "waiting for a person"},
		{n.Ignored, "ignored"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if n.Warnings > 0 {
		parts = append(parts, count(n.Warnings, "warning"))
	}
	if n.Errors > 0 {
		parts = append(parts, count(n.Errors, "error"))
	}
	return strings.Join(parts, " · ")
}

// group are the first rows of a verdict.
func (d dryRun) group(v store.Verdict) []slack.Block {
	heads := map[store.Verdict]string{
		store.LineNew: "New", store.LineChanged: "Changed", store.LineError: "Errors: these rows are left out", store.LineIgnored: "Ignored",
	}
	totals := map[store.Verdict]int{
		store.LineNew: d.counts.New, store.LineChanged: d.counts.Changed, store.LineError: d.counts.Errors, store.LineIgnored: d.counts.Ignored,
	}
	rows := d.rows[v]
	if len(rows) == 0 {
		return nil
	}
	return []slack.Block{rowLines(heads[v], rows, totals[v], v == store.LineError || v == store.LineIgnored)}
}

// rowLines are the first of so many rows under a heading.
func rowLines(heading string, rows []store.ImportRow, total int, wrong bool) slack.Block {
	all := []string{"*" + heading + "*"}
	for _, row := range rows {
		all = append(all, rowLine(row, wrong))
	}
	if more := total - len(rows); more > 0 {
		all = append(all, fmt.Sprintf("…and %d more", more))
	}
	return section(strings.Join(all, "\n"))
}

// rowLine is one row, with what it does or with what is wrong with it.
func rowLine(row store.ImportRow, wrong bool) string {
	name := fmt.Sprintf("Row %d", row.Number)
	if row.Handle != "" {
		name += " · " + strong("@"+strings.TrimLeft(row.Handle, "@＠")) // one that can't be read is as it was typed
	}
	if wrong {
		return clip(name+": "+inForm.problems(row), 280)
	}
	return clip(name+": "+inForm.does(row), 280)
}

// warnings are what to think of first, and the checkbox that applies them all
// the same.
func (d dryRun) warnings() []slack.Block {
	boxes := slack.NewCheckboxGroupsBlockElement(fieldAnyway, option(anywayYes, copySaveAnyway))
	if d.anyway {
		boxes.InitialOptions = boxes.Options
	}
	return []slack.Block{rowLines("Warnings", d.warned, d.counts.Warnings, true), input(fieldAnyway, "Rows with a warning", boxes, "Without it these rows are left out.", true)}
}

// pairing asks whose the nameless codes are.
func (d dryRun) pairing() []slack.Block {
	waiting := d.rows[store.LineWaiting]
	if len(waiting)+len(d.paired) == 0 {
		return nil
	}
	rows := append(append([]store.ImportRow{}, waiting...), d.paired...)
	rows = rows[:min(len(rows), maxPairs)]
	blocks := []slack.Block{section("*Whose are these codes?*\nSomebody is proposed where the code contains their handle or name, and they have no code yet. Leave empty what you don't know.")}
	for _, row := range rows {
		menu := typeahead(fmt.Sprintf("%s:%d", routeImportPeople, d.meta.Given), "Type a handle or a name")
		if row.InfluencerID != 0 {
			menu.InitialOption = pairOption(row.InfluencerID, row.Handle, row.Name)
		}
		block := input(fieldPair+strconv.Itoa(row.Number), row.CellCode, menu, "", true)
		if len(row.Problems) > 0 {
			block.Hint = plain(inFile.problems(row), 2000)
		}
		blocks = append(blocks, block)
	}
	if more := d.counts.Waiting + d.counts.Paired - len(rows); more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf(
			"And %d more. Download them, write who gets which into the column Handle, and import that file.", more)))
	}
	return blocks
}

func pairOption(id int64, handle, name string) *slack.OptionBlockObject {
	label := "@" + handle
	if name != "" {
		label += " · " + name
	}
	return option(pickKnown+strconv.FormatInt(id, 10), label)
}

func (d dryRun) buttons() []slack.BlockElement {
	id := strconv.FormatInt(d.m.ID, 10)
	buttons := []slack.BlockElement{button(copyDownloadRows, routeImportDownload, "", id)}
	if d.counts.Waiting > 0 {
		buttons = append(buttons, button(copyInOrder, routeImportOrder, "", id))
	}
	return buttons
}

// importPeople are those in the campaign whose code is TBD, and whose handle or
// name contains what was typed.
func (a *App) importPeople(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	if r.Form == nil {
		return &bot.Reply{}, nil
	}
	meta, err := readImportMeta(r.Form)
	if err != nil {
		return nil, err
	}
	m, err := a.ourImport(ctx, r, meta.Import)
	if err != nil {
		return nil, err
	}
	page, err := a.store.Rows(ctx, r.TeamID, store.Filter{
		CampaignID: m.CampaignID, TBDCode: true, Words: strings.Fields(typedName(r.Text)), Limit: maxOptions,
	})
	if err != nil {
		return nil, err
	}
	reply := &bot.Reply{}
	for _, row := range page.Rows {
		if row.CodeMode.Unique() && !row.Influencer.Forgotten() {
			reply.Options = append(reply.Options, pairOption(row.InfluencerID, row.Influencer.Handle.String(), row.Influencer.Name))
		}
	}
	return reply, nil
}
