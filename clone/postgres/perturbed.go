package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// unusualPlans keep the planner from what it does where nothing speaks for another plan:
// reading tables from their beginning, and hashing.
func unusualPlans() []string {
	return []string{"enable_seqscan=off", "enable_hashagg=off", "enable_hashjoin=off"}
}

// slowCommits have each commit wait, as if it took so long until the log is on disk. The
// server does that only where it waits for the disk at all.
func slowCommits(d time.Duration) []string {
	return []string{"fsync=on", "synchronous_commit=on", "commit_siblings=0", fmt.Sprintf("commit_delay=%d", d.Microseconds())}
}

// later is by how much sequences are moved: a small one has room for it.
const later = 1000

// move is for one database. A sequence that has no room is left where it is.
const move = `DO $$ DECLARE s record; BEGIN
	FOR s IN SELECT format('%%I.%%I', schemaname, sequencename) AS name, increment_by, last_value, start_value FROM pg_sequences LOOP
		BEGIN
			PERFORM setval(s.name, coalesce(s.last_value, s.start_value) + %d * s.increment_by);
		EXCEPTION WHEN numeric_value_out_of_range THEN NULL;
		END;
	END LOOP;
END $$`

// moveSequences has the sequences of all databases go on from elsewhere.
func (i *instance) moveSequences(ctx context.Context) error {
	c, err := pgx.Connect(ctx, i.dsn("postgres"))
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx))
	rows, err := c.Query(ctx, "SELECT datname FROM pg_database WHERE NOT datistemplate AND datallowconn")
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := i.execute(ctx, name, fmt.Sprintf(move, later)); err != nil {
			return fmt.Errorf("database %q: %w", name, err)
		}
	}
	return nil
}
