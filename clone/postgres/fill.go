package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// Fill has a server of its own make the databases.
func (b *backend) Fill(ctx context.Context, path string, sources []clone.Source) error {
	if _, err := b.find(); err != nil {
		return err
	}
	return clone.Filler{Host: b.Host, Cache: b.Cache, Init: b.initialise, Make: b.makeAll}.Fill(ctx, b, path, sources)
}

// initialise makes an empty data directory.
func (b *backend) initialise(ctx context.Context, d clone.DataDir) error {
	installed, err := b.find()
	if err != nil {
		return err
	}
	program, err := installed.Program("initdb")
	if err != nil {
		return err
	}
	p, err := b.Host.Start(ctx, server.Spec{
		Args: []string{
			program, "--pgdata", d.Path, "--username", superuser, "--encoding", "UTF8", "--locale", "C.UTF-8",
			"--auth-local", "trust", // a socket in a folder that nobody else can open
			"--auth-host", "scram-sha-256",
			"--no-sync", "--wal-segsize", "1", // megabyte: what lies in the log is copied, too
		},
		Env: server.Environment(), Dir: filepath.Dir(d.Path), Log: d.Log,
	})
	if err != nil {
		return err
	}
	if err := p.Finish(ctx, d.Log); err != nil {
		return fmt.Errorf("initdb: %w", err)
	}
	return nil
}

// makeAll makes a database of each source.
func (b *backend) makeAll(ctx context.Context, d clone.DataDir, sources []clone.Source) error {
	i, err := b.start(ctx, d, ofPreparation(b.major()))
	if err != nil {
		return err
	}
	for _, s := range sources {
		err := b.make(ctx, i, s)
		if err == nil && b.Watched {
			err = i.watchable(ctx, s.Alias)
		}
		if err != nil {
			return errors.Join(err, i.Kill())
		}
	}
	if err := i.stop(ctx, d.Log); err != nil {
		return err
	}
	return b.trim(ctx, d.Path)
}

// stop stops a server properly: open sessions are ended, everything is written. The
// error has the end of log.
func (i *instance) stop(ctx context.Context, log string) error {
	if err := i.Stop(ctx); err != nil {
		return errors.Join(server.Explain(fmt.Errorf("stopping the server that has prepared the template: %w", err), log), i.Kill())
	}
	return i.Kill()
}

// trim removes from a data directory what no server needs that starts there: the log
// before and after its last checkpoint, and counts of what was done.
func (b *backend) trim(ctx context.Context, path string) error {
	c, err := b.command(ctx, "pg_controldata", path)
	if err != nil {
		return err
	}
	c.Env = append(c.Env, "LC_ALL=C")
	out, err := c.Output()
	if err != nil {
		return fmt.Errorf("pg_controldata: %w", err)
	}
	segment := regexp.MustCompile(`(?m)^Latest checkpoint's REDO WAL file: *([0-9A-F]{24})$`).FindSubmatch(out)
	if segment == nil {
		return errors.New("pg_controldata does not name the last checkpoint's log")
	}
	logs, err := filepath.Glob(filepath.Join(path, "pg_wal", strings.Repeat("[0-9A-F]", len(segment[1]))))
	if err != nil {
		return err
	}
	errs := []error{os.RemoveAll(filepath.Join(path, "pg_stat", "pgstat.stat"))}
	for _, log := range logs {
		if filepath.Base(log) != string(segment[1]) {
			errs = append(errs, os.Remove(log))
		}
	}
	return errors.Join(errs...)
}

// make makes the database of s.
func (b *backend) make(ctx context.Context, i *instance, s clone.Source) error {
	name := databaseName(s.Alias)
	if err := i.execute(ctx, i.general, "CREATE DATABASE "+identifier(name)); err != nil {
		return err
	}
	return b.load(ctx, i.address, name, s)
}

// load does what s says to an empty database.
func (b *backend) load(ctx context.Context, a address, database string, s clone.Source) error {
	if len(s.Command) > 0 {
		return s.Blame(s.Run(ctx, a.values(database)))
	}
	if s.From != "" {
		return s.Blame(b.copyFrom(ctx, s.From, a, database))
	}
	for _, file := range s.SQL {
		if err := b.script(ctx, a, database, file); err != nil {
			return s.Blame(err)
		}
	}
	return nil
}

// script has psql run a file: it knows of \commands, and of COPY from within the
// file, as dumps have them.
func (b *backend) script(ctx context.Context, a address, database, file string) error {
	c, err := b.client(ctx, a, database, "psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file)
	if err != nil {
		return err
	}
	c.Dir = filepath.Dir(file)
	return clone.RunToEnd(ctx, c)
}
