// Package clonetest is the conformance suite that every backend passes with
// every strategy.
package clonetest

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ptr-project/ptr/clone"
)

// A Subject is a backend to test.
type Subject struct {
	New    func(t *testing.T) clone.Backend
	Driver string // of database/sql, which takes a clone's value "dsn"
	Names  string // query: the names of table people, in the order of their IDs, joined by spaces

	// Schema is a script for the template. It makes at least a table people
	// with an integer primary key id, counted up by a sequence, a text name,
	// and one row: 1, ann. A trigger notes the name of each new row in
	// log(line), which is empty.
	Schema string

	// Facets are what clones have in common with their templates.
	Facets []Facet

	// Deeds are what a test may do to a clone, for backends that can look at that. A
	// column is shown as name=literal.
	Deeds []Deed

	// Quoted says that numbers are shown in quotes.
	Quoted bool

	// Spoils are ways in which a template cannot be cloned.
	Spoils []Spoil
}

// A Facet is something that a query of one value tells of a database.
type Facet struct {
	Name  string
	Query string
	Part  clone.Feature // strategies that leave this out may differ; "" is for none
}

// A Spoil makes a template one that cannot be cloned.
type Spoil struct {
	Name string
	Do   func(t *testing.T, template clone.Template)
	Want error // which Clone wraps then
}

// Run tests every strategy of the subject. The test binary must call [Main]
// first thing.
func Run(t *testing.T, s Subject) {
	strategies, why := s.New(t).Strategies(clone.Template{})
	if len(strategies) == 0 || why == "" {
		t.Fatalf("Strategies() = %v, %q, want some, and why the first is", strategies, why)
	}
	if strategies[0].Reach() != clone.ByAddress {
		t.Errorf("the strategy for auto is %s, whose clones other processes cannot open", strategies[0].Name())
	}
	for i, strategy := range strategies {
		t.Run(strategy.Name(), func(t *testing.T) { newBench(t, s, i).run() })
	}
}

// RunOnly tests the strategy called name, which must be fit here.
func RunOnly(t *testing.T, s Subject, name string) {
	strategies, _ := s.New(t).Strategies(clone.Template{})
	i := slices.IndexFunc(strategies, func(s clone.Strategy) bool { return s.Name() == name })
	b := newBench(t, s, i)
	if err := b.misfit(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	b.run()
}

// A bench tests one strategy.
type bench struct {
	*testing.T
	Subject
	backend  clone.Backend
	strategy clone.Strategy
	template clone.Template
}

// newBench makes a backend of its own, with a template in a new store.
func newBench(t *testing.T, s Subject, strategy int) *bench {
	b := &bench{T: t, Subject: s, backend: s.New(t)}
	b.template = b.templateOf(alias)
	all, _ := b.backend.Strategies(b.template)
	b.strategy = all[strategy]
	return b
}

// templateOf makes a template with a database of the schema for each alias, in a new
// store.
func (b *bench) templateOf(aliases ...string) clone.Template {
	b.Helper()
	script := filepath.Join(b.TempDir(), "schema.sql")
	if err := os.WriteFile(script, []byte(b.Schema), 0o600); err != nil {
		b.Fatal(err)
	}
	var sources []clone.Source
	for _, a := range aliases {
		sources = append(sources, clone.Source{Alias: a, SQL: []string{script}})
	}
	store := clone.Store{Dir: filepath.Join(b.TempDir(), "templates")}
	t, err := store.Ensure(b.Context(), b.backend, clone.Request{Sources: sources})
	if err != nil {
		b.Fatal(err)
	}
	return t
}

func (b *bench) run() {
	if b.unfit() {
		return
	}
	b.isolation()
	b.fidelity()
	b.processes()
	b.lifetimes()
	b.failures()
	if _, ok := b.strategy.(clone.Keeper); ok {
		b.keeping()
	}
	if _, ok := b.strategy.(clone.Sparer); ok {
		b.sparing()
	}
	if b.strategy.Reach() == clone.ByAddress && b.watches() {
		b.verify()
		b.restore()
	}
}

// watches reports whether the backend can look at what changes.
func (b *bench) watches() bool {
	c := b.clone("watchable")
	w, err := b.backend.Watch(b.Context(), b.template, c)
	if err != nil {
		if !errors.Is(err, errors.ErrUnsupported) {
			b.Fatal(err)
		}
		return false
	}
	if err := w.Close(); err != nil {
		b.Error(err)
	}
	return true
}

// sentence runs what proves one.
func (b *bench) sentence(says string, proof func(b *bench)) {
	b.Run(says, func(t *testing.T) {
		one := *b
		one.T = t
		proof(&one)
	})
}

// clone makes one that is dropped when the sentence ends.
func (b *bench) clone(name string) clone.Clone {
	b.Helper()
	c, err := b.strategy.Clone(b.Context(), b.template, b.TempDir(), name)
	if err != nil {
		b.Fatalf("Clone(%q): %v", name, err)
	}
	b.Cleanup(func() {
		if err := b.strategy.Drop(b.Context(), c); err != nil {
			b.Errorf("Drop(%q): %v", name, err)
		}
	})
	return c
}

// alias is that of the template's only database.
const alias = "default"

// dsn leads to the database of a clone.
func dsn(c clone.Clone) string { return c.Databases[alias]["dsn"] }

// open opens a clone until the sentence ends.
func (b *bench) open(c clone.Clone) *sql.DB {
	b.Helper()
	db, err := sql.Open(b.Driver, dsn(c))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

// exec executes statements on one connection, which stays open.
func (b *bench) exec(db *sql.DB, statements ...string) {
	b.Helper()
	c, err := db.Conn(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	for _, s := range statements {
		if _, err := c.ExecContext(b.Context(), s); err != nil {
			b.Fatalf("%s: %v", s, err)
		}
	}
}

// value is what a query of one value returns, as text.
func (b *bench) value(db *sql.DB, query string) string {
	b.Helper()
	var value sql.NullString
	if err := db.QueryRowContext(b.Context(), query).Scan(&value); err != nil {
		b.Fatalf("%s: %v", query, err)
	}
	return value.String
}
