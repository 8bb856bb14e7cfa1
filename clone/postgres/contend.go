package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/clone"
)

// lockTables locks tables of a database against writers, those that nobody uses just now;
// 500 at most, since each takes an entry of the table of locks, which others need, too.
const lockTables = `DO $$ DECLARE t regclass; BEGIN
	FOR t IN SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
		ORDER BY random() LIMIT 500 LOOP
		BEGIN
			EXECUTE format('LOCK TABLE ONLY %s IN EXCLUSIVE MODE NOWAIT', t);
		EXCEPTION WHEN OTHERS THEN NULL; -- it is in use, or gone
		END;
	END LOOP;
END $$`

// Contend holds all tables of each database that are free. That none of its statements
// is interrupted, which take but a moment, has the server let go before it returns.
func (b *backend) Contend(ctx context.Context, c clone.Clone, hold time.Duration) error {
	var errs []error
	var open []*pgx.Conn
	for _, database := range c.Databases {
		conn, err := pgx.Connect(ctx, database["dsn"])
		if err != nil {
			errs = append(errs, err)
			continue
		}
		open = append(open, conn)
		_, begun := conn.Exec(context.WithoutCancel(ctx), "BEGIN")
		_, locked := conn.Exec(context.WithoutCancel(ctx), lockTables)
		errs = append(errs, begun, locked)
	}
	if len(open) > 0 {
		clone.Hold(ctx, hold)
	}
	for _, conn := range open {
		_, over := conn.Exec(context.WithoutCancel(ctx), "ROLLBACK")
		errs = append(errs, over, conn.Close(context.WithoutCancel(ctx)))
	}
	if ctx.Err() != nil {
		return nil
	}
	return errors.Join(errs...)
}
