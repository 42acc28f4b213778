package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

const (
	fieldColumn = "column." // then the field
	fieldHeader = "header"
	headerYes   = "yes"
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
	columns := sheet.Guess(f.table, surelyHandle)
	blocks := []slack.Block{section("Which column is what? Leave empty what isn't there; columns that nothing is chosen for are left out.")}
	for _, field := range sheet.Fields() {
		menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Not there", 150), fieldColumn+string(field))
		for n, column := range columns {
			o := option(strconv.Itoa(n), columnLabel(n, f.table.HeaderLine != 0, column))
			menu.Options = append(menu.Options, o)
			if column.Field == field {
				menu.InitialOption = o
			}
		}
		blocks = append(blocks, input(fieldColumn+string(field), string(field), menu, "", true))
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
	taken := map[int]sheet.Field{}
	for _, field := range sheet.Fields() {
		text := form.Text(fieldColumn + string(field))
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > sheet.MaxColumns {
			wrong[fieldColumn+string(field)] = "Choose a column again."
			continue
		}
		if other, ok := taken[n]; ok {
			wrong[fieldColumn+string(field)] = fmt.Sprintf("This column is chosen for %s already.", other)
			continue
		}
		taken[n], chosen.columns[field] = field, n
	}
	_, handles := chosen.columns[sheet.Handle]
	_, codes := chosen.columns[sheet.Code]
	if !handles && !codes && len(wrong) == 0 {
		wrong[fieldColumn+string(sheet.Handle)] = "Choose the column that names the influencers, or below the one with their coupon codes."
	}
	return chosen, wrong
}
