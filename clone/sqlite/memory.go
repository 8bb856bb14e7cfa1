package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/ptr-project/ptr/clone"
)

// memory backs templates up to shared-cache memory databases, which exist in
// the process that called Clone, for all of its connections and threads, until
// Drop. It does not carry the journal mode: in memory there is no WAL.
type memory struct {
	mu   sync.Mutex
	held map[string]connection // by DSN: a database goes with its last connection
}

func newMemory() *memory { return &memory{held: map[string]connection{}} }

func (*memory) Name() string               { return "memory" }
func (*memory) Reach() clone.Reach         { return clone.ByRecipe }
func (*memory) LeavesOut() []clone.Feature { return []clone.Feature{clone.JournalMode} }

// Clone gives the clone the value "dsn", and "path" for the snapshot that
// another process can load by itself.
func (m *memory) Clone(ctx context.Context, t clone.Template, dir, name string) (clone.Clone, error) {
	if err := ctx.Err(); err != nil {
		return clone.Clone{}, err
	}
	// The folder is in the name, since that must be unique in the process.
	dsn := "file:/" + escape(filepath.Join(dir, name), "") + "?mode=memory&cache=shared"
	if err := m.load(ctx, t, dsn); err != nil {
		return clone.Clone{}, err
	}
	return clone.Clone{
		Name: name, Strategy: m.Name(),
		Databases: t.Only(clone.Values{"path": t.Path, "url": dsn, "dsn": dsn, "database": name}),
	}, nil
}

func (m *memory) load(ctx context.Context, t clone.Template, dsn string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.held[dsn]; taken {
		return fmt.Errorf("%s: there is one of that name", dsn)
	}
	to, err := openDSN(ctx, dsn)
	if err != nil {
		return err
	}
	err = whileQuiet(t.Path, func(header) error {
		from, err := open(ctx, t.Path, asSnapshot)
		if err != nil {
			return err
		}
		defer from.Close()
		return blame(t.Path, copyPages(ctx, to.Conn, from.Conn))
	})
	if err != nil {
		return errors.Join(err, to.Close())
	}
	m.held[dsn] = to
	return nil
}

// Drop removes c from the memory of this process, once nobody else here has it
// open.
func (m *memory) Drop(_ context.Context, c clone.Clone) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var errs []error
	for _, values := range c.Databases {
		if held, ok := m.held[values["dsn"]]; ok {
			delete(m.held, values["dsn"])
			errs = append(errs, held.Close())
		}
	}
	return errors.Join(errs...)
}
