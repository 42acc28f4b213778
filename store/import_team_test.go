package store_test

import (
	"context"

	"codekeeper/store"
)

// importStrangers call what imports do with the first import, which is
// another team's.
func importStrangers() map[string]stranger {
	return map[string]stranger{
		"StartImport": func(ctx context.Context, w *world, act store.Act, maya store.Row) (any, error) {
			return w.StartImport(ctx, act, store.ImportSource{CampaignID: maya.CampaignID, Pasted: "stolen"})
		},
		"StageImport": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.StageImport(ctx, other, 1, store.Staging{Lines: func(func(store.ImportLine) bool) {}})
		},
		"Import": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.Import(ctx, other, 1)
		},
		"ImportCounts": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			if counts, err := w.ImportCounts(ctx, other, 1); counts != (store.ImportCounts{}) || err != nil {
				return []any{counts}, err
			}
			return nil, nil
		},
		"ImportRows": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.ImportRows(ctx, other, 1, store.ImportFilter{})
		},
		"NamelessCodes": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.NamelessCodes(ctx, other, 1)
		},
		"ImportNames": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.ImportNames(ctx, other, 1)
		},
		"PairImport": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return nil, w.PairImport(ctx, other, 1, today, []store.ImportPair{{Number: 2, InfluencerID: maya.InfluencerID}})
		},
		"DoubtImport": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return nil, w.DoubtImport(ctx, other, 1, map[int]store.ImportProblem{1: {What: store.TroubleAlike}})
		},
		"ApplyImport": func(ctx context.Context, w *world, act store.Act, _ store.Row) (any, error) {
			return w.ApplyImport(ctx, act, 1, true)
		},
		"RunImport": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			_, _, err := w.RunImport(ctx, other, 1, "claim", day, nil)
			return nil, err
		},
		"ReleaseImport": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return nil, w.ReleaseImport(ctx, other, 1, "claim")
		},
		"UnfinishedImports": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return w.UnfinishedImports(ctx, other, day.AddDate(1, 0, 0))
		},
		"ClaimImportNotice": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			if ours, err := w.ClaimImportNotice(ctx, other, 1, day); ours || err != nil {
				return []any{ours}, err
			}
			return nil, nil
		},
		"ReleaseImportNotice": func(ctx context.Context, w *world, _ store.Act, _ store.Row) (any, error) {
			return nil, w.ReleaseImportNotice(ctx, other, 1, day)
		},
	}
}
