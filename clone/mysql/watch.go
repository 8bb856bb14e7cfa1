package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	driver "github.com/go-sql-driver/mysql"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/binlog"
	"github.com/ptr-project/ptr/suite"
)

// logName is that of the server's binary log, in the clone's folder.
const logName = "changes"

// Watch follows the binary log of the clone's server, if it has one.
func (b *backend) Watch(ctx context.Context, t clone.Template, c clone.Clone) (_ clone.Watcher, err error) {
	if !b.Watched || !b.directories.Made(c) && c.Strategy != pluginName {
		return nil, fmt.Errorf("watching a server of MariaDB or MySQL: %w", errors.ErrUnsupported)
	}
	w := &watcher{aliases: map[string]string{}}
	if w.born, err = readInventory(t.Path); err != nil {
		return nil, err
	}
	w.counters = w.born.Counters
	for alias, values := range c.Databases {
		w.aliases[values["database"]] = alias
		if w.db == nil {
			if w.db, err = openServer(values["dsn"]); err != nil {
				return nil, err
			}
		}
	}
	if w.own, err = w.db.Conn(ctx); err == nil {
		err = w.follow(ctx, c.Path)
	}
	if err != nil {
		return nil, errors.Join(err, w.db.Close())
	}
	return w, nil
}

// openServer opens connections to no database in particular.
func openServer(dsn string) (*sql.DB, error) {
	return connect(dsn, func(c *driver.Config) { c.DBName = "" })
}

// A watcher knows what was committed since it was made.
type watcher struct {
	aliases  map[string]string // by the database's name
	born     inventory         // of the template
	db       *sql.DB
	own      *sql.Conn // for what is told from what others do
	says     dialect
	writes   float64 // of rows by others, at the last look
	log      *binlog.Log
	used     bool
	new      []*binlog.Transaction // since the last look
	seen     []*binlog.Transaction // before, since the clone was like its template
	counters map[string]uint64     // of the last look
	checks   map[string]string     // of the last look, of tables that foreign keys change without telling
	first    map[string]string     // the same, of the template
}

// follow opens the log where it ends now.
func (w *watcher) follow(ctx context.Context, folder string) (err error) {
	if w.says, err = dialectOf(ctx, w.db); err != nil {
		return err
	}
	if w.first, err = w.checksums(ctx, w.born.Cascading); err != nil {
		return err
	}
	w.checks = w.first
	at, err := w.position(ctx)
	if err != nil {
		return fmt.Errorf("the server's binary log: %w", err)
	}
	w.log, err = binlog.Open(folder, at)
	return err
}

// position is where the log ends: the first two of some columns.
func (w *watcher) position(ctx context.Context) (at binlog.Position, err error) {
	rows, err := w.db.QueryContext(ctx, w.says.position)
	if err != nil {
		return at, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return at, err
	}
	into := []any{&at.File, &at.Offset}
	for len(into) < len(columns) {
		into = append(into, new(sql.RawBytes))
	}
	if !rows.Next() {
		return at, errors.Join(errors.New("there is none"), rows.Err())
	}
	return at, rows.Scan(into...)
}

// read takes what was committed since.
func (w *watcher) read() error {
	for {
		t, err := w.log.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		w.used = true
		w.new = append(w.new, t)
	}
}

func (w *watcher) Used(context.Context) (bool, error) {
	err := w.read()
	return w.used, err
}

func (w *watcher) Changes(ctx context.Context, limit int) ([]suite.Change, error) {
	if err := w.read(); err != nil {
		return nil, err
	}
	transactions := w.new
	w.new, w.seen = nil, append(w.seen, w.new...)
	changes := w.rows(transactions, limit)
	silent, err := w.silent(ctx, transactions)
	if err != nil {
		return nil, err
	}
	stepped, err := w.steps(ctx)
	return append(append(changes, silent...), stepped...), err
}

func (w *watcher) Close() error { return errors.Join(w.log.Close(), w.own.Close(), w.db.Close()) }
