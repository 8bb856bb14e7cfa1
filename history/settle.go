package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"

	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/suite"
)

// settle brings runs whose processes are gone to an end: their verdicts are
// counted, and their durations learned.
func (db *DB) settle(ctx context.Context) error {
	dead, err := db.dead(ctx)
	if err != nil {
		return err
	}
	for _, run := range dead {
		if err := db.settleOne(ctx, run); err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) dead(ctx context.Context) ([]Run, error) {
	var dead []Run
	for run, err := range query(ctx, db, scanRun, "SELECT "+runColumns+" FROM runs WHERE state = ?", string(Running)) {
		if err != nil {
			return nil, err
		}
		// An owner that cannot be read is no process.
		if mark, err := process.ParseMark(run.Owner); err != nil || !mark.Alive() {
			dead = append(dead, run)
		}
	}
	return dead, nil
}

func (db *DB) settleOne(ctx context.Context, run Run) error {
	verdicts, err := db.verdicts(ctx, run)
	if err != nil {
		return err
	}
	for _, v := range verdicts {
		run.Summary.Add(v)
	}
	err = db.sql.QueryRowContext(ctx, "SELECT count(*) FROM units WHERE run = ? AND outcome NOT IN (?, ?)",
		run.Number, string(suite.Pass), string(suite.Skip)).Scan(&run.Summary.Units)
	if err != nil {
		return db.wrap(err)
	}
	summary, err := json.Marshal(run.Summary)
	if err != nil {
		return err
	}
	return db.transact(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE runs SET state = ?, summary = ?, finished =
			(SELECT coalesce(max(start + duration), 0) FROM attempts WHERE run = number) WHERE number = ? AND state = ?`,
			string(Killed), string(summary), run.Number, string(Running))
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err // another process was quicker
		}
		_, err = tx.ExecContext(ctx, learn, run.Number)
		return err
	})
}

// verdicts are those of all tests that were planned or attempted.
func (db *DB) verdicts(ctx context.Context, run Run) (map[suite.ID]suite.Verdict, error) {
	planned, err := db.Planned(ctx, run)
	if err != nil {
		return nil, err
	}
	verdicts := make(map[suite.ID]suite.Verdict, len(planned))
	for _, t := range planned {
		verdicts[t.ID] = suite.NotRun
	}
	for a, err := range db.results(ctx, run) {
		if err != nil {
			return nil, err
		}
		v, ok := verdicts[a.Test]
		if !ok {
			v = suite.NotRun
		}
		verdicts[a.Test] = v.After(a)
	}
	return verdicts, nil
}

// results yields the attempts at whole tests, with nothing but what verdicts
// depend on.
func (db *DB) results(ctx context.Context, run Run) iter.Seq2[suite.Attempt, error] {
	scan := func(rows *sql.Rows) (a suite.Attempt, err error) {
		err = rows.Scan(&a.Test, &a.Cause, &a.Outcome)
		return a, err
	}
	return query(ctx, db, scan, `SELECT t.id, a.cause, a.outcome FROM attempts a JOIN tests t ON t.key = a.test
		WHERE a.run = ? AND a.parent = 0 ORDER BY a.seq`, run.Number)
}
