//go:build cgo

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"

	"github.com/ptr-project/ptr/clone"
)

func available() error { return nil }

// version is that of the SQLite library.
func version() string {
	v, _, _ := sqlite3.Version()
	return v
}

// native runs use with what is below c.
func native(c *sql.Conn, use func(*sqlite3.SQLiteConn) error) error {
	return c.Raw(func(driver any) error { return use(driver.(*sqlite3.SQLiteConn)) })
}

// copyPages makes dst equal to src by SQLite's online backup. Connections to
// dst stay open, and see what src has. It waits a while for whoever has an
// open transaction on either, and then returns [clone.ErrBusy].
func copyPages(ctx context.Context, dst, src *sql.Conn) error {
	return native(dst, func(to *sqlite3.SQLiteConn) error {
		return native(src, func(from *sqlite3.SQLiteConn) error {
			backup, err := to.Backup("main", from, "main")
			if err != nil {
				return err
			}
			err = stepThrough(ctx, backup)
			if finished := backup.Finish(); err == nil { // else it repeats what a step said
				err = finished
			}
			return err
		})
	})
}

func stepThrough(ctx context.Context, backup *sqlite3.SQLiteBackup) error {
	const (
		pages   = 4096 // at once, until the next look at ctx
		patient = 5 * time.Second
		pause   = 2 * time.Millisecond
	)
	deadline := time.Now().Add(patient)
	for last := -1; ; {
		done, err := backup.Step(pages)
		if done || err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if left := backup.Remaining(); left != last {
			last, deadline = left, time.Now().Add(patient)
			continue
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%w: a transaction stays open", clone.ErrBusy)
		}
		time.Sleep(pause)
	}
}

// serialize returns the database of c as it would be in a file.
func serialize(c *sql.Conn) (image []byte, err error) {
	err = native(c, func(conn *sqlite3.SQLiteConn) error {
		image, err = conn.Serialize("main")
		return err
	})
	return image, err
}

// deserialize lets schema of c be a copy of image, in memory.
func deserialize(c *sql.Conn, schema string, image []byte) error {
	return native(c, func(conn *sqlite3.SQLiteConn) error { return conn.Deserialize(image, schema) })
}

// inTransaction reports whether a BEGIN has no COMMIT yet.
func inTransaction(c *sql.Conn) (in bool, err error) {
	err = native(c, func(conn *sqlite3.SQLiteConn) error {
		in = !conn.AutoCommit()
		return nil
	})
	return in, err
}

// sentinel is the error of package clone that says what err means; nil if none
// does.
func sentinel(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code & 0xff { // the rest is the extended code
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return clone.ErrCorrupt
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return clone.ErrBusy
	case sqlite3.ErrFull:
		return clone.ErrSpace
	case sqlite3.ErrReadonly:
		if e.ExtendedCode == sqlite3.ErrReadonlyRollback || e.ExtendedCode == sqlite3.ErrReadonlyRecovery {
			return clone.ErrBusy
		}
	}
	if clone.Full(e.SystemErrno) {
		return clone.ErrSpace
	}
	return nil
}
