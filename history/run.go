package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// Latest stands for the ID of the run that began last.
const Latest = "latest"

// A State says how far a run has come.
type State string

// The states of a run.
const (
	Running     State = "running"
	Finished    State = "finished"
	Interrupted State = "interrupted"
	Killed      State = "killed" // its process is gone, and it had not finished
)

// A Run is what is known of a run as a whole.
type Run struct {
	Number int64  // counts up from 1 in the order in which runs began; set by Begin
	ID     string // short, unique, of hexadecimal digits; set by Begin

	Name      string // the suite's
	Framework string
	Revision  string // of the code, such as a commit's hash; "" if unknown
	Dir       string
	Args      []string // flags and arguments that others need, too, to find the same tests
	Order     string   // as --order was given
	Condition string   // the perturbations that it ran under; "" if none
	Seed      uint64
	Workers   int
	Owner     string // the mark of ptr's own process

	Started  time.Time
	Finished time.Time // of a killed run, when its last attempt ended; zero while it runs
	State    State     // Running when it begins
	Summary  suite.Summary
}

// idOf makes the ID of the run with a number: neighbours look different, and
// no two are the same, since the factor is odd and so has an inverse modulo a
// power of two. There are three digits at least, and more as runs add up.
func idOf(number int64) string {
	digits, limit := 3, int64(1)<<12
	for number >= limit {
		digits, limit = digits+1, limit<<4
	}
	return fmt.Sprintf("%0*x", digits, number*0x9e5%limit)
}

const runColumns = `number, id, suite, framework, revision, dir, args, ordering, condition,
	seed, workers, owner, started, finished, state, summary`

// Runs lists up to limit runs, or all if it is 0, the latest first.
func (db *DB) Runs(ctx context.Context, limit int) ([]Run, error) {
	if limit == 0 {
		limit = -1
	}
	return db.runs(ctx, "ORDER BY number DESC LIMIT ?", limit)
}

// Find finds the run whose ID is, or alone begins with, id; or the [Latest].
// The error is an [*UnknownError] or an [*AmbiguousError].
func (db *DB) Find(ctx context.Context, id string) (Run, error) {
	if id == Latest {
		runs, err := db.Runs(ctx, 1)
		return one(id, runs, err)
	}
	runs, err := db.runs(ctx, "WHERE id = ?", id)
	if err == nil && len(runs) == 0 {
		runs, err = db.runs(ctx, "WHERE substr(id, 1, length(?1)) = ?1 ORDER BY number DESC", id)
	}
	return one(id, runs, err)
}

func one(id string, runs []Run, err error) (Run, error) {
	switch {
	case err != nil:
		return Run{}, err
	case len(runs) == 0 || id == "":
		return Run{}, &UnknownError{id}
	case len(runs) > 1:
		ambiguous := &AmbiguousError{Prefix: id}
		for _, r := range runs {
			ambiguous.Candidates = append(ambiguous.Candidates, r.ID)
		}
		return Run{}, ambiguous
	}
	return runs[0], nil
}

func (db *DB) runs(ctx context.Context, which string, args ...any) ([]Run, error) {
	if err := db.settle(ctx); err != nil {
		return nil, err
	}
	var runs []Run
	rows, err := db.sql.QueryContext(ctx, "SELECT "+runColumns+" FROM runs "+which, args...)
	if err != nil {
		return nil, db.wrap(err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanRun(rows)
		if err != nil {
			return nil, db.wrap(err)
		}
		runs = append(runs, r)
	}
	return runs, db.wrap(rows.Err())
}

func scanRun(rows *sql.Rows) (Run, error) {
	var r Run
	var args, summary []byte
	var seed, started, finished int64
	err := rows.Scan(&r.Number, &r.ID, &r.Name, &r.Framework, &r.Revision, &r.Dir, &args, &r.Order, &r.Condition,
		&seed, &r.Workers, &r.Owner, &started, &finished, &r.State, &summary)
	if err != nil {
		return Run{}, err
	}
	r.Seed, r.Started, r.Finished = uint64(seed), timeOf(started), timeOf(finished)
	if err := json.Unmarshal(args, &r.Args); err != nil {
		return Run{}, fmt.Errorf("arguments of run %s: %w", r.ID, err)
	}
	if err := json.Unmarshal(summary, &r.Summary); err != nil {
		return Run{}, fmt.Errorf("summary of run %s: %w", r.ID, err)
	}
	return r, nil
}

// nanos is t as it is stored.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// timeOf is the inverse of nanos, in UTC.
func timeOf(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
