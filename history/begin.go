package history

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/ptr-project/ptr/suite"
)

// Begin writes down a run that is about to begin: what is known of it, its
// tests, and what is planned for each worker, by ID, first to last. It sets
// run's Number, ID and State, which [Recorder.Run] returns.
func (db *DB) Begin(ctx context.Context, run Run, tests []suite.Test, lanes [][]suite.ID) (*Recorder, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l, err := newLink(dsn(db.path))
	if err != nil {
		return nil, db.wrap(err)
	}
	names := &names{l, run.Name, make(map[suite.ID]int64, len(tests))}
	err = l.transact(func() error { return begin(names, &run, tests, lanes) })
	if err != nil {
		return nil, db.wrap(errors.Join(err, l.close()))
	}
	return newRecorder(db, l, names, run), nil
}

func begin(names *names, run *Run, tests []suite.Test, lanes [][]suite.ID) error {
	keys, err := names.plan(tests)
	if err != nil {
		return err
	}
	last, err := names.link.number("SELECT seq FROM sqlite_sequence WHERE name = 'runs'")
	if err != nil {
		return err
	}
	run.Number, run.ID, run.State = last+1, idOf(last+1), Running
	if err := insertRun(names.link, *run, pack(keys)); err != nil {
		return err
	}
	for i, lane := range lanes {
		if err := insertLane(names, run.Number, i+1, lane); err != nil {
			return err
		}
	}
	return nil
}

func insertRun(l *link, r Run, planned []byte) error {
	args, err := json.Marshal(r.Args)
	if err != nil {
		return err
	}
	summary, err := json.Marshal(r.Summary)
	if err != nil {
		return err
	}
	return l.exec("INSERT INTO runs ("+runColumns+", planned) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
		r.Number, r.ID, r.Name, r.Framework, r.Revision, r.Dir, string(args), r.Order, r.Condition,
		int64(r.Seed), int64(r.Workers), r.Owner, nanos(r.Started), nanos(r.Finished), string(r.State), string(summary), planned)
}

func insertLane(names *names, run int64, worker int, lane []suite.ID) error {
	keys := make([]int64, len(lane))
	for i, id := range lane {
		key, err := names.key(id, "")
		if err != nil {
			return err
		}
		keys[i] = key
	}
	return names.link.exec("INSERT INTO lanes VALUES (?, ?, ?)", run, int64(worker), pack(keys))
}
