package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/internal/filecopy"
	"github.com/ptr-project/ptr/internal/server"
)

// A space is a table in a file of its own.
type space struct {
	table string
	file  string // path, but for the ending
	about []byte // what the server must know of the file: .cfg
}

// spaces are tables of one database, which nobody writes.
type spaces struct {
	host *server.Host
	all  []space
}

// bring puts copies of the files into the place of those of tables that have no rows.
func (s spaces) bring(ctx context.Context, db *sql.DB, database string) error {
	if len(s.all) == 0 {
		return nil
	}
	folder, err := dataFolder(ctx, db, database)
	if err != nil {
		return err
	}
	return sideBySide(ctx, db, s.all, func(ctx context.Context, c *sql.Conn, one space) error {
		return s.take(ctx, c, one, folder)
	})
}

// take has the server take on a copy of a table's file.
//
// Source: MySQL 8.0 Reference Manual, 17.6.1.3 Importing InnoDB Tables.
func (s spaces) take(ctx context.Context, c *sql.Conn, one space, folder string) (err error) {
	if _, err := c.ExecContext(ctx, "ALTER TABLE "+identifier(one.table)+" DISCARD TABLESPACE"); err != nil {
		return err
	}
	file := filepath.Join(folder, filepath.Base(one.file))
	about := file + ".cfg"
	if err := os.WriteFile(about, one.about, 0o600); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(about)) }()
	if err := copyFile(ctx, file+".ibd", one.file+".ibd"); err != nil {
		return err
	}
	for _, path := range []string{about, file + ".ibd"} {
		if err := s.host.Give(path); err != nil {
			return err
		}
	}
	_, err = c.ExecContext(ctx, "ALTER TABLE "+identifier(one.table)+" IMPORT TABLESPACE")
	return err
}

// copyFile makes a file that only its owner can read.
func copyFile(ctx context.Context, to, from string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(filecopy.File(ctx, target, source), target.Close())
}

// dataFolder is where a server keeps the files of a database, which has some.
func dataFolder(ctx context.Context, db *sql.DB, database string) (string, error) {
	says, err := dialectOf(ctx, db)
	if err != nil {
		return "", err
	}
	var data string
	var file []byte
	if err := db.QueryRowContext(ctx, "SELECT @@datadir").Scan(&data); err != nil {
		return "", err
	}
	if err := db.QueryRowContext(ctx, says.folder, database).Scan(&file); err != nil {
		return "", fmt.Errorf("the folder of a database: %w", err)
	}
	return filepath.Join(data, filepath.Dir(string(file))), nil
}
