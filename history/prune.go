package history

import (
	"context"
	"database/sql"
	"errors"
	"os"
)

// Prune forgets all runs but the latest keep, and what their tests printed. Runs
// that are under way are kept. What was learned from forgotten runs stays:
// estimates need no runs.
func (db *DB) Prune(ctx context.Context, keep int) error {
	var old []Run
	runs, err := db.Runs(ctx, 0)
	if err != nil {
		return err
	}
	for i, r := range runs {
		if i >= keep && r.State != Running {
			old = append(old, r)
		}
	}
	if len(old) == 0 {
		return nil
	}
	if err := db.transact(ctx, func(tx *sql.Tx) error { return forget(ctx, tx, old) }); err != nil {
		return err
	}
	errs := make([]error, len(old))
	for i, r := range old {
		errs[i] = os.RemoveAll(db.runFolder(r.ID))
	}
	return errors.Join(errs...)
}

func forget(ctx context.Context, tx *sql.Tx, old []Run) error {
	for _, r := range old {
		for _, table := range []string{"attempts", "underway", "leaks", "changes", "statements", "units", "events", "lanes"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE run = ?", r.Number); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM runs WHERE number = ?", r.Number); err != nil {
			return err
		}
	}
	// Names of subtests can be different in each run. Those of tests are few, and
	// in plans.
	_, err := tx.ExecContext(ctx, `DELETE FROM tests WHERE kind = ''
		AND key NOT IN (SELECT test FROM attempts) AND key NOT IN (SELECT parent FROM attempts)
		AND key NOT IN (SELECT test FROM underway)`)
	return err
}
