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
			a.Leaks, a.Changes, a.Statements = found.leaks[a.seq], found.changes[a.seq], found.statements[a.seq]
			if !yield(a, err) {
				return
			}
		}
	}
}

const selectAttempts = `SELECT a.seq, t.id, coalesce(p.id, ''), t.unit, a.cause, a.number, a.worker, a.process, a.position,
	a.outcome, a.start, a.duration, a.failure, a.output, a.printed, a.began, a.began_at, a.usual, a.raised
	FROM attempts a JOIN tests t ON t.key = a.test LEFT JOIN tests p ON p.key = a.parent`

func scanAttempt(rows *sql.Rows) (Attempt, error) {
	var a Attempt
	var start int64
	var raised string
	// Plain strings are scanned without reflection.
	err := rows.Scan(&a.seq, (*string)(&a.Test), (*string)(&a.Parent), &a.Unit, (*string)(&a.Cause),
		&a.Number, &a.Worker, &a.Process, &a.Position, (*string)(&a.Outcome), &start, &a.Duration, &a.Failure, &a.Printed.At, &a.Printed.Length,
		&a.begin.seq, &a.begin.at, &a.begin.usual, &raised)
	a.Start = timeOf(start)
	if err == nil {
		a.Raised, err = readList[suite.Exception](raised)
	}
	return a, err
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
