// Package database opens the database that the pitfalls share: the one in
// PITFALLS_DSN, which has its schema already, or one in the memory of this
// process.
package database

import (
	"database/sql"
	_ "embed"
	"os"
	"sync"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the driver
)

//go:embed schema.sql
var schema string

var open = sync.OnceValues(func() (*sql.DB, error) {
	if dsn := os.Getenv("PITFALLS_DSN"); dsn != "" {
		return sql.Open("sqlite3", dsn)
	}
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // another connection would be another database
	_, err = db.Exec(schema)
	return db, err
})

// Open returns the pool of this process, the same for all tests.
func Open(t testing.TB) *sql.DB {
	t.Helper()
	db, err := open()
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// Exec runs a statement and fails t if it does not work.
func Exec(t testing.TB, statement string, args ...any) {
	t.Helper()
	if _, err := Open(t).Exec(statement, args...); err != nil {
		t.Fatal(err)
	}
}

// Count runs a query whose answer is one number.
func Count(t testing.TB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := Open(t).QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
