// Package shoptest gives tests a database.
//
// Where SHOP_DSN and SHOP_AUDIT_DSN are set, as under ptr, they lead to
// databases that are migrated already and shared by all tests of a worker, so
// each test makes rows of its own. Without them, as under plain go test, each
// call migrates a temporary database.
package shoptest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the driver

	"example.com/shop/migrations"
)

// Open returns the shop's own database, closed when t ends.
func Open(t testing.TB) *sql.DB {
	t.Helper()
	return open(t, Shop)
}

// OpenAudit returns the database of the audit log, closed when t ends.
func OpenAudit(t testing.TB) *sql.DB {
	t.Helper()
	return open(t, audit)
}

func open(t testing.TB, connect func(dir string) (*sql.DB, error)) *sql.DB {
	t.Helper()
	db, err := connect(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Shop connects to the shop's own database, for a TestMain that keeps one pool
// for all tests. Without SHOP_DSN the database is a new file in dir.
func Shop(dir string) (*sql.DB, error) {
	return connect("default", os.Getenv("SHOP_DSN"), filepath.Join(dir, "shop.db"))
}

func audit(dir string) (*sql.DB, error) {
	return connect("other", os.Getenv("SHOP_AUDIT_DSN"), filepath.Join(dir, "audit.db"))
}

func connect(alias, dsn, file string) (*sql.DB, error) {
	if dsn != "" {
		return sql.Open("sqlite3", dsn)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(file)+"?_fk=1&_busy_timeout=5000&_txlock=immediate&_sync=off")
	if err != nil {
		return nil, err
	}
	if err := migrations.Apply(context.Background(), db, alias); err != nil {
		db.Close()
		return nil, fmt.Errorf("temporary database: %w", err)
	}
	return db, nil
}

// Unique returns word with a random ending, so that tests that share a
// database never meet in a unique column.
func Unique(word string) string { return word + "-" + rand.Text()[:10] }
