package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// OfferedRuns are the latest runs of the suite in dir, as shells want them that offer
// them: ID, tab, and what it is. What keeps them from being read is no error, for there
// is nobody to tell.
func OfferedRuns(ctx context.Context, dir string) (offered []string) {
	const most = 20
	_ = lookUp(dir, func(db *history.DB) error {
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
	_ = lookUp(dir, func(db *history.DB) error {
		r, err := db.Find(ctx, history.Latest)
		if err != nil {
			return err
		}
		planned, err := db.Planned(ctx, r)
		offered = suite.NewNames(IDsOf(planned)).Complete(prefix)
		return err
	})
	return offered
}

// lookUp has read see the history of the suite in dir, if there is one: none is made.
func lookUp(dir string, read func(*history.DB) error) (err error) {
	c, err := configure(Options{Dir: dir})
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(c.Dir, StateFolder, "history.db")); err != nil {
		return err
	}
	db, err := openHistory(c.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return read(db)
}
