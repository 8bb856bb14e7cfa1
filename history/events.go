package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// Events yields the events of run again, in the order in which they were
// recorded, so that any report can be made of them. It ends with the first error.
func (db *DB) Events(ctx context.Context, run Run) iter.Seq2[suite.Event, error] {
	return func(yield func(suite.Event, error) bool) {
		for e, err := range merge(db.begun(ctx, run), db.endings(ctx, run), db.unitEndings(ctx, run), db.others(ctx, run)) {
			if !yield(e.value, err) || err != nil {
				return
			}
		}
	}
}

// A stream is events in the order of their numbers.
type stream = iter.Seq2[numbered[suite.Event], error]

// merge yields the events of all streams in the order of their numbers.
func merge(streams ...stream) stream {
	return func(yield func(numbered[suite.Event], error) bool) {
		heads := make([]*head, 0, len(streams))
		for _, s := range streams {
			next, stop := iter.Pull2(s)
			defer stop()
			h := &head{next: next}
			h.advance()
			heads = append(heads, h)
		}
		for first := earliest(heads); first != nil; first = earliest(heads) {
			if !yield(first.event, first.err) {
				return
			}
			first.advance()
		}
	}
}

// A head is the next event of a stream.
type head struct {
	next  func() (numbered[suite.Event], error, bool)
	event numbered[suite.Event]
	err   error
	ok    bool
}

func (h *head) advance() { h.event, h.err, h.ok = h.next() }

// earliest is the head that comes first, or nil at the end of all. An error has
// no number, and so comes at once.
func earliest(heads []*head) *head {
	var first *head
	for _, h := range heads {
		if h.ok && (first == nil || h.event.seq < first.event.seq) {
			first = h
		}
	}
	return first
}

func (db *DB) begun(ctx context.Context, run Run) stream {
	scan := func(rows *sql.Rows) (numbered[suite.Event], error) {
		var seq, at int64
		var b suite.Began
		err := rows.Scan(&seq, &b.Test, &b.Worker, &b.Process, &at, &b.Usual)
		b.Time = timeOf(at)
		return numbered[suite.Event]{seq, b}, err
	}
	return query(ctx, db, scan, `SELECT b.seq, t.id, b.worker, b.process, b.at, b.usual FROM
		(SELECT began AS seq, test, worker, process, began_at AS at, usual FROM attempts WHERE run = ?1 AND began > 0
		UNION ALL SELECT seq, test, worker, process, at, usual FROM underway WHERE run = ?1) b
		JOIN tests t ON t.key = b.test ORDER BY b.seq`, run.Number)
}

func (db *DB) endings(ctx context.Context, run Run) stream {
	return func(yield func(numbered[suite.Event], error) bool) {
		for a, err := range db.Attempts(ctx, run) {
			if err == nil {
				a.Output, err = db.Output(run, a.Printed)
			}
			if !yield(numbered[suite.Event]{a.seq, suite.Ended{Attempt: a.Attempt}}, err) {
				return
			}
		}
	}
}

// A unit is what became of a unit, as it was recorded.
type unit struct {
	suite.UnitResult
	seq     int64
	printed Span
}

const selectUnits = "SELECT seq, unit, outcome, reason, output, printed, duration, cpu, leftovers FROM units WHERE run = ? ORDER BY seq"

func scanUnit(rows *sql.Rows) (u unit, err error) {
	var left string
	err = rows.Scan(&u.seq, &u.Unit, &u.Outcome, &u.Reason, &u.printed.At, &u.printed.Length, &u.Duration, &u.CPU, &left)
	if err == nil {
		u.Left, err = readList[suite.Leftover](left)
	}
	return u, err
}

func (db *DB) unitEndings(ctx context.Context, run Run) stream {
	return func(yield func(numbered[suite.Event], error) bool) {
		for u, err := range query(ctx, db, scanUnit, selectUnits, run.Number) {
			if err == nil {
				u.Output, err = db.Output(run, u.printed)
			}
			if !yield(numbered[suite.Event]{u.seq, suite.UnitEnded{UnitResult: u.UnitResult}}, err) {
				return
			}
		}
	}
}

func (db *DB) others(ctx context.Context, run Run) stream {
	scan := func(rows *sql.Rows) (e numbered[suite.Event], err error) {
		var kind string
		var body []byte
		if err := rows.Scan(&e.seq, &kind, &body); err != nil {
			return e, err
		}
		e.value, err = db.decode(ctx, run, kind, body)
		return e, err
	}
	return query(ctx, db, scan, "SELECT seq, kind, body FROM events WHERE run = ? ORDER BY seq", run.Number)
}

func (db *DB) decode(ctx context.Context, run Run, kind string, body []byte) (suite.Event, error) {
	switch kind {
	case "suite.RunStarted":
		e, err := decodeAs[suite.RunStarted](body)
		if err == nil {
			e.Tests, err = db.Planned(ctx, run)
		}
		e.Time = utc(e.Time)
		return e, err
	case "suite.RunFinished":
		e, err := decodeAs[suite.RunFinished](body)
		e.Time = utc(e.Time)
		return e, err
	case "suite.WorkerStarted":
		return decodeAs[suite.WorkerStarted](body)
	case "suite.WorkerDied":
		return decodeAs[suite.WorkerDied](body)
	case "suite.Stolen":
		return decodeAs[suite.Stolen](body)
	case "suite.Warned":
		return decodeAs[suite.Warned](body)
	}
	return nil, fmt.Errorf("run %s has an event of unknown kind %q", run.ID, kind)
}

func decodeAs[E suite.Event](body []byte) (E, error) {
	var e E
	err := json.Unmarshal(body, &e)
	return e, err
}

// utc makes times that were read comparable with ==.
func utc(t time.Time) time.Time { return timeOf(nanos(t)) }
