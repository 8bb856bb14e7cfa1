package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// databases are the strategies whose clones are databases of one server.
func (b *backend) databases() []clone.Strategy {
	var all []clone.Strategy
	for _, w := range ownWays() {
		all = append(all, lossy{clone.Databases(w.name, databaseEngine{engine{b}, w, false})})
	}
	return all
}

// Stock are ways of cloning on a server with its default settings, and on disk: what
// people have who configure nothing. The last is what they type, on ptr's own server.
func Stock(o Options) []clone.Strategy {
	b := newBackend(o)
	var all []clone.Strategy
	for _, w := range append(ownWays(), typed()) {
		all = append(all, lossy{clone.Databases("default "+w.name, databaseEngine{engine{b}, w, true})})
	}
	return append(all, lossy{clone.Databases(typed().name, databaseEngine{engine{b}, typed(), false})})
}

// A lossy strategy makes clones under another name, which grants do not follow.
type lossy struct{ *clone.Shared }

func (lossy) LeavesOut() []clone.Feature { return []clone.Feature{clone.Grants} }

// A databaseEngine runs a server with the databases of all workers.
type databaseEngine struct {
	engine
	way   way
	stock bool // with default settings, on disk
}

func (e databaseEngine) Open(ctx context.Context, t clone.Template) (clone.Instance, error) {
	room := e.Host.Room
	if e.stock {
		room = e.Host.Disk
	}
	i, err := clone.OpenCopy(ctx, e.Host, e, room, t)
	if err != nil {
		return nil, err
	}
	for _, alias := range t.Aliases {
		if err := e.way.ready(ctx, e.backend, i.(*instance).address, databaseName(alias)); err != nil {
			return nil, err // the server ends with the host
		}
	}
	return i, nil
}

func (e databaseEngine) Serve(ctx context.Context, d clone.DataDir) (clone.Server, error) {
	settings := ofPreparation
	if e.stock {
		settings = func(server.Installation) []string { return nil }
	}
	i, err := e.start(ctx, d, settings)
	if err != nil {
		return nil, err // not i, which would not be nil
	}
	return i, nil
}

func (e databaseEngine) Copy(ctx context.Context, i clone.Instance, from, to string) error {
	on := i.(*instance)
	err := on.create(ctx, databaseName(to), databaseName(from))
	if err == nil {
		err = e.way.make(ctx, e.backend, on.address, databaseName(from), databaseName(to))
	}
	if err != nil {
		_ = e.Remove(context.WithoutCancel(ctx), i, to) // which fails, too, where this is why
	}
	return on.process.Roomless(err)
}

func (e databaseEngine) Remove(ctx context.Context, i clone.Instance, alias string) error {
	on := i.(*instance)
	return on.process.Roomless(on.drop(ctx, databaseName(alias)))
}

// drop removes a database, if it is there.
func (a address) drop(ctx context.Context, name string) error {
	return a.ask(func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, "DROP DATABASE IF EXISTS "+identifier(name))
		return err
	})
}

// create makes an empty database with the defaults of another.
func (a address) create(ctx context.Context, name, like string) error {
	return a.ask(func(db *sql.DB) error {
		const query = "SELECT default_character_set_name, default_collation_name FROM information_schema.schemata WHERE schema_name = ?"
		var set, collation string
		if err := db.QueryRowContext(ctx, query, like).Scan(&set, &collation); err != nil {
			return err
		}
		_, err := db.ExecContext(ctx, "CREATE DATABASE "+identifier(name)+" CHARACTER SET "+set+" COLLATE "+collation)
		return err
	})
}

// copyFrom fills an empty database with what the one at a URL has.
func (b *backend) copyFrom(ctx context.Context, url string, to address, database string) error {
	from, err := parse(url)
	if err == nil && from.database == "" {
		err = errors.New("it names no database: mysql://user:password@host:3306/database")
	}
	if err != nil {
		return fmt.Errorf("existing: %w", err)
	}
	if err := b.dump(ctx, from, from.database, to, database, complete); err != nil {
		return fmt.Errorf("copying %q from %s: %w", from.database, from.label(), err)
	}
	return nil
}

// dump copies from one server to another, or the same.
func (b *backend) dump(ctx context.Context, source address, from string, a address, to string, options []string) error {
	dump, err := b.dumping(ctx, source, from, options...)
	if err != nil {
		return err
	}
	load, err := b.client(ctx, a, to)
	if err != nil {
		return err
	}
	return strange(clone.Pipe(ctx, dump, load))
}

// strange tells by what the client says that the database is from a server of the other
// kind, or of a later version.
func strange(err error) error {
	if err != nil && uncollated.MatchString(err.Error()) {
		return fmt.Errorf("%w: %w", clone.ErrCollation, err)
	}
	return err
}

// uncollated is what servers say of what they have not.
var uncollated = regexp.MustCompile(`ERROR (1273|1115) \(`)

// complete are options of a dump of all that a database has, by which nobody is kept
// waiting.
var complete = []string{"--routines", "--events", "--triggers", "--single-transaction", "--no-tablespaces"}

// withoutPositions leaves out of a dump of MySQL's where a replica would go on, which
// who loads it may not set; and to know it takes rights that few have.
const withoutPositions = "--set-gtid-purged=OFF"

// withoutHistograms asks for none, which MariaDB keeps elsewhere. MySQL's up to 8.0 ask by
// themselves.
const withoutHistograms = "--skip-column-statistics"

// isMySQLs tells a program of MySQL's from MariaDB's, which may have that name, too, as a
// link.
func isMySQLs(program string) bool {
	if file, err := filepath.EvalSymlinks(program); err == nil {
		program = file
	}
	return !strings.HasPrefix(filepath.Base(program), "mariadb")
}

// own are options of the one program, with such a server, that the other does not know.
func (d dialect) own(dump string) []string {
	switch {
	case !isMySQLs(dump):
		return nil
	case d.mariaDB:
		return []string{withoutPositions, withoutHistograms}
	}
	return []string{withoutPositions}
}

// dumping writes a database as SQL.
func (b *backend) dumping(ctx context.Context, a address, database string, options ...string) (*exec.Cmd, error) {
	program, err := b.program("mysqldump", "mariadb-dump")
	if err != nil {
		return nil, err
	}
	says, err := a.dialect(ctx)
	if err != nil {
		return nil, err
	}
	options = slices.Concat(says.own(program), options)
	return a.command(ctx, program, append(options, database)...), nil
}
