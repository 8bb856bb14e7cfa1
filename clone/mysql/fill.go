package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// makeAll makes a database of each source.
func (b *backend) makeAll(ctx context.Context, d clone.DataDir, sources []clone.Source) error {
	err := b.with(ctx, d, ofPreparation, func(i *instance) error {
		for _, s := range sources {
			if err := b.make(ctx, i, s); err != nil {
				return err
			}
		}
		if err := i.gather(ctx); err != nil {
			return err
		}
		return i.takeInventory(ctx, filepath.Join(d.Path, inventoryFile))
	})
	if err != nil {
		return err
	}
	return b.with(ctx, d, ofSealing, func(*instance) error { return nil })
}

// with calls work with a server on d, and then stops that properly.
func (b *backend) with(ctx context.Context, d clone.DataDir, settings func(server.Installation) []string, work func(*instance) error) error {
	i, err := b.start(ctx, d, settings)
	if err != nil {
		return err
	}
	err = work(i)
	if err == nil {
		err = i.forget(ctx)
	}
	if err != nil {
		return errors.Join(err, i.Kill())
	}
	return i.stop(ctx, d.Log)
}

// stop stops a server properly. The error has the end of log.
func (i *instance) stop(ctx context.Context, log string) error {
	if err := i.Stop(ctx); err != nil {
		return errors.Join(server.Explain(fmt.Errorf("stopping the server that has prepared the template: %w", err), log), i.Kill())
	}
	return nil
}

// make makes the database of s.
func (b *backend) make(ctx context.Context, i *instance, s clone.Source) error {
	name := databaseName(s.Alias)
	err := i.ask(func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, "CREATE DATABASE "+identifier(name))
		return err
	})
	if err != nil {
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
			return s.Blame(fmt.Errorf("%s: %w", file, err))
		}
	}
	return nil
}

// script has the client run a file: it knows of DELIMITER and source, as dumps and
// routines have them.
func (b *backend) script(ctx context.Context, a address, database, file string) error {
	text, err := os.Open(file)
	if err != nil {
		return err
	}
	defer text.Close()
	c, err := b.client(ctx, a, database)
	if err != nil {
		return err
	}
	c.Dir, c.Stdin = filepath.Dir(file), text
	return strange(clone.RunToEnd(ctx, c))
}

// client is the command-line client. MariaDB's would print all of a statement that fails,
// which may be a thousand rows; by the line one finds it.
func (b *backend) client(ctx context.Context, a address, database string) (*exec.Cmd, error) {
	program, err := b.program("mysql", "mariadb")
	if err != nil {
		return nil, err
	}
	options := []string{"--batch", "--database=" + database}
	if !isMySQLs(program) {
		options = append(options, "--loose-print-query-on-error=0")
	}
	return a.command(ctx, program, options...), nil
}

// program is called so by MySQL, and otherwise by MariaDB: that of the server that is
// installed, the other one's if there is none, or MariaDB's on the PATH without a server.
func (b *backend) program(mySQLs, mariaDBs string) (string, error) {
	installed, err := b.find()
	if err == nil && !isMariaDB(installed) {
		return installed.Program(mySQLs, mariaDBs)
	}
	return installed.Program(mariaDBs, mySQLs)
}

// command is a program that knows how to reach the server.
func (a address) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	general := append([]string{"--no-defaults", "--default-character-set=utf8mb4"}, a.arguments(program)...)
	c := exec.CommandContext(ctx, program, append(general, args...)...)
	c.Env = append(os.Environ(), "MYSQL_PWD="+a.password)
	return c
}

// ask calls work with connections to no database in particular.
func (a address) ask(work func(*sql.DB) error) error {
	db, err := connect(a.dsn(""), nil)
	if err != nil {
		return err
	}
	return errors.Join(work(db), db.Close())
}

// identifier quotes a name.
func identifier(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
