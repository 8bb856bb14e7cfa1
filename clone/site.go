package clone

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/ptr-project/ptr/internal/registry"
	"github.com/ptr-project/ptr/internal/server"
)

// A Site is a server that others run, as its vendor's backend knows it. Errors are
// for users, mostly an [*AccessError].
type Site interface {
	// Backend is the vendor's name in ptr.toml.
	Backend() string

	// Label is how people know the server, without a password.
	Label() string

	// Open opens the registry of what ptr has on the server, and makes it if it is
	// not there.
	Open(ctx context.Context) (*registry.Registry, error)

	// Name is the name of a database that is called so as nearly as the server lets it.
	Name(wanted string) string

	// Values are what patterns can name of a database.
	Values(database string) Values

	// Create makes an empty database.
	Create(ctx context.Context, database string) error

	// Load does what s says to an empty database.
	Load(ctx context.Context, database string, s Source) error

	// Explain is what an error means that the registry returns; nil for nil.
	Explain(err error) error

	// Sessions are how many more the server lets this user have.
	Sessions(ctx context.Context) (int, error)

	// Ways are those of making a database out of another, the best first.
	Ways() []SiteWay

	// Solitary reports whether a database cannot be copied while somebody reads it.
	Solitary() bool

	// Observe starts to look at what changes in databases. Nobody has written to them
	// since they were made out of others, which stay as they are.
	Observe(ctx context.Context, pairs []Pair) (Watcher, error)
}

// A Pair is a database, and the one that it was made out of.
type Pair struct{ Alias, Original, Copy string }

// A SiteWay is a way of making a database out of another on a site. On error the new
// one may be there.
type SiteWay struct {
	Name      string
	LeavesOut []Feature
	Copy      func(ctx context.Context, from, to string) error
}

// At is the backend on a site. Templates and clones are databases there, which a
// registry tells from those that ptr has not made.
func At(h *server.Host, s Site) Backend {
	l := &lodger{Site: s, host: h, originals: map[string]lodged{}}
	for _, way := range s.Ways() {
		l.ways = append(l.ways, partial{Databases(way.Name, siteEngine{l, way}), way.LeavesOut})
	}
	return l
}

// A lodger is a backend on a site.
type lodger struct {
	Site
	host *server.Host
	ways []Strategy

	mu       sync.Mutex
	registry *registry.Registry // nil until it is needed
	swept    []string           // databases, when it was opened
	made     int                // templates

	restart restart

	copying   sync.Mutex
	originals map[string]lodged // copies of templates, to be read, by the template's path
}

// A partial strategy leaves something out.
type partial struct {
	*Shared
	leavesOut []Feature
}

func (p partial) LeavesOut() []Feature { return p.leavesOut }

func (l *lodger) Name() string   { return l.Backend() }
func (l *lodger) Server() string { return l.Label() }

// Version is the site: templates on one are not there on another.
func (l *lodger) Version() string { return l.Label() }

// Shares is true: the site has many databases.
func (*lodger) Shares() bool { return true }

func (l *lodger) Strategies(Template) (s []Strategy, why string) {
	return l.ways, "the server has other users, whom it disturbs least"
}

// limits are those of templates on a site.
func limits() registry.Limits { return registry.Limits{Unused: 24 * time.Hour, Most: 20} }

// open reaches the site, once. What ptr has there ends with the host.
func (l *lodger) open(ctx context.Context) (*registry.Registry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.registry != nil {
		return l.registry, nil
	}
	r, err := l.Open(ctx)
	if err != nil {
		return nil, err
	}
	l.host.AtClose(func() error {
		left, closed := l.leave(r), r.Close()
		return cmp.Or(left, closed)
	})
	l.registry = r
	l.swept, err = r.Sweep(ctx, limits())
	return r, l.Explain(err)
}

// name is that of a database of this process's.
func (l *lodger) name(r *registry.Registry, what string) string {
	return l.Site.Name("ptr_" + r.Token() + "_" + what)
}

// Fill makes the databases on the site, and a file at path that names them.
func (l *lodger) Fill(ctx context.Context, path string, sources []Source) error {
	r, err := l.open(ctx)
	if err != nil {
		return err
	}
	made := lodged{}
	for _, s := range sources {
		made[s.Alias] = l.name(r, fmt.Sprintf("template%d_%s", l.number(), s.Alias))
		if err := l.template(ctx, r, made[s.Alias], s); err != nil {
			_ = removeAll(ctx, r, made) // or else a sweep does it
			return err
		}
	}
	if err := r.Complete(ctx, made.names()...); err != nil {
		return l.Explain(err)
	}
	return made.write(path)
}

func (l *lodger) number() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.made++
	return l.made
}

// template makes the database of s.
func (l *lodger) template(ctx context.Context, r *registry.Registry, name string, s Source) error {
	if err := r.Enter(ctx, name, true); err != nil {
		return l.Explain(err)
	}
	if err := l.Create(ctx, name); err != nil {
		return err
	}
	return l.Load(ctx, name, s)
}

// removeAll ends with the first error: where one cannot be removed, others cannot either.
func removeAll(ctx context.Context, r *registry.Registry, made lodged) error {
	for _, name := range made.names() {
		if err := r.Remove(context.WithoutCancel(ctx), name); err != nil {
			return err
		}
	}
	return nil
}

// Clean sweeps.
func (l *lodger) Clean(ctx context.Context, templates, spared bool) ([]string, error) {
	r, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	most := limits()
	if templates {
		most = registry.Limits{}
	}
	most.NoKept = spared
	removed, err := r.Sweep(ctx, most)
	return append(l.swept, removed...), l.Explain(err)
}

// Kept looks the databases up.
func (l *lodger) Kept(ctx context.Context, path string) (bool, error) {
	made, err := readLodged(path)
	if err != nil {
		return false, err
	}
	r, err := l.open(ctx)
	if err != nil {
		return false, err
	}
	all, err := r.Use(ctx, made.names()...)
	return all, l.Explain(err)
}

// Check is Kept.
func (l *lodger) Check(ctx context.Context, path string) error {
	kept, err := l.Kept(ctx, path)
	if err == nil && !kept {
		err = ErrEmpty
	}
	return err
}
