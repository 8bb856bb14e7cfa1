package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// An Explanation is what a search has found out about a test that fails.
type Explanation struct {
	Suite string // its name
	Test  suite.ID
	At    time.Time
	Run   string // ID of the run whose failure it explains; "" if it was no run's
	Text  string // in a sentence
}

// String is e as a note has it: with who found it out, when, and for which run.
func (e Explanation) String() string {
	whose := ""
	if e.Run != "" {
		whose = " for run " + e.Run
	}
	return fmt.Sprintf("%s (ptrbisect found this on %s%s)", e.Text, e.At.Local().Format(time.DateOnly), whose)
}

// Explain keeps an explanation, in place of an earlier one of that test.
func (db *DB) Explain(ctx context.Context, e Explanation) error {
	_, err := db.sql.ExecContext(ctx, "INSERT OR REPLACE INTO explanations VALUES (?, ?, ?, ?, ?)", e.Suite, string(e.Test), nanos(e.At), e.Run, e.Text)
	return db.wrap(err)
}

// Explained is what is known of why a test of the suite called name fails, if anything
// is.
func (db *DB) Explained(ctx context.Context, name string, id suite.ID) (e Explanation, ok bool, err error) {
	e = Explanation{Suite: name, Test: id}
	var at int64
	err = db.sql.QueryRowContext(ctx, "SELECT at, run, text FROM explanations WHERE suite = ? AND test = ?", name, string(id)).Scan(&at, &e.Run, &e.Text)
	if errors.Is(err, sql.ErrNoRows) {
		return Explanation{}, false, nil
	}
	e.At = timeOf(at)
	return e, err == nil, db.wrap(err)
}
