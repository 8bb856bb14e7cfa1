package history

import (
	"context"
	"database/sql"
	"errors"

	"github.com/ptr-project/ptr/suite"
)

// Failures are what went wrong in a run.
type Failures struct {
	Run   Run
	Tests []suite.ID // that failed or could not be run, in the suite's own order
	Units []string   // that failed as a whole, such as those that did not build
}

// LastFailed are the failures of the latest run of the suite called name that
// is over, however it ended. The error is an [*UnknownError] if there is none.
func (db *DB) LastFailed(ctx context.Context, name string) (Failures, error) {
	runs, err := db.runs(ctx, "WHERE state <> ? AND suite = ? ORDER BY number DESC LIMIT 1", string(Running), name)
	run, err := one(Latest, runs, err)
	if err != nil {
		return Failures{}, err
	}
	failed := Failures{Run: run}
	verdicts, err := db.verdicts(ctx, run, `AND a.test IN
		(SELECT test FROM attempts WHERE run = ?1 AND parent = 0 AND outcome NOT IN ('pass', 'skip', 'expected failure'))`)
	if err != nil {
		return Failures{}, err
	}
	planned, err := db.planned(ctx, run)
	if err != nil {
		return Failures{}, err
	}
	for _, key := range planned {
		if v := verdicts[key]; v.Verdict == suite.Failed || v.Verdict == suite.Errored {
			failed.Tests = append(failed.Tests, v.test)
		}
	}
	for u, err := range query(ctx, db, scanUnit, selectUnits, run.Number) {
		if err != nil {
			return Failures{}, err
		}
		if !u.Outcome.Good() {
			failed.Units = append(failed.Units, u.Unit)
		}
	}
	return failed, nil
}

// EverFailed are the tests, of all suites, that failed in a run that is over.
func (db *DB) EverFailed(ctx context.Context) ([]suite.ID, error) {
	if err := db.settle(ctx); err != nil {
		return nil, err
	}
	scan := func(rows *sql.Rows) (id suite.ID, err error) { return id, rows.Scan((*string)(&id)) }
	var failed []suite.ID
	for id, err := range query(ctx, db, scan, "SELECT t.id FROM estimates e JOIN tests t ON t.key = e.test WHERE e.failed >= 0 ORDER BY t.id") {
		if err != nil {
			return nil, err
		}
		failed = append(failed, id)
	}
	return failed, nil
}

// A Past is what became of a test in an earlier run.
type Past struct {
	Run      Run
	Verdict  suite.Verdict
	Attempts []suite.Attempt // all but Output, Leaks, Changes and Statements
	Workers  int             // how many its unit was split over
}

// Outcomes is what became of a test of run's suite in the latest runs before it,
// at most limit of them, the latest first. Runs that didn't attempt it are left
// out, and so are those under perturbations.
func (db *DB) Outcomes(ctx context.Context, run Run, id suite.ID, limit int) ([]Past, error) {
	var key int64
	err := db.sql.QueryRowContext(ctx, "SELECT key FROM tests WHERE id = ? AND suite = ?", string(id), run.Name).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, db.wrap(err)
	}
	runs, err := db.runs(ctx, `WHERE number < ? AND condition = '' AND number IN (SELECT run FROM attempts WHERE test = ?)
		ORDER BY number DESC LIMIT ?`, run.Number, key, limit)
	if err != nil {
		return nil, err
	}
	past := make([]Past, len(runs))
	for i, r := range runs {
		if past[i], err = db.past(ctx, r, key); err != nil {
			return nil, err
		}
	}
	return past, nil
}

func (db *DB) past(ctx context.Context, run Run, key int64) (Past, error) {
	p := Past{Run: run}
	for a, err := range query(ctx, db, scanAttempt, selectAttempts+` WHERE a.test = ? AND a.run = ? ORDER BY a.seq`, key, run.Number) {
		if err != nil {
			return Past{}, err
		}
		p.Attempts = append(p.Attempts, a.Attempt)
	}
	p.Verdict = suite.Judge(p.Attempts)
	// Diagnoses and retries run alone, so that they do not split a unit.
	err := db.sql.QueryRowContext(ctx, `SELECT count(DISTINCT a.worker) FROM attempts a JOIN tests t ON t.key = a.test
		WHERE a.run = ? AND a.parent = 0 AND a.cause IN (?, ?) AND t.unit = (SELECT unit FROM tests WHERE key = ?)`,
		run.Number, string(suite.Planned), string(suite.Repeat), key).Scan(&p.Workers)
	return p, db.wrap(err)
}
