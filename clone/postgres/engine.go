package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// An engine runs the servers of clones.
type engine struct{ *backend }

func (e engine) Serve(ctx context.Context, d clone.DataDir) (clone.Server, error) {
	settings := ofClones(e.major())
	if e.Watched {
		settings = ofWatched(e.major())
	}
	if e.Unordered {
		settings = append(settings, unusualPlans()...)
	}
	if e.SlowCommits > 0 {
		settings = append(settings, slowCommits(e.SlowCommits)...)
	}
	// What a server that was killed has left says that it is ready.
	if err := os.Remove(filepath.Join(d.Written, pidFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	i, err := e.start(ctx, d, settings)
	if err != nil {
		return nil, err // not i, which would not be nil
	}
	if e.Elsewhere {
		if err := i.moveSequences(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("moving sequences: %w", err), i.process.Kill())
		}
	}
	return i, nil
}

// Warm connects once: who does so first lists the schema for all who follow.
func (e engine) Warm(ctx context.Context, database clone.Values) error {
	return execute(ctx, database["dsn"], "SELECT count(*) FROM pg_class")
}

// An instance is a server that runs.
type instance struct {
	address
	process *server.Process
}

func (i *instance) Database(alias string) clone.Values { return i.values(databaseName(alias)) }

// Lost connects. A server that answers by an error is there, unless it says that it
// is about to end.
func (i *instance) Lost(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err := i.execute(ctx, "postgres", "SELECT 1")
	var said *pgconn.PgError
	if errors.As(err, &said) && !strings.HasPrefix(said.Code, "57P") { // admin_shutdown, crash_shutdown, cannot_connect_now
		err = nil
	}
	return i.process.Lost(err)
}

func (i *instance) Kill() error {
	return errors.Join(i.process.Kill(), os.RemoveAll(i.socket))
}

// Stop shuts the server down fast: open sessions are ended, everything is written.
func (i *instance) Stop(ctx context.Context) error {
	if err := i.process.Stop(ctx, server.Interrupt); err != nil {
		return err
	}
	return os.RemoveAll(i.socket)
}

// start starts a server on d, and returns once it answers. On error nothing is
// left of it. An earlier one on d that was killed may have processes that are at work: they
// notice it when they have ended that, and are waited for.
func (b *backend) start(ctx context.Context, d clone.DataDir, settings []string) (i *instance, err error) {
	const patience, pause = 20 * time.Second, 50 * time.Millisecond
	for begin := time.Now(); ; time.Sleep(pause) {
		err = server.OnFreePort(b.TCP, func(port int) (err error) {
			i, err = b.startAt(ctx, port, d, settings)
			return err
		})
		if err == nil || !inUse(err) || ctx.Err() != nil || time.Since(begin) > patience {
			return i, err
		}
	}
}

// inUse reports whether a server has not started for processes of an earlier one.
func inUse(err error) bool {
	return strings.Contains(err.Error(), "pre-existing shared memory block")
}

// startAt is start with a port of TCP's to listen on, or 0.
func (b *backend) startAt(ctx context.Context, port int, d clone.DataDir, settings []string) (_ *instance, err error) {
	installed, err := b.find()
	if err != nil {
		return nil, err
	}
	folder, err := b.Host.Folder()
	if err != nil {
		return nil, err
	}
	i := &instance{address: local(folder)}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(i.socket))
		}
	}()
	if err := b.Host.Give(i.socket); err != nil {
		return nil, err
	}
	if b.TCP {
		i.host, i.port = "127.0.0.1", port
	}
	i.process, err = b.Host.Start(ctx, server.Spec{
		Args: slices.Concat([]string{filepath.Join(installed.Dir, installed.Server), "-D", d.Path}, arguments(slices.Concat([]string{ofAll}, settings, listening(i.socket, i.port)))),
		Env:  server.Environment(), Dir: filepath.Dir(d.Log), Log: d.Log, Overlay: d.Overlay,
	})
	if err != nil {
		return nil, err
	}
	if err := i.process.Await(ctx, d.Log, func() bool { return ready(d.Written) }); err != nil {
		return nil, errors.Join(err, i.process.Kill())
	}
	if b.TCP {
		return i, i.admit(ctx)
	}
	return i, nil
}

// admit lets the superuser in by TCP, with a password that nobody else knows.
func (i *instance) admit(ctx context.Context) error {
	i.password = rand.Text()
	if err := i.execute(ctx, "postgres", "ALTER ROLE "+superuser+" PASSWORD '"+i.password+"'"); err != nil {
		return errors.Join(err, i.process.Kill())
	}
	return nil
}
