package records

import (
	"context"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// OfferedRuns are the latest runs of the suite in dir, as shells want them that offer
// them: ID, tab, and what it is. What keeps them from being read is no error, for there
// is nobody to tell.
func OfferedRuns(ctx context.Context, dir string) (offered []string) {
	const most = 20
	_ = app.LookUp(dir, func(db *history.DB) error {
		runs, err := db.Runs(ctx, most)
		for _, r := range runs {
			offered = append(offered, r.ID+"\t"+console.Day(r.Started)+", "+counts(r.Summary))
		}
		return err
	})
	return offered
}

// OfferedTests are the names that begin with prefix of tests of the latest run of the
// suite in dir.
func OfferedTests(ctx context.Context, dir, prefix string) (offered []string) {
	_ = app.LookUp(dir, func(db *history.DB) error {
		r, err := db.Find(ctx, history.Latest)
		if err != nil {
			return err
		}
		planned, err := db.Planned(ctx, r)
		offered = suite.NewNames(app.IDsOf(planned)).Complete(prefix)
		return err
	})
	return offered
}
