package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/ptr-project/ptr/clone"
)

// copyExisting copies the database at source, as of one moment, by SQLite's
// online backup: others may have it open and write it, in WAL mode even
// meanwhile. It returns [clone.ErrBusy] if a writer does not finish, or has
// died and left a journal: rolling back is for the owner of the database.
func copyExisting(ctx context.Context, path, source string) error {
	if err := checkExisting(source); err != nil {
		return blame(source, err)
	}
	from, err := openExisting(ctx, source)
	if err != nil {
		return err
	}
	defer from.Close()
	tables, err := from.number(ctx, "SELECT count(*) FROM sqlite_schema")
	if err != nil {
		return blame(source, err)
	}
	if tables == 0 {
		return fmt.Errorf("%s: %w: it has no tables", source, clone.ErrEmpty)
	}
	to, err := open(ctx, path, toCreate)
	if err != nil {
		return err
	}
	err = errors.Join(to.exec(ctx, "PRAGMA synchronous=OFF"), copyPages(ctx, to.Conn, from.Conn))
	if err := errors.Join(err, to.Close()); err != nil {
		return blame(source, err)
	}
	return settle(ctx, path)
}

// checkExisting looks at what can be seen from outside. That somebody writes is
// none of its concern: SQLite sees to that.
func checkExisting(source string) error {
	if _, err := look(source); err != nil && !errors.Is(err, clone.ErrBusy) {
		return err
	}
	return nil
}

// openExisting opens source to read. One in WAL mode can be read only where
// SQLite can write beside it, unless nothing is in the log.
func openExisting(ctx context.Context, source string) (connection, error) {
	c, err := open(ctx, source, toRead)
	if err != nil {
		return c, err
	}
	if _, err = c.number(ctx, "SELECT count(*) FROM sqlite_schema"); err == nil {
		return c, nil
	}
	if info, missing := os.Stat(source + "-wal"); sentinel(err) != nil || missing == nil && info.Size() > 0 {
		return connection{}, errors.Join(blame(source, err), c.Close())
	}
	return open(ctx, source, asSnapshot)
}
