package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

// databases are the strategies whose clones are databases of one server.
func (b *backend) databases() []clone.Strategy {
	var all []clone.Strategy
	for _, way := range ownWays() {
		e := databaseEngine{engine{b}, way, false}
		all = append(all, lossy{clone.Databases(way.name, e), way.leavesOut})
	}
	return all
}

// Stock are ways of cloning on a server with its default settings, and on disk: what
// people have who configure nothing.
func Stock(o Options) []clone.Strategy {
	b := newBackend(o)
	var all []clone.Strategy
	for _, way := range ownWays() {
		e := databaseEngine{engine{b}, way, true}
		all = append(all, lossy{clone.Databases("default "+way.name, e), way.leavesOut})
	}
	return all
}

// A lossy strategy makes clones that lack something.
type lossy struct {
	*clone.Shared
	leavesOut []clone.Feature
}

func (l lossy) LeavesOut() []clone.Feature { return l.leavesOut }

// A way is one of making a database out of another.
type way struct {
	name      string
	leavesOut []clone.Feature
	make      func(ctx context.Context, c copying) error
}

// A copying makes a database out of another.
type copying struct {
	*backend
	at       address
	major    int // version of the server
	from, to string
}

func ways() []way {
	settings := []clone.Feature{clone.Settings}
	return []way{
		{fileCopy, settings, byTemplate(fileCopy)},
		{walLog, settings, byTemplate(walLog)},
		{"restore", []clone.Feature{clone.Settings, clone.Statistics}, byRestore},
		{"dump", []clone.Feature{clone.Settings, clone.Statistics}, byDump},
	}
}

// ownWays are those on a server of ptr's own, whose version is known before it starts.
func ownWays() []way {
	return slices.Insert(ways(), 1, way{fileCopyClone, []clone.Feature{clone.Settings}, byTemplate(fileCopyClone)})
}

// A databaseEngine runs a server with the databases of all workers.
type databaseEngine struct {
	engine
	way   way
	stock bool // with default settings, on disk
}

// Unfit says that the server that is installed is too old.
func (e databaseEngine) Unfit(clone.Template) error { return tooOld(e.way.name, e.major()) }

func (e databaseEngine) Open(ctx context.Context, t clone.Template) (clone.Instance, error) {
	room := e.Host.Room
	if e.stock {
		room = e.Host.Disk
	}
	return clone.OpenCopy(ctx, e.Host, e, room, t)
}

func (e databaseEngine) Serve(ctx context.Context, d clone.DataDir) (clone.Server, error) {
	settings := ofPreparation(e.major())
	if e.stock {
		settings = nil
	}
	i, err := e.start(ctx, d, settings)
	if err != nil {
		return nil, err // not i, which would not be nil
	}
	return i, nil
}

func (e databaseEngine) Copy(ctx context.Context, i clone.Instance, from, to string) error {
	on := i.(*instance)
	err := e.way.make(ctx, copying{e.backend, on.address, e.major(), databaseName(from), databaseName(to)})
	if err != nil {
		_ = e.Remove(context.WithoutCancel(ctx), i, to) // which fails, too, where this is why
	}
	return on.process.Roomless(err)
}

func (e databaseEngine) Remove(ctx context.Context, i clone.Instance, alias string) error {
	on := i.(*instance)
	return on.process.Roomless(on.execute(ctx, "postgres", "DROP DATABASE IF EXISTS "+identifier(databaseName(alias))+" WITH (FORCE)"))
}

// empty makes a database in which is nothing.
func (c copying) empty(ctx context.Context) error {
	return c.at.execute(ctx, c.at.general, "CREATE DATABASE "+identifier(c.to)+" TEMPLATE template0")
}

// byDump pipes pg_dump into psql.
func byDump(ctx context.Context, c copying) error {
	if err := c.empty(ctx); err != nil {
		return err
	}
	dump, err := c.client(ctx, c.at, c.from, "pg_dump")
	if err != nil {
		return err
	}
	return c.read(ctx, c.at, c.to, dump)
}

// copyFrom fills an empty database with what the one at a URL has. Roles that own
// something there, or may use it, are perhaps not here.
func (b *backend) copyFrom(ctx context.Context, url string, to address, database string) error {
	from, err := parse(url)
	if err != nil {
		return fmt.Errorf("existing: %w", err)
	}
	dump, err := b.client(ctx, from, from.general, "pg_dump", "--no-owner", "--no-privileges")
	if err != nil {
		return err
	}
	if err := b.read(ctx, to, database, dump); err != nil {
		return fmt.Errorf("copying %q from %s: %w", from.general, from.label(), err)
	}
	return nil
}

// older tells a pg_dump that is older than the server by what it says.
func older(err error) error {
	if err != nil && strings.Contains(err.Error(), "server version mismatch") {
		return fmt.Errorf("%w: %w", clone.ErrOlderTool, err)
	}
	return err
}

// read has psql do what a command says.
func (b *backend) read(ctx context.Context, to address, database string, said *exec.Cmd) error {
	load, err := b.client(ctx, to, database, "psql", "--no-psqlrc", "--quiet", "--output", os.DevNull, "--set", "ON_ERROR_STOP=1")
	if err != nil {
		return err
	}
	return older(clone.Pipe(ctx, said, load))
}

// byRestore has pg_restore work with two connections.
func byRestore(ctx context.Context, c copying) (err error) {
	if err := c.empty(ctx); err != nil {
		return err
	}
	folder, err := c.Host.Folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	archive := filepath.Join(folder, "dump")
	dump, err := c.client(ctx, c.at, c.from, "pg_dump", "--format", "custom", "--compress", "0", "--file", archive)
	if err != nil {
		return err
	}
	if err := older(clone.RunToEnd(ctx, dump)); err != nil {
		return err
	}
	restore, err := c.client(ctx, c.at, c.to, "pg_restore", "--exit-on-error", "--jobs", "2", archive)
	if err != nil {
		return err
	}
	return clone.RunToEnd(ctx, restore)
}

// client is a program that works on a database.
func (b *backend) client(ctx context.Context, a address, database, name string, args ...string) (*exec.Cmd, error) {
	c, err := b.command(ctx, name, append([]string{"--dbname", a.url(database, "")}, args...)...)
	if err == nil && a.socket == "" && a.password != "" {
		c.Env = append(c.Env, "PGPASSWORD="+a.password) // not among the arguments, which everybody sees
	}
	return c, err
}

// command is a program that comes with the server, or that is installed without one.
func (b *backend) command(ctx context.Context, name string, args ...string) (*exec.Cmd, error) {
	installed, _ := b.find() // or else it is on the PATH
	program, err := installed.Program(name)
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, program, args...)
	c.Env = append(os.Environ(), "PGOPTIONS=-c client_min_messages=warning")
	return c, nil
}
