package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

const fieldFile = "file"

// An importForm is the form Import, which asks what is imported and where to.
type importForm struct {
	all      []store.Campaign
	campaign *store.Campaign
	pasted   string
	said     string // why it is shown again, in mrkdwn
	meta     importMeta
}

// An importMeta is what the forms of an import carry.
type importMeta struct {
	Import  int64  `json:"i,omitempty"` // once it is started
	Channel string `json:"c,omitempty"` // where the first form was opened
	Days    string `json:"d,omitempty"` // how dates were read that can be two days, a sentence
	Given   int    `json:"g,omitempty"` // how often codes were given out: Slack keeps what is in a field whose ids stay
	openedBy
}

func readImportMeta(f *bot.Form) (importMeta, error) {
	var meta importMeta
	if err := json.Unmarshal([]byte(f.Meta), &meta); err != nil || meta.Import < 0 {
		return meta, errOldForm
	}
	return meta, nil
}

// newImportForm is the empty form; a team with one live campaign begins with
// that, and one with none is told what to do first.
func (a *App) newImportForm(ctx context.Context, r *bot.Request) (importForm, error) {
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return importForm{}, err
	}
	form := importForm{all: all, meta: importMeta{Channel: r.ChannelID, openedBy: openedBy{wayOf(r)}}}
	switch alive := live(all); len(alive) {
	case 0:
		return form, unknownCampaign(all, "", "")
	case 1:
		form.campaign = &alive[0]
	}
	return form, nil
}

func (f importForm) view() *slack.ModalViewRequest {
	choose := typeahead(routeImportCampaign, "Choose a campaign")
	if f.campaign != nil {
		choose.InitialOption = campaignOption(*f.campaign)
	}
	paste := lines(fieldPaste, f.pasted)
	paste.MaxLength = store.MaxPasted
	file := slack.NewFileInputBlockElement(fieldFile).WithFileTypes("csv", "tsv", "txt", "text").WithMaxFiles(1)
	blocks := append(said(f.said),
		input(fieldCampaign, "Campaign", choose, "", false),
		input(fieldPaste, "Paste lines", paste, "One influencer a line, as @maya.glow MAYA20, or copied from a spreadsheet with its header.", true),
		input(fieldFile, "File", file, fmt.Sprintf(
			"CSV or TSV, with up to %d,%03d rows: Codekeeper's own export, codes from a shop or affiliate program, or any list of influencers.", sheet.MaxLines/1000, sheet.MaxLines%1000), true),
		fine("You see first what would change. Nothing is changed before you press Apply."))
	return modal(formImport, "Import", "Continue", encoded(f.meta), blocks)
}

// saveImport reads what was pasted or put in.
func (a *App) saveImport(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	meta, err := readImportMeta(r.Form)
	if err != nil {
		return nil, err
	}
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	form := importForm{all: all, pasted: strings.TrimSpace(r.Form.Text(fieldPaste)), meta: meta}
	if form.campaign, err = campaignByID(all, r.Form.Text(fieldCampaign)); err != nil {
		return nil, bot.FieldErrors{fieldCampaign: sayLiveCampaign}
	}
	source, wrong := form.source(r.Form.Files(fieldFile))
	if len(wrong) > 0 {
		return nil, wrong
	}
	return a.readInForm(ctx, r, form, source)
}

// source is what is imported: pasted lines or a file.
func (f importForm) source(files []bot.FileRef) (store.ImportSource, bot.FieldErrors) {
	var source store.ImportSource
	switch {
	case f.pasted == "" && len(files) == 0:
		return source, bot.FieldErrors{fieldPaste: "Paste lines here, or put in a file below."}
	case textProblem(f.pasted, store.MaxPasted) != "":
		return source, bot.FieldErrors{fieldPaste: textProblem(f.pasted, store.MaxPasted)}
	case f.pasted != "" && len(files) > 0:
		return source, bot.FieldErrors{fieldFile: "Either paste lines, or put in a file: take one of them out."}
	case len(files) > 1:
		return source, bot.FieldErrors{fieldFile: "Put in one file at a time."}
	case len(files) == 1:
		return store.ImportSource{FileID: files[0].ID, FileName: clip(files[0].Name, 200)}, nil
	}
	source.Pasted = f.pasted
	return source, nil
}

// readInForm starts an import; what is read of it is shown in the place of the
// form.
func (a *App) readInForm(ctx context.Context, r *bot.Request, form importForm, source store.ImportSource) (*bot.Reply, error) {
	source.CampaignID, source.ChannelID = form.campaign.ID, form.meta.Channel
	started, err := a.store.StartImport(ctx, actBy(r, store.ByImport), source)
	if errors.Is(err, store.ErrForgottenSince) {
		return nil, forgottenSince(source)
	}
	if err != nil {
		return nil, importError(err)
	}
	form.meta.Import = started.ID
	return a.reading(r, form, nil), nil
}

// nameOf names in mrkdwn what is imported.
func nameOf(m store.Import) string {
	if m.FileID == "" {
		return "Pasted lines"
	}
	return "*" + esc(m.FileName) + "*"
}
