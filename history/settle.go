package history

import (
	"context"
	"database/sql"
	"encoding/json"

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
	planned, err := db.planned(ctx, run)
	if err != nil {
		return err
	}
	verdicts, err := db.verdicts(ctx, run, "")
	if err != nil {
		return err
	}
	for _, v := range verdicts {
		run.Summary.Add(v.Verdict)
	}
	for _, key := range planned {
		if _, attempted := verdicts[key]; !attempted {
			run.Summary.Add(suite.NotRun)
		}
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

// A verdict is that of a test, with its ID.
type verdict struct {
	suite.Verdict
	test suite.ID
}

// verdicts are those of tests that were attempted, by key. More can be asked of
// their attempts, which are called a.
func (db *DB) verdicts(ctx context.Context, run Run, more string) (map[int64]verdict, error) {
	type result struct {
		key int64
		suite.Attempt
	}
	scan := func(rows *sql.Rows) (r result, err error) {
		err = rows.Scan(&r.key, (*string)(&r.Test), (*string)(&r.Cause), (*string)(&r.Outcome))
		return r, err
	}
	verdicts := map[int64]verdict{}
	for r, err := range query(ctx, db, scan, `SELECT a.test, t.id, a.cause, a.outcome FROM attempts a JOIN tests t ON t.key = a.test
		WHERE a.run = ?1 AND a.parent = 0 `+more+` ORDER BY a.seq`, run.Number) {
		if err != nil {
			return nil, err
		}
		v, again := verdicts[r.key]
		if !again {
			v = verdict{suite.NotRun, r.Test}
		}
		v.Verdict = v.After(r.Attempt)
		verdicts[r.key] = v
	}
	return verdicts, nil
}
