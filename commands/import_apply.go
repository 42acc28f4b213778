package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// applyImport is *Apply*: it says that the import is to be applied, which some
// replica does whatever happens to this one, and does it.
func (a *App) applyImport(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	meta, err := readImportMeta(r.Form)
	if err != nil {
		return nil, err
	}
	m, err := a.ourImport(ctx, r, meta.Import)
	if err != nil {
		return nil, err
	}
	campaign, err := a.store.Campaign(ctx, r.TeamID, m.CampaignID)
	if err != nil {
		return nil, err
	}
	if m.State == store.ImportStaged {
		if campaign.Archived() {
			return a.archivedMeanwhile(ctx, r, m, meta, campaign)
		}
		if err := a.pairAsChosen(ctx, r, m); err != nil {
			return nil, err
		}
	}
	m, err = a.store.ApplyImport(ctx, actBy(r, store.ByImport), m.ID, r.Form.Checked(fieldAnyway, anywayYes))
	if archived, ok := errors.AsType[*store.Archived](err); ok {
		m.ID = meta.Import
		return a.archivedMeanwhile(ctx, r, m, meta, archived.Campaign)
	}
	if err != nil {
		return nil, importError(err)
	}
	if m.State == store.ImportDone {
		view, err := a.importState(ctx, r, m, meta)
		return &bot.Reply{Update: view}, err
	}
	return &bot.Reply{
		Update: importWaiting("Applying…", copyGoesOn, meta),
		Live: func(ctx context.Context, show bot.Show) (*bot.Message, error) {
			return a.runInForm(ctx, r, m, meta, show)
		},
	}, nil
}

// archivedMeanwhile says above the dry run that nothing was applied, as the
// campaign is archived.
func (a *App) archivedMeanwhile(ctx context.Context, r *bot.Request, m store.Import, meta importMeta, c store.Campaign) (*bot.Reply, error) {
	m, err := a.ourImport(ctx, r, m.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.readDryRun(ctx, r, m, meta)
	if err != nil {
		return nil, err
	}
	d.anyway = r.Form.Checked(fieldAnyway, anywayYes)
	d.said = "Nothing was applied. " + esc(archivedError(c).Error())
	return &bot.Reply{Update: d.view()}, nil
}

const copyGoesOn = "You can close this: it goes on, and you are told when it is done."

// pairAsChosen stores whom the form has for nameless codes. What is wrong with
// that is told under the fields.
func (a *App) pairAsChosen(ctx context.Context, r *bot.Request, m store.Import) error {
	codes, err := a.store.NamelessCodes(ctx, r.TeamID, m.ID)
	if err != nil {
		return err
	}
	whose, wrong := chosenPairs(r.Form, codes)
	if len(wrong) > 0 {
		return wrong
	}
	if err := a.pair(ctx, r, m, whose); err != nil {
		return err
	}
	counts, err := a.store.ImportCounts(ctx, r.TeamID, m.ID)
	if err != nil || counts.New+counts.Changed > 0 && len(whose) == 0 {
		return err
	}
	rows, err := a.store.ImportRows(ctx, r.TeamID, m.ID, store.ImportFilter{Paired: true, Verdicts: []store.Verdict{store.LineError}})
	if err != nil {
		return err
	}
	for _, row := range rows {
		wrong[fieldPair+strconv.Itoa(row.Number)] = inFile.problems(row)
	}
	if counts.New+counts.Changed == 0 && len(wrong) == 0 {
		for _, c := range codes[:min(len(codes), 1)] {
			wrong[fieldPair+strconv.Itoa(c.Number)] = "Choose whose at least one of the codes is, or close the form."
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// chosenPairs are the codes for which the form has somebody else than is
// stored, by the number of their line.
func chosenPairs(form *bot.Form, codes []store.NamelessCode) (map[int]int64, bot.FieldErrors) {
	whose, wrong := map[int]int64{}, bot.FieldErrors{}
	given := map[int64]string{} // to whom which code
	for _, c := range codes {
		id := c.InfluencerID
		field := fieldPair + strconv.Itoa(c.Number)
		if form.Has(field) {
			id = 0
			if text := form.Text(field); text != "" {
				p, err := readPick(text, "")
				if err != nil || p.id == 0 {
					wrong[field] = "Choose somebody again."
					continue
				}
				id = p.id
			}
		}
		if other, ok := given[id]; ok && id != 0 {
			wrong[field] = fmt.Sprintf("They get %s already. Each has one code.", other)
			continue
		}
		given[id] = c.Code
		if id != c.InfluencerID {
			whose[c.Number] = id
		}
	}
	return whose, wrong
}

// giveInOrder is *Give out in this order*: the codes that are left go to those
// who are left, in the order of the file and of who goes live first. It is
// shown, and applied only by Apply.
func (a *App) giveInOrder(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	if r.Form == nil {
		return nil, errForged
	}
	meta, err := readImportMeta(r.Form)
	if err != nil {
		return nil, err
	}
	m, err := a.ourImport(ctx, r, meta.Import)
	if err != nil {
		return nil, err
	}
	codes, err := a.store.NamelessCodes(ctx, r.TeamID, m.ID)
	if err != nil {
		return nil, err
	}
	whose, wrong := chosenPairs(r.Form, codes)
	if len(wrong) > 0 {
		return nil, wrong
	}
	if err := a.pair(ctx, r, m, whose); err != nil {
		return nil, err
	}
	if codes, err = a.store.NamelessCodes(ctx, r.TeamID, m.ID); err != nil {
		return nil, err
	}
	rows, err := a.codelessIn(ctx, r, m)
	if err != nil {
		return nil, err
	}
	given := inOrder(codes, rows)
	if err := a.pair(ctx, r, m, given); err != nil {
		return nil, err
	}
	meta.Given++
	d, err := a.readDryRun(ctx, r, m, meta)
	if err != nil {
		return nil, err
	}
	d.anyway = r.Form.Checked(fieldAnyway, anywayYes)
	d.said = fmt.Sprintf("%s given out in this order. Look at each before you press Apply.", countWere(len(given), "code"))
	if len(given) == 0 {
		d.said = "Nobody is left in this campaign whose code is TBD."
	}
	return &bot.Reply{Update: d.view()}, nil
}

// runInForm applies an import, and shows in the form how far it is. Where that
// fails it goes on elsewhere, and its end is told then.
func (a *App) runInForm(ctx context.Context, r *bot.Request, m store.Import, meta importMeta, show bot.Show) (*bot.Message, error) {
	p := showProgress(ctx, show, meta, copyGoesOn)
	done, err := a.runImportJob(ctx, m, func(n, of int) { p.tell(fmt.Sprintf("Applying: %d of %s.", n, count(of, "row"))) })
	p.end()
	if err != nil {
		a.log.ErrorContext(ctx, "import not applied yet", "import", m.ID, "err", err)
		show(context.WithoutCancel(ctx), importWaiting("This takes longer than it should.", copyGoesOn, meta))
		return nil, nil //nolint:nilnil,nilerr // the sweep goes on with it, and tells
	}
	if done.State != store.ImportDone {
		return nil, nil //nolint:nilnil // who is applying it tells
	}
	answer, err := a.importAnswer(ctx, done)
	if err != nil {
		return nil, err
	}
	show(ctx, importDone(answer, meta))
	ours, err := a.importNotice(ctx, done, func(context.Context) error { return nil }) // what this returns tells
	if err != nil || !ours {
		return nil, err
	}
	return &answer, nil
}

// releaseWithin bounds giving a claim back.
const releaseWithin = 5 * time.Second

// runImportJob applies an import unless somebody else is at it.
func (a *App) runImportJob(ctx context.Context, m store.Import, progress func(done, of int)) (store.Import, error) {
	claim := rand.Text()
	done, _, err := a.store.RunImport(ctx, a.identity.TeamID, m.ID, claim, a.clock.Now(), progress)
	if err != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseWithin)
		defer cancel()
		if failed := a.store.ReleaseImport(ctx, a.identity.TeamID, m.ID, claim); failed != nil {
			a.log.WarnContext(ctx, "import not released", "import", m.ID, "err", failed)
		}
	}
	return done, err
}
