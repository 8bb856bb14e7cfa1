package history

import (
	"context"
	"database/sql"
	_ "embed" // schema.sql
	"errors"
	"fmt"
	"time"
)

//go:embed schema.sql
var schema string

const (
	version     = 5
	application = 0x70747268 // "ptrh"
)

var errForeign = errors.New("made by another program")

// prepare checks whose file it is, and fills it if it is new.
func (db *DB) prepare(ctx context.Context) error {
	for {
		err := db.check(ctx)
		// Two processes that create one file at once can find it busy however
		// long they are ready to wait.
		if !isBusy(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (db *DB) check(ctx context.Context) error {
	var has, app, tables int
	row := db.sql.QueryRowContext(ctx, `SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_user_version, pragma_application_id`)
	switch err := row.Scan(&has, &app, &tables); {
	case err != nil:
		return err
	case tables == 0:
		return db.create(ctx)
	case app != application:
		return &CorruptError{db.path, errForeign}
	case has > version:
		return &NewerError{db.path, has, version}
	case has < version:
		return db.upgrade(ctx)
	}
	return nil
}

// upgrades are what leads from each version to the next.
var upgrades = [version - 1]string{
	"ALTER TABLE runs ADD COLUMN condition TEXT NOT NULL DEFAULT ''",
	"ALTER TABLE attempts ADD COLUMN raised TEXT NOT NULL DEFAULT ''",
	"ALTER TABLE units ADD COLUMN leftovers TEXT NOT NULL DEFAULT ''",
	`CREATE TABLE explanations (suite TEXT NOT NULL, test TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL, text TEXT NOT NULL,
		PRIMARY KEY (suite, test)) STRICT, WITHOUT ROWID`,
}

// upgrade brings the tables of an older version up to date, unless another process has
// done so meanwhile.
func (db *DB) upgrade(ctx context.Context) error {
	return db.transact(ctx, func(tx *sql.Tx) error {
		var has int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&has); err != nil {
			return err
		}
		for ; has < version; has++ {
			if _, err := tx.ExecContext(ctx, upgrades[has-1]); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
		return err
	})
}

// create makes the tables, unless another process has made them meanwhile.
func (db *DB) create(ctx context.Context) error {
	return db.transact(ctx, func(tx *sql.Tx) error {
		var tables int
		err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables)
		if err != nil || tables > 0 {
			return err
		}
		if _, err := tx.ExecContext(ctx, schema); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", version, application))
		return err
	})
}
