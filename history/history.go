// Package history keeps every attempt of every run in one SQLite file, and what
// the tests printed in a file per run beside it. Any number of processes may use
// one history at once.
package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
)

// A DB is an open history. Its methods are safe for concurrent use.
type DB struct {
	sql  *sql.DB
	path string
}

// Open opens the history in the file path, and creates it, and the folders
// above it, if there is none. The error wraps [ErrNewer] if a newer ptr made the
// file, and [ErrCorrupt] if it is damaged or something else altogether; it then
// names the file and a way out.
func Open(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	db, err := sql.Open("sqlite3", dsn(path))
	if err != nil {
		return nil, &pathError{path, err}
	}
	h := &DB{db, path}
	if err := h.prepare(ctx); err != nil {
		db.Close()
		return nil, h.wrap(err)
	}
	return h, nil
}

// Close closes the history. Recorders must have been closed before.
func (db *DB) Close() error { return db.sql.Close() }

// dsn opens path whatever characters it has. Writers wait for each other for as
// long as storing the plan of a gigantic suite can take.
func dsn(path string) string {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		path = "/" + path
	}
	escaped := strings.TrimPrefix((&url.URL{Path: path}).EscapedPath(), "./")
	return "file:" + escaped + "?_busy_timeout=60000&_journal_mode=WAL&_synchronous=NORMAL&_txlock=immediate&_stmt_cache_size=16"
}

// wrap names the history in an error, once, and says so if the file is damaged.
func (db *DB) wrap(err error) error {
	var named *pathError
	var newer *NewerError
	var corrupt *CorruptError
	switch {
	case err == nil, errors.As(err, &named), errors.As(err, &newer), errors.As(err, &corrupt):
		return err
	case isCorrupt(err):
		return &CorruptError{db.path, err}
	}
	return &pathError{db.path, err}
}

// transact calls f in a transaction that excludes all other writers.
func (db *DB) transact(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return db.wrap(err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if err := f(tx); err != nil {
		return db.wrap(err)
	}
	return db.wrap(tx.Commit())
}
