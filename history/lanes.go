package history

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ptr-project/ptr/suite"
)

// Lanes is what was planned for each worker of run, first to last.
func (db *DB) Lanes(ctx context.Context, run Run) ([]suite.Order, error) {
	var lanes []suite.Order
	var err error
	for packed, e := range query(ctx, db, scanBytes, "SELECT tests FROM lanes WHERE run = ? ORDER BY worker", run.Number) {
		var keys []int64
		if err = e; err == nil {
			keys, err = unpack(packed)
		}
		if err != nil {
			return nil, db.wrap(err)
		}
		lane, err := db.order(ctx, keys)
		if err != nil {
			return nil, err
		}
		lanes = append(lanes, lane)
	}
	return lanes, nil
}

func (db *DB) order(ctx context.Context, keys []int64) (suite.Order, error) {
	tests, err := db.tests(ctx, keys)
	order := make(suite.Order, len(tests))
	for i, t := range tests {
		order[i] = t.ID
	}
	return order, err
}

// tests are what is known of those that have keys.
func (db *DB) tests(ctx context.Context, keys []int64) ([]suite.Test, error) {
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	scan := func(rows *sql.Rows) (t suite.Test, err error) {
		err = rows.Scan((*string)(&t.ID), &t.Unit, (*string)(&t.Kind), &t.Parallel, &t.File, &t.Line)
		return t, err
	}
	tests := make([]suite.Test, 0, len(keys))
	for t, err := range query(ctx, db, scan, `SELECT t.id, t.unit, t.kind, t.parallel, t.file, t.line
		FROM json_each(?) k JOIN tests t ON t.key = k.value ORDER BY k.rowid`, string(list)) {
		if err != nil {
			return nil, err
		}
		tests = append(tests, t)
	}
	if len(tests) < len(keys) {
		return nil, db.wrap(errPacked)
	}
	return tests, nil
}

// Planned are the tests of run, in the suite's own order.
func (db *DB) Planned(ctx context.Context, run Run) ([]suite.Test, error) {
	keys, err := db.planned(ctx, run)
	if err != nil {
		return nil, err
	}
	return db.tests(ctx, keys)
}

func (db *DB) planned(ctx context.Context, run Run) ([]int64, error) {
	var packed []byte
	err := db.sql.QueryRowContext(ctx, "SELECT planned FROM runs WHERE number = ?", run.Number).Scan(&packed)
	if err != nil {
		return nil, db.wrap(err)
	}
	keys, err := unpack(packed)
	return keys, db.wrap(err)
}

// A Stretch is what one process ran, first to last.
type Stretch struct {
	Worker, Process int
	Unit            string
	Order           suite.Order
}

// Executed is what each process of run really ran, in the order in which its
// tests began, by worker and process. What was run again, alone, is left out,
// and so is a test that was under way when ptr was killed.
func (db *DB) Executed(ctx context.Context, run Run) ([]Stretch, error) {
	type row struct {
		worker, process int
		unit            string
		test            suite.ID
	}
	scan := func(rows *sql.Rows) (r row, err error) {
		err = rows.Scan(&r.worker, &r.process, &r.unit, &r.test)
		return r, err
	}
	var done []Stretch
	for r, err := range query(ctx, db, scan, `SELECT a.worker, a.process, t.unit, t.id FROM attempts a JOIN tests t ON t.key = a.test
		WHERE a.run = ? AND a.parent = 0 AND a.cause IN (?, ?) ORDER BY a.worker, a.process, a.position, a.seq`,
		run.Number, string(suite.Planned), string(suite.Repeat)) {
		if err != nil {
			return nil, err
		}
		last := len(done) - 1
		if last < 0 || done[last].Worker != r.worker || done[last].Process != r.process {
			done = append(done, Stretch{r.worker, r.process, r.unit, nil})
			last++
		}
		done[last].Order = append(done[last].Order, r.test)
	}
	return done, nil
}

func scanBytes(rows *sql.Rows) (b []byte, err error) {
	err = rows.Scan(&b)
	return b, err
}
