package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

const (
	fieldColumn = "column." // then the number of the column, from 0
	fieldHeader = "header"
	headerYes   = "yes"

	maxColumns = 50 // are asked about, of those with something in them
)

// A columnsForm asks which column is what, where the header doesn't tell.
type columnsForm struct {
	table sheet.Table
	meta  importMeta
}

// chosenColumns are what somebody said the columns are.
type chosenColumns struct {
	header  bool // the first line names the columns
	columns map[sheet.Field]int
}

// apply is the table with its first line where it belongs, and its format.
func (c chosenColumns) apply(t sheet.Table) (sheet.Table, sheet.Format) {
	if c.header {
		t = t.WithHeader()
	} else {
		t = t.WithoutHeader()
	}
	f := sheet.Format{Name: sheet.Applicants, Columns: c.columns}
	if !f.Has(sheet.Handle) {
		f.Name = sheet.CodesOnly
	}
	return t, f
}

func (f columnsForm) view() *slack.ModalViewRequest {
	blocks := []slack.Block{section("Which column is what? Leave empty what isn't needed: those columns are left out.")}
	asked := 0
	for n, column := range sheet.Guess(f.table, surelyHandle) {
		if len(column.Samples) == 0 || asked == maxColumns {
			continue
		}
		asked++
		menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Leave it out", 150), fieldColumn+strconv.Itoa(n))
		for _, field := range sheet.Fields() {
			o := option(string(field), string(field))
			menu.Options = append(menu.Options, o)
			if column.Field == field {
				menu.InitialOption = o
			}
		}
		blocks = append(blocks, input(fieldColumn+strconv.Itoa(n), clip(columnLabel(n, f.table.HeaderLine != 0, column), 150), menu, "", true))
	}
	boxes := slack.NewCheckboxGroupsBlockElement(fieldHeader, option(headerYes, "It names the columns"))
	if f.table.HeaderLine != 0 {
		boxes.InitialOptions = boxes.Options
	}
	blocks = append(blocks, input(fieldHeader, "First line", boxes, "", true))
	return modal(formImportColumns, "Import", "Continue", encoded(f.meta), blocks)
}

// surelyHandle says whether a text can only be a handle, or the address of a
// profile.
func surelyHandle(text string) bool {
	_, platform, err := store.ParseHandle(text)
	return err == nil && (platform != "" || strings.HasPrefix(text, "@"))
}

// columnLabel is "B · Discount: MAYA20, LEO20", and without a header "B: MAYA20,
// LEO20".
func columnLabel(n int, header bool, c sheet.Column) string {
	label := columnLetters(n)
	if header {
		label += " · " + c.Heading
	}
	if len(c.Samples) > 0 {
		label += ": " + strings.Join(c.Samples, ", ")
	}
	return strings.Join(strings.Fields(label), " ")
}

// columnLetters are how spreadsheets name a column: A, B … Z, AA, AB …
func columnLetters(n int) string {
	letters := ""
	for n++; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters
}

// saveImportColumns reads the import with the columns that were chosen.
func (a *App) saveImportColumns(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	meta, err := readImportMeta(r.Form)
	if err != nil {
		return nil, err
	}
	m, err := a.ourImport(ctx, r, meta.Import)
	if err != nil {
		return nil, err
	}
	chosen, wrong := readColumns(r.Form)
	if len(wrong) > 0 {
		return nil, wrong
	}
	form := importForm{meta: meta, pasted: m.Pasted}
	c, err := a.store.Campaign(ctx, r.TeamID, m.CampaignID)
	if err != nil {
		return nil, err
	}
	form.campaign = &c
	return a.reading(r, form, &chosen), nil
}

// readColumns reads which column is what; what can't be is told by field.
func readColumns(form *bot.Form) (chosenColumns, bot.FieldErrors) {
	chosen := chosenColumns{header: form.Checked(fieldHeader, headerYes), columns: map[sheet.Field]int{}}
	wrong := bot.FieldErrors{}
	first := ""
	for n := range sheet.MaxColumns {
		name := fieldColumn + strconv.Itoa(n)
		if !form.Has(name) {
			continue
		}
		first = cmp.Or(first, name)
		field := sheet.Field(form.Text(name))
		if field == "" {
			continue
		}
		if !slices.Contains(sheet.Fields(), field) {
			wrong[name] = "Choose again what this column is."
			continue
		}
		if other, ok := chosen.columns[field]; ok {
			wrong[name] = fmt.Sprintf("Column %s is chosen for %s already.", columnLetters(other), field)
			continue
		}
		chosen.columns[field] = n
	}
	_, handles := chosen.columns[sheet.Handle]
	_, codes := chosen.columns[sheet.Code]
	if !handles && !codes && len(wrong) == 0 {
		wrong[cmp.Or(first, fieldHeader)] = "Choose which column names the influencers, as Handle, or has their coupon codes."
	}
	return chosen, wrong
}
