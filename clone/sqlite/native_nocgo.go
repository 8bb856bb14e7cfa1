//go:build !cgo

package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

var errNoCgo = errors.New("built without cgo: SQLite databases need a ptr that is built with CGO_ENABLED=1 and a C compiler")

func available() error { return errNoCgo }

func version() string { return "none" }

func copyPages(context.Context, *sql.Conn, *sql.Conn) error { return errNoCgo }

func serialize(*sql.Conn) ([]byte, error) { return nil, errNoCgo }

func deserialize(*sql.Conn, string, []byte) error { return errNoCgo }

func inTransaction(*sql.Conn) (bool, error) { return false, errNoCgo }

func sentinel(error) error { return nil }
