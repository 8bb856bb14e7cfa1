package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"testing"
)

// open gives a database that takes any statement. It finds two rows, but none in
// a table called empty, and stops at whatever has the word fail in it.
func open(t *testing.T) *sql.DB {
	t.Helper()
	db := sql.OpenDB(connector{})
	t.Cleanup(func() { db.Close() })
	return db
}

var errBroken = errors.New("the disk is broken")

func check(text string) error {
	if strings.Contains(text, "fail") {
		return errBroken
	}
	return nil
}

type connector struct{}

func (connector) Connect(context.Context) (driver.Conn, error) { return conn{}, nil }
func (connector) Driver() driver.Driver                        { return nil }

type conn struct{}

func (conn) Close() error              { return nil }
func (conn) Begin() (driver.Tx, error) { return conn{}, nil }
func (conn) Commit() error             { return nil }
func (conn) Rollback() error           { return nil }

func (conn) Prepare(text string) (driver.Stmt, error) {
	if strings.Contains(text, "malformed") {
		return nil, errors.New("near \"malformed\": syntax error")
	}
	return stmt(text), nil
}

type stmt string

func (stmt) Close() error  { return nil }
func (stmt) NumInput() int { return -1 }

func (s stmt) Exec([]driver.Value) (driver.Result, error) {
	return driver.RowsAffected(1), check(string(s))
}

func (s stmt) Query([]driver.Value) (driver.Rows, error) {
	found := &rows{left: 2}
	if strings.Contains(string(s), "empty") {
		found.left = 0
	}
	return found, check(string(s))
}

type rows struct{ left int }

func (*rows) Columns() []string { return []string{"n"} }
func (*rows) Close() error      { return nil }

func (r *rows) Next(to []driver.Value) error {
	if r.left == 0 {
		return io.EOF
	}
	r.left--
	to[0] = int64(r.left)
	return nil
}
