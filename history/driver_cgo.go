//go:build cgo

package history

import (
	"database/sql/driver"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// dial opens a connection of its own, without database/sql, which would cost
// more than storing a row does.
func dial(dsn string) (driver.Conn, error) { return (&sqlite3.SQLiteDriver{}).Open(dsn) }

func isCorrupt(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB)
}

func isBusy(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.Code == sqlite3.ErrBusy
}
