package history

import (
	"context"
	"database/sql"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// An Estimate is what history expects of a test.
type Estimate struct {
	Duration       time.Duration // of a pass; 0 if it never passed
	Runs           int           // in which it passed
	FailedRecently bool          // in one of the last ten runs that ran it
	Parallel       bool          // as [suite.Test]'s
}

// learn updates the estimates by one run's attempts. The duration is an
// exponentially weighted mean of passes, in which one can count for no more than
// three times what was expected: so a hiccup is forgotten in a few runs, and a
// change for good is believed in as many. Perturbed runs teach nothing.
const learn = `INSERT INTO estimates
	SELECT test, CAST(coalesce(avg(duration) FILTER (WHERE outcome = 'pass'), 0) AS INTEGER), max(outcome = 'pass'),
		CASE WHEN max(outcome IN ('fail', 'unexpected success', 'timeout', 'crash')) THEN 0 ELSE -1 END
	FROM attempts WHERE run = ?1 AND parent = 0 AND cause <> 'diagnosis'
		AND (SELECT condition FROM runs WHERE number = ?1) = '' GROUP BY test
	ON CONFLICT (test) DO UPDATE SET
		duration = CASE WHEN excluded.runs = 0 THEN duration WHEN runs = 0 THEN excluded.duration
			ELSE CAST(0.6 * duration + 0.4 * min(excluded.duration, 3 * duration + 1000000) AS INTEGER) END,
		runs = runs + excluded.runs,
		failed = CASE WHEN excluded.failed = 0 THEN 0 WHEN failed < 0 THEN -1 ELSE failed + 1 END`

// recently is how many runs ago a failure may be to be called recent.
const recently = 10

// Estimates are those of all tests of the suite called name that history has
// seen end, but not of subtests.
func (db *DB) Estimates(ctx context.Context, name string) (map[suite.ID]Estimate, error) {
	if err := db.settle(ctx); err != nil {
		return nil, err
	}
	type row struct {
		test suite.ID
		Estimate
	}
	scan := func(rows *sql.Rows) (r row, err error) {
		var failed int
		err = rows.Scan((*string)(&r.test), &r.Duration, &r.Runs, &failed, &r.Parallel)
		r.FailedRecently = failed >= 0 && failed < recently
		return r, err
	}
	estimates := map[suite.ID]Estimate{}
	for r, err := range query(ctx, db, scan, `SELECT t.id, e.duration, e.runs, e.failed, t.parallel
		FROM estimates e JOIN tests t ON t.key = e.test WHERE t.suite = ?`, name) {
		if err != nil {
			return nil, err
		}
		estimates[r.test] = r.Estimate
	}
	return estimates, nil
}

// A Usage is what a unit took when it was last run.
type Usage struct {
	Wall      time.Duration // of its processes, added up
	CPU       time.Duration // of its processes and their children; 0 if unknown
	Tests     time.Duration // of its tests' attempts, added up
	Processes int           // at least 1: Wall less Tests, divided by this, is what starting one takes
	Workers   int           // of the run
}

// Usage is that of each unit of the suite called name, by the unit's name, in
// the latest of its unperturbed runs that finished and ran anything of the unit.
func (db *DB) Usage(ctx context.Context, name string) (map[string]Usage, error) {
	type row struct {
		unit string
		Usage
	}
	scan := func(rows *sql.Rows) (r row, err error) {
		err = rows.Scan(&r.unit, &r.Wall, &r.CPU, &r.Tests, &r.Processes, &r.Workers)
		return r, err
	}
	usage := map[string]Usage{}
	for r, err := range query(ctx, db, scan, selectUsage, name, string(Finished)) {
		if err != nil {
			return nil, err
		}
		usage[r.unit] = r.Usage
	}
	return usage, nil
}

const selectUsage = `WITH latest AS
		(SELECT unit, max(run) AS run, duration, cpu FROM units
		WHERE duration > 0 AND run IN (SELECT number FROM runs WHERE suite = ? AND state = ? AND condition = '') GROUP BY unit),
	tested AS
		(SELECT a.run, t.unit, sum(a.duration) AS tests, count(DISTINCT a.worker << 32 | a.process) AS processes
		FROM attempts a JOIN tests t ON t.key = a.test
		WHERE a.parent = 0 AND a.run IN (SELECT run FROM latest) GROUP BY a.run, t.unit)
	SELECT unit, duration, cpu, coalesce(tests, 0), coalesce(processes, 1), workers
		FROM latest LEFT JOIN tested USING (run, unit) JOIN runs ON number = latest.run`
