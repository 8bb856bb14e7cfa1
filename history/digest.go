package history

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// RunsOf lists up to limit runs of the suite called name, or all if it is 0, the
// latest first.
func (db *DB) RunsOf(ctx context.Context, name string, limit int) ([]Run, error) {
	if limit == 0 {
		limit = -1
	}
	return db.runs(ctx, "WHERE suite = ? ORDER BY number DESC LIMIT ?", name, limit)
}

// A Key stands for a test of a suite in what is read of many runs at once.
type Key int64

// Known are all tests that history has seen of the suite called name, subtests
// too.
func (db *DB) Known(ctx context.Context, name string) (map[Key]suite.Test, error) {
	type row struct {
		key Key
		suite.Test
	}
	scan := func(rows *sql.Rows) (r row, err error) {
		err = rows.Scan((*int64)(&r.key), (*string)(&r.ID), &r.Unit, (*string)(&r.Kind), &r.Parallel, &r.File, &r.Line)
		return r, err
	}
	known := map[Key]suite.Test{}
	for r, err := range query(ctx, db, scan, "SELECT key, id, unit, kind, parallel, file, line FROM tests WHERE suite = ?", name) {
		if err != nil {
			return nil, err
		}
		known[r.key] = r.Test
	}
	return known, nil
}

// A Digest is one run in short: most tests of most runs pass, and of these
// nothing but the duration is of interest.
type Digest struct {
	Good   []Good             // planned attempts at whole tests that ended well, in no particular order
	Others []Attempt          // all other attempts, subtests' too, in the order in which they ended; without Leaks, Changes and Statements
	Units  []suite.UnitResult // that did not end well
	SetUp  []suite.Phase      // what came before its tests
}

// A Good is an attempt that ended well.
type Good struct {
	Test     Key
	Outcome  suite.Outcome
	Duration time.Duration
}

// Digest reads what became of the tests of run. It is some times faster than
// [DB.Attempts].
func (db *DB) Digest(ctx context.Context, run Run) (Digest, error) {
	var d Digest
	// A row for each test would take most of the time of reading a hundred runs.
	var packed sql.NullString
	err := db.sql.QueryRowContext(ctx, `SELECT group_concat(test || CASE outcome WHEN 'pass' THEN ' ' WHEN 'skip' THEN 's' ELSE 'x' END || duration) FROM attempts
		WHERE run = ? AND parent = 0 AND cause = 'planned' AND outcome IN ('pass', 'skip', 'expected failure')`, run.Number).Scan(&packed)
	if err == nil {
		d.Good, err = unpackGood(packed.String)
	}
	if err != nil {
		return Digest{}, db.wrap(err)
	}
	others := query(ctx, db, scanAttempt, selectAttempts+` WHERE a.run = ? AND
		(outcome NOT IN ('pass', 'skip', 'expected failure') OR a.parent = 0 AND a.cause <> 'planned') ORDER BY a.seq`, run.Number)
	if d.Others, err = collect(others); err != nil {
		return Digest{}, err
	}
	for u, err := range db.unitEndings(ctx, run) {
		if err != nil {
			return Digest{}, err
		}
		if e, ok := u.value.(suite.UnitEnded); ok && !e.Outcome.Good() {
			d.Units = append(d.Units, e.UnitResult)
		}
	}
	d.SetUp, err = db.setUp(ctx, run)
	return d, err
}

// AttemptsAt are those at one test in run, in the order in which they ended, without
// Leaks, Changes and Statements.
func (db *DB) AttemptsAt(ctx context.Context, run Run, id suite.ID) ([]Attempt, error) {
	return collect(query(ctx, db, scanAttempt, selectAttempts+` WHERE a.run = ? AND
		a.test = (SELECT key FROM tests WHERE suite = ? AND id = ?) ORDER BY a.seq`, run.Number, run.Name, string(id)))
}

// setUp is what came before the tests of run; nil of one that was killed before
// they began.
func (db *DB) setUp(ctx context.Context, run Run) ([]suite.Phase, error) {
	starts, err := collect(query(ctx, db, scanBytes, "SELECT body FROM events WHERE run = ? AND kind = 'suite.RunStarted'", run.Number))
	if err != nil || len(starts) == 0 {
		return nil, err
	}
	e, err := decodeAs[suite.RunStarted](starts[0])
	return e.SetUp, db.wrap(err)
}

// unpackGood reads keys and durations, with a letter for the outcome between them.
func unpackGood(packed string) ([]Good, error) {
	good := make([]Good, 0, strings.Count(packed, ",")+1)
	for one := range strings.SplitSeq(packed, ",") {
		if one == "" {
			continue
		}
		at := strings.IndexAny(one, " sx")
		if at < 0 {
			return nil, errPacked
		}
		key, err := strconv.ParseInt(one[:at], 10, 64)
		if err != nil {
			return nil, err
		}
		duration, err := strconv.ParseInt(one[at+1:], 10, 64)
		if err != nil {
			return nil, err
		}
		outcome := suite.Pass
		switch one[at] {
		case 's':
			outcome = suite.Skip
		case 'x':
			outcome = suite.ExpectedFailure
		}
		good = append(good, Good{Key(key), outcome, time.Duration(duration)})
	}
	return good, nil
}

func collect[T any](all iter.Seq2[T, error]) ([]T, error) {
	var list []T
	for one, err := range all {
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// PlannedKeys are those of the tests of run, in the suite's own order.
func (db *DB) PlannedKeys(ctx context.Context, run Run) ([]Key, error) {
	keys, err := db.planned(ctx, run)
	if err != nil {
		return nil, err
	}
	all := make([]Key, len(keys))
	for i, k := range keys {
		all[i] = Key(k)
	}
	return all, nil
}

// A Found is what one attempt left behind.
type Found struct {
	Test    suite.ID
	Leaks   []suite.Leak
	Changes []suite.Change
}

// Found is what attempts of run left behind, in the order in which they ended.
// There is nothing unless the run looked for it.
func (db *DB) Found(ctx context.Context, run Run) ([]Found, error) {
	found, err := db.findings(ctx, run)
	if err != nil || len(found.leaks)+len(found.changes) == 0 {
		return nil, err
	}
	var all []Found
	for a, err := range query(ctx, db, scanAttempt, selectAttempts+` WHERE a.run = ?1 AND
		a.seq IN (SELECT seq FROM leaks WHERE run = ?1 UNION SELECT seq FROM changes WHERE run = ?1) ORDER BY a.seq`, run.Number) {
		if err != nil {
			return nil, fmt.Errorf("what run %s left behind: %w", run.ID, err)
		}
		all = append(all, Found{a.Test, found.leaks[a.seq], found.changes[a.seq]})
	}
	return all, nil
}
