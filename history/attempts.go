package history

import (
	"context"
	"database/sql"
	"iter"

	"github.com/ptr-project/ptr/suite"
)

// An Attempt is one that was recorded. Its Output is nil: [DB.Output] reads
// what Printed refers to.
type Attempt struct {
	suite.Attempt
	Printed Span

	seq   int64
	begin beginning
}

// Attempts yields the attempts of run, subtests too, in the order in which they
// ended. It ends with the first error.
func (db *DB) Attempts(ctx context.Context, run Run) iter.Seq2[Attempt, error] {
	return func(yield func(Attempt, error) bool) {
		found, err := db.findings(ctx, run)
		if err != nil {
			yield(Attempt{}, err)
			return
		}
		for a, err := range query(ctx, db, scanAttempt, selectAttempts+" WHERE a.run = ? ORDER BY a.seq", run.Number) {
			a.Leaks, a.Changes = found.leaks[a.seq], found.changes[a.seq]
			if !yield(a, err) {
				return
			}
		}
	}
}

const selectAttempts = `SELECT a.seq, t.id, coalesce(p.id, ''), t.unit, a.cause, a.number, a.worker, a.process, a.position,
	a.outcome, a.start, a.duration, a.failure, a.output, a.printed, a.began, a.began_at, a.usual
	FROM attempts a JOIN tests t ON t.key = a.test LEFT JOIN tests p ON p.key = a.parent`

func scanAttempt(rows *sql.Rows) (Attempt, error) {
	var a Attempt
	var start int64
	// Plain strings are scanned without reflection.
	err := rows.Scan(&a.seq, (*string)(&a.Test), (*string)(&a.Parent), &a.Unit, (*string)(&a.Cause),
		&a.Number, &a.Worker, &a.Process, &a.Position, (*string)(&a.Outcome), &start, &a.Duration, &a.Failure, &a.Printed.At, &a.Printed.Length,
		&a.begin.seq, &a.begin.at, &a.begin.usual)
	a.Start = timeOf(start)
	return a, err
}

// findings are what tests of a run left behind, by their attempt's number.
type findings struct {
	leaks   map[int64][]suite.Leak
	changes map[int64][]suite.Change
}

func (db *DB) findings(ctx context.Context, run Run) (findings, error) {
	found := findings{map[int64][]suite.Leak{}, map[int64][]suite.Change{}}
	for l, err := range query(ctx, db, scanLeak, "SELECT seq, kind, what FROM leaks WHERE run = ? ORDER BY seq, rowid", run.Number) {
		if err != nil {
			return findings{}, err
		}
		found.leaks[l.seq] = append(found.leaks[l.seq], l.value)
	}
	for c, err := range query(ctx, db, scanChange, "SELECT seq, alias, place, before, after FROM changes WHERE run = ? ORDER BY seq, rowid", run.Number) {
		if err != nil {
			return findings{}, err
		}
		found.changes[c.seq] = append(found.changes[c.seq], c.value)
	}
	return found, nil
}

// numbered is something and the number of the event that it was, or is part
// of.
type numbered[T any] struct {
	seq   int64
	value T
}

func scanLeak(rows *sql.Rows) (l numbered[suite.Leak], err error) {
	err = rows.Scan(&l.seq, &l.value.Kind, &l.value.What)
	return l, err
}

func scanChange(rows *sql.Rows) (c numbered[suite.Change], err error) {
	err = rows.Scan(&c.seq, &c.value.Alias, &c.value.Where, &c.value.Old, &c.value.New)
	return c, err
}

// query yields the rows that a statement finds. It ends with the first error.
func query[T any](ctx context.Context, db *DB, scan func(*sql.Rows) (T, error), statement string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		rows, err := db.sql.QueryContext(ctx, statement, args...)
		if err != nil {
			yield(zero, db.wrap(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			row, err := scan(rows)
			if !yield(row, db.wrap(err)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, db.wrap(err))
		}
	}
}
