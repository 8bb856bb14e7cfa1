package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ptr-project/ptr/suite"
)

// A Recorder writes down the events of one run. It is used by one goroutine at
// a time.
type Recorder struct {
	db     *DB
	link   *link
	names  *names
	run    Run
	output output

	seq      int64 // of the last event
	underway map[place]*beginning
	rows     rows
	failed   error
}

// rows are those that wait to be inserted, by table.
type rows struct{ attempts, leaks, changes, statements, units, events, underway *bulk }

func newRecorder(db *DB, l *link, names *names, run Run) *Recorder {
	return &Recorder{
		db: db, link: l, names: names, run: run,
		output:   output{path: db.outputPath(run.ID)},
		underway: map[place]*beginning{},
		rows: rows{
			attempts:   newBulk(l, "attempts", 19),
			leaks:      newBulk(l, "leaks", 4),
			changes:    newBulk(l, "changes", 6),
			statements: newBulk(l, "statements", 10),
			units:      newBulk(l, "units", 10),
			events:     newBulk(l, "events", 4),
			underway:   newBulk(l, "underway", 7),
		},
	}
}

// Run is the run as it began.
func (r *Recorder) Run() Run { return r.run }

// Record writes down events, in their order. When it returns nil they outlive
// ptr's own process, however that ends. What has begun is not interrupted by the
// end of ctx. After an error the recorder can only be closed; every later Record
// returns the same error.
//
// Of a [suite.RunStarted], the Tests are those that Begin was given.
func (r *Recorder) Record(ctx context.Context, events []suite.Event) error {
	if r.failed == nil {
		r.failed = ctx.Err()
	}
	if r.failed == nil {
		r.failed = r.db.wrap(r.link.transact(func() error { return r.record(events) }))
	}
	return r.failed
}

// Close ends the recording, whether or not a RunFinished was recorded.
func (r *Recorder) Close() error {
	return r.db.wrap(errors.Join(r.output.close(), r.link.close()))
}

func (r *Recorder) record(events []suite.Event) error {
	for _, e := range events {
		r.seq++
		if err := r.one(e); err != nil {
			return err
		}
	}
	if err := r.storeUnderway(); err != nil {
		return err
	}
	// What rows refer to is there before they are.
	if err := r.output.flush(); err != nil {
		return err
	}
	w := r.rows
	for _, b := range []*bulk{w.attempts, w.leaks, w.changes, w.statements, w.units, w.events, w.underway} {
		if err := b.flush(); err != nil {
			return err
		}
	}
	if n := len(events); n > 0 {
		if end, ok := events[n-1].(suite.RunFinished); ok {
			return r.finish(end)
		}
	}
	return nil
}

func (r *Recorder) one(e suite.Event) error {
	switch e := e.(type) {
	case suite.Began:
		return r.began(e)
	case suite.Ended:
		return r.ended(e.Attempt)
	case suite.UnitEnded:
		return r.unitEnded(e.UnitResult)
	case suite.RunStarted:
		e.Tests = nil
		return r.other(e)
	}
	return r.other(e)
}

func (r *Recorder) unitEnded(u suite.UnitResult) error {
	left, err := listText(u.Left)
	if err != nil {
		return err
	}
	at, length := r.output.add(u.Output)
	return r.rows.units.add(r.run.Number, r.seq, u.Unit, string(u.Outcome), u.Reason, at, length, int64(u.Duration), int64(u.CPU), left)
}

func (r *Recorder) other(e suite.Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return r.rows.events.add(r.run.Number, r.seq, fmt.Sprintf("%T", e), string(body))
}

func (r *Recorder) finish(end suite.RunFinished) error {
	state := Finished
	if end.Interrupted {
		state = Interrupted
	}
	summary, err := json.Marshal(end.Summary)
	if err != nil {
		return err
	}
	err = r.link.exec("UPDATE runs SET state = ?, finished = ?, summary = ? WHERE number = ?",
		string(state), nanos(end.Time), string(summary), r.run.Number)
	if err != nil {
		return err
	}
	return r.link.exec(learn, r.run.Number)
}

// transact calls f in a transaction that excludes all other writers.
func (l *link) transact(f func() error) error {
	if err := l.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := f()
	if err == nil {
		err = l.exec("COMMIT")
	}
	if err != nil {
		return errors.Join(err, l.exec("ROLLBACK"))
	}
	return nil
}
