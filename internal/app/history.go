package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
)

// A Past is what there is of a suite of which nothing is run.
type Past struct {
	Config config.Config
	DB     *history.DB // to be closed
}

// OpenPast opens that of the suite in dir.
func OpenPast(dir string) (Past, error) {
	c, err := invocation.Configure(invocation.Options{Dir: dir})
	if err != nil {
		return Past{}, err
	}
	db, err := openHistory(c.Dir)
	return Past{c, db}, err
}

// LookUp has read see the history of the suite in dir, if there is one: none is made.
func LookUp(dir string, read func(*history.DB) error) (err error) {
	c, err := invocation.Configure(invocation.Options{Dir: dir})
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(c.Dir, invocation.StateFolder, "history.db")); err != nil {
		return err
	}
	db, err := openHistory(c.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return read(db)
}

// openHistory opens the history of the suite whose ptr.toml is in dir.
func openHistory(dir string) (*history.DB, error) {
	folder, err := stateDir(dir)
	if err != nil {
		return nil, err
	}
	db, err := history.Open(context.Background(), filepath.Join(folder, "history.db"))
	if err != nil {
		return nil, HistoryError(err)
	}
	return db, nil
}

// stateDir makes the folder of what ptr keeps of a suite, which git ignores.
func stateDir(dir string) (string, error) {
	folder := filepath.Join(dir, invocation.StateFolder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", console.Failure(err, "ptr keeps its history there, and needs to write it")
	}
	ignore := filepath.Join(folder, ".gitignore")
	if _, err := os.Stat(ignore); errors.Is(err, os.ErrNotExist) {
		if err := os.WriteFile(ignore, []byte("*\n"), 0o644); err != nil {
			return "", console.Failure(err, "ptr keeps its history there, and needs to write it")
		}
	}
	return folder, nil
}

// FindRun finds the one run that was named, or the latest.
func FindRun(ctx context.Context, db *history.DB, runs []string) (history.Run, error) {
	id := history.Latest
	if len(runs) > 0 {
		id = runs[0]
	}
	r, err := db.Find(ctx, id)
	var unknown *history.UnknownError
	var ambiguous *history.AmbiguousError
	switch {
	case errors.As(err, &unknown) && id == history.Latest:
		return r, console.Usage(errors.New("there are no runs yet"), "ptr run makes the first")
	case errors.As(err, &unknown):
		return r, console.Usage(err, "ptr history lists the runs")
	case errors.As(err, &ambiguous):
		return r, console.Usage(err, "say which: "+strings.Join(ambiguous.Candidates, ", "))
	}
	return r, err
}

// HistoryError says whether a history cannot be used through the user's doing
// or the world's.
func HistoryError(err error) error {
	switch {
	case errors.Is(err, history.ErrNewer):
		return console.Usage(err, "use the ptr that made it, or move the file away: a new one is made then")
	case errors.Is(err, history.ErrCorrupt):
		return console.Usage(err, "move the file away: a new one is made then")
	}
	return console.Failure(err, "")
}
