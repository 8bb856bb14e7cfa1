package mysql

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/ptr-project/ptr/clone"
)

// mostLocked is how many tables of a database are locked at once: each is read for that.
const mostLocked = 200

// Contend holds the rows of all tables of each database that are free. That none of its
// statements is interrupted, which take but a moment, has the server let go before it
// returns.
func (b *backend) Contend(ctx context.Context, c clone.Clone, hold time.Duration) error {
	var errs []error
	var open []*sql.DB
	for _, database := range c.Databases {
		db, err := connect(database["dsn"], nil)
		if err == nil {
			open = append(open, db)
			err = lockRows(context.WithoutCancel(ctx), db)
		}
		errs = append(errs, err)
	}
	if len(open) > 0 {
		clone.Hold(ctx, hold)
	}
	for _, db := range open {
		_, over := db.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		errs = append(errs, over, db.Close())
	}
	if ctx.Err() != nil {
		return nil
	}
	return errors.Join(errs...)
}

// lockRows locks all rows of tables, and the gaps between them, in a transaction that it
// leaves open. A table that is in use is passed over.
func lockRows(ctx context.Context, db *sql.DB) error {
	db.SetMaxOpenConns(1)
	names, err := tablesToLock(ctx, db)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "START TRANSACTION"); err != nil {
		return err
	}
	for _, name := range names {
		_, _ = db.ExecContext(ctx, "SELECT count(*) FROM "+identifier(name)+" FOR UPDATE NOWAIT")
	}
	return nil
}

func tablesToLock(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND engine = 'InnoDB' ORDER BY rand() LIMIT ?", mostLocked)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
