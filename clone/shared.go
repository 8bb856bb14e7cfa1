package clone

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/ptr-project/ptr/internal/filecopy"
	"github.com/ptr-project/ptr/internal/server"
)

// A DatabaseEngine has servers copy databases of their own. It serves many at once.
type DatabaseEngine interface {
	// Open starts or reaches the server that has t's databases.
	Open(ctx context.Context, t Template) (Instance, error)

	// Copy makes a database for the alias to out of that for the alias from. On
	// error there is none.
	Copy(ctx context.Context, i Instance, from, to string) error

	// Remove removes the database for an alias, and ends its sessions. That there is
	// none is not an error.
	Remove(ctx context.Context, i Instance, alias string) error
}

// A Shared strategy makes clones that are databases of one server.
type Shared struct {
	name   string
	engine DatabaseEngine

	mu      sync.Mutex
	servers map[string]*hall   // by the template's path
	tenants map[string]*tenant // by the clone's folder
	count   int                // of all that there ever were
}

// Databases is the strategy called name.
func Databases(name string, e DatabaseEngine) *Shared {
	return &Shared{name: name, engine: e, servers: map[string]*hall{}, tenants: map[string]*tenant{}}
}

// A hall is a server with a template's databases, and clones of them.
type hall struct {
	once     sync.Once
	instance Instance
	err      error
}

// Name is what it was made with.
func (s *Shared) Name() string { return s.name }

// Reach is by address.
func (s *Shared) Reach() Reach { return ByAddress }

// Unfit is what the engine says, if it is choosy.
func (s *Shared) Unfit(t Template) error {
	if c, ok := s.engine.(Choosy); ok {
		return c.Unfit(t)
	}
	return nil
}

// Prepare opens the server.
func (s *Shared) Prepare(ctx context.Context, t Template) error {
	_, err := s.server(ctx, t)
	return err
}

func (s *Shared) server(ctx context.Context, t Template) (Instance, error) {
	s.mu.Lock()
	h := s.servers[t.Path]
	if h == nil {
		h = &hall{}
		s.servers[t.Path] = h
	}
	s.mu.Unlock()
	h.once.Do(func() { h.instance, h.err = s.engine.Open(ctx, t) })
	return h.instance, roomless(h.err)
}

// OpenCopy starts a server on a copy of the template's data directory, in a folder
// that room makes. It ends with the host.
func OpenCopy(ctx context.Context, h *server.Host, e Engine, room func() (string, error), t Template) (_ Instance, err error) {
	if err := e.Check(ctx, t.Path); err != nil {
		return nil, fmt.Errorf("%s: %w", t.Path, err)
	}
	folder, err := room()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(folder))
		}
	}()
	data := filepath.Join(folder, "data")
	if err := filecopy.Tree(ctx, data, t.Path); err != nil {
		return nil, err
	}
	if err := h.Give(folder); err != nil {
		return nil, err
	}
	i, err := e.Serve(ctx, DataDir{Path: data, Written: data, Log: filepath.Join(folder, "log")})
	if err == nil {
		h.AtClose(func() error { return errors.Join(i.Kill(), os.RemoveAll(folder)) })
	}
	return i, err
}

// Clone makes a database for each of the template's, and a folder below dir that
// stands for them.
func (s *Shared) Clone(ctx context.Context, t Template, dir, name string) (Clone, error) {
	if err := errors.Join(ctx.Err(), s.Unfit(t)); err != nil {
		return Clone{}, err
	}
	i, err := s.server(ctx, t)
	if err != nil {
		return Clone{}, err
	}
	c := Clone{Name: name, Strategy: s.name, Databases: map[string]Values{}, Path: filepath.Join(dir, folderName(name))}
	if err := os.Mkdir(c.Path, 0o700); err != nil {
		return Clone{}, err
	}
	made := s.tenant(c.Path, i)
	for _, alias := range t.Aliases {
		own := fmt.Sprintf("clone%d.%s", made.number, alias)
		made.aliases = append(made.aliases, own)
		if err := s.engine.Copy(ctx, i, alias, own); err != nil {
			_ = s.Drop(ctx, c) // which fails, too, where this is why
			return Clone{}, roomless(err)
		}
		c.Databases[alias] = i.Database(own)
	}
	return c, nil
}

// A tenant is a clone on a server that has many.
type tenant struct {
	server  Instance
	number  int      // no other on this server has it
	aliases []string // that it has databases for
}

func (s *Shared) tenant(path string, i Instance) *tenant {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	s.tenants[path] = &tenant{server: i, number: s.count}
	return s.tenants[path]
}

// lookUp is c; nil if it is gone.
func (s *Shared) lookUp(c Clone) *tenant {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tenants[c.Path]
}

// forget is lookUp, and c is gone then.
func (s *Shared) forget(c Clone) *tenant {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tenants[c.Path]
	delete(s.tenants, c.Path)
	return t
}

// Lost asks the server.
func (s *Shared) Lost(ctx context.Context, c Clone) error {
	t := s.lookUp(c)
	if t == nil {
		return nil
	}
	return t.server.Lost(ctx)
}

// Drop removes the databases.
func (s *Shared) Drop(ctx context.Context, c Clone) error {
	gone := s.forget(c)
	if gone == nil {
		return nil
	}
	ctx = context.WithoutCancel(ctx) // or the run would leave databases behind
	errs := []error{os.RemoveAll(c.Path)}
	for _, alias := range gone.aliases {
		errs = append(errs, s.engine.Remove(ctx, gone.server, alias))
	}
	return roomless(cmp.Or(errs...)) // where one cannot be removed, others cannot either
}
