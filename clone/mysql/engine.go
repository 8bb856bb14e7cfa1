package mysql

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// An engine runs the servers of clones.
type engine struct{ *backend }

func (e engine) Serve(ctx context.Context, d clone.DataDir) (clone.Server, error) {
	// The log of a server before this one names the folder that it was in then.
	old, err := os.ReadDir(filepath.Dir(d.Log))
	if err != nil {
		return nil, err
	}
	for _, file := range old {
		if strings.HasPrefix(file.Name(), logName+".") {
			if err := os.Remove(filepath.Join(filepath.Dir(d.Log), file.Name())); err != nil {
				return nil, err
			}
		}
	}
	i, err := e.start(ctx, d, func(i server.Installation) []string {
		return slices.Concat(ofClones(i), logging(d, e.Watched || e.SlowCommits > 0), e.perturbed())
	})
	if err != nil {
		return nil, err // not i, which would not be nil
	}
	return i, nil
}

// An instance is a server that runs.
type instance struct {
	address
	folder  string // of the socket
	process *server.Process
}

func (i *instance) Database(alias string) clone.Values { return i.values(databaseName(alias)) }

// Lost looks for the greeting.
func (i *instance) Lost(context.Context) error {
	var err error
	if !i.ready() {
		err = errors.New("the server does not answer")
	}
	return i.process.Lost(err)
}

// Stop shuts the server down: open sessions are ended, everything is written.
func (i *instance) Stop(ctx context.Context) error {
	if err := i.process.Stop(ctx, server.Terminate); err != nil {
		return err
	}
	return os.RemoveAll(i.folder)
}

func (i *instance) Kill() error {
	return errors.Join(i.process.Kill(), os.RemoveAll(i.folder))
}

// The names of files of a server.
const (
	pidFile  = "ptr.pid"  // exists while the server runs
	initFile = "init.sql" // what it does before it answers anybody
)

// start starts a server on d, and returns once it answers. On error nothing is
// left of it.
func (b *backend) start(ctx context.Context, d clone.DataDir, settings func(server.Installation) []string) (i *instance, err error) {
	err = server.OnFreePort(b.TCP, func(port int) (err error) {
		i, err = b.startAt(ctx, port, d, settings)
		return err
	})
	return i, err
}

// startAt is start with a port of TCP's to listen on, or 0.
func (b *backend) startAt(ctx context.Context, port int, d clone.DataDir, settings func(server.Installation) []string) (_ *instance, err error) {
	installed, err := b.find()
	if err != nil {
		return nil, err
	}
	folder, err := b.Host.Folder()
	if err != nil {
		return nil, err
	}
	i := &instance{address: local(folder), folder: folder}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(i.folder))
		}
	}()
	if b.TCP {
		if err := i.listen(port); err != nil {
			return nil, err
		}
	}
	certified, err := certify(installed, i.folder)
	if err != nil {
		return nil, err
	}
	if err := b.Host.Give(i.folder); err != nil {
		return nil, err
	}
	args := slices.Concat([]string{filepath.Join(installed.Dir, installed.Server), "--no-defaults"}, settings(installed), certified)
	i.process, err = b.Host.Start(ctx, server.Spec{
		Args: append(args, at(d, i.folder, i.port)...),
		Env:  server.Environment(), Dir: filepath.Dir(d.Log), Log: d.Log, Overlay: ahead(d.Overlay),
	})
	if err != nil {
		return nil, err
	}
	if err := i.process.Await(ctx, d.Log, i.ready); err != nil {
		return nil, errors.Join(err, i.process.Kill())
	}
	return i, nil
}

// listen has a port, and a password for it that nobody else knows. Before the server
// has set it, it answers nobody.
func (i *instance) listen(port int) error {
	i.host, i.port, i.password = loopback, port, rand.Text()
	statements := []string{
		"CREATE USER IF NOT EXISTS " + remote + ";", // one a line
		"ALTER USER " + remote + " IDENTIFIED BY '" + i.password + "';",
		"GRANT ALL PRIVILEGES ON *.* TO " + remote + " WITH GRANT OPTION;",
		"ALTER USER " + byLocal + " IDENTIFIED BY '" + i.password + "';", // who has one, gives it by the socket, too
	}
	return os.WriteFile(filepath.Join(i.folder, initFile), []byte(strings.Join(statements, "\n")+"\n"), 0o600)
}

// The superuser, by the socket and from the loopback interface.
const (
	byLocal = "'" + superuser + "'@'localhost'"
	remote  = "'" + superuser + "'@'" + loopback + "'"
)

// forget undoes what listen had the server do.
func (i *instance) forget(ctx context.Context) error {
	if i.password == "" {
		return nil
	}
	return i.ask(func(db *sql.DB) error {
		_, first := db.ExecContext(ctx, "DROP USER IF EXISTS "+remote)
		_, second := db.ExecContext(ctx, "ALTER USER "+byLocal+" IDENTIFIED BY ''")
		return errors.Join(first, second)
	})
}

// ready reports whether the server greets who connects.
func (i *instance) ready() bool {
	c, err := net.Dial("unix", i.socket)
	if err != nil {
		return false
	}
	defer c.Close()
	n, err := c.Read(make([]byte, 1))
	return err == nil && n > 0
}
