package clone

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Store keeps templates in a folder, for later runs. Methods are safe for
// concurrent use, by several processes too.
type Store struct{ Dir string }

// A Request says which template is wanted.
type Request struct {
	Alias  string
	Source Source
	Fresh  bool // make it anew even if there is one

	// Inputs are the files that Source.Command depends on, absolute. Without
	// any it is run every time, since nothing tells whether it would do the same.
	Inputs []string

	// Variables are the settings that Source.Command depends on, as NAME=VALUE.
	Variables []string

	// Finish is called with the template's folder once Source has made it, to put
	// there what belongs to it; nil does nothing.
	Finish func(dir string) error
}

// Ensure returns the template for r, and makes it unless a complete one is
// kept that the same things have made. While another process makes it, Ensure
// waits.
//
// The template stays in place until it is released, even if another run makes
// it anew meanwhile. Errors wrap those of [Backend.Fill] and [Backend.Check],
// and a [SourceError] if they are that of the source, not of the store.
func (s Store) Ensure(ctx context.Context, b Backend, r Request) (Template, error) {
	t, err := s.ensure(ctx, b, r)
	if err != nil {
		return Template{}, fmt.Errorf("preparing %q: %w", r.Alias, err)
	}
	return t, nil
}

func (s Store) ensure(ctx context.Context, b Backend, r Request) (t Template, err error) {
	print, err := fingerprint(b, r)
	if err != nil {
		return Template{}, r.Source.blame(err)
	}
	begin := time.Now()
	shelf, err := s.open(ctx, shelfName(r.Alias, print))
	if err != nil {
		return Template{}, err
	}
	defer func() { err = errors.Join(err, shelf.close()) }()
	t = Template{
		Alias: r.Alias, Backend: b.Name(), Fingerprint: print,
		Warnings: r.warnings(), Phases: []Phase{{"wait", time.Since(begin)}},
	}
	generations, err := shelf.tidy()
	if err != nil {
		return Template{}, err
	}
	if newest, ok := generations.newest(); ok && !r.Fresh && r.repeatable() {
		t.Reused = true
		return t, newest.take(&t)
	}
	made, err := shelf.make(ctx, b, r, generations.next(), &t)
	if err != nil {
		return Template{}, err
	}
	return t, made.take(&t)
}

// repeatable reports whether all is known that the template depends on.
func (r Request) repeatable() bool { return len(r.Source.Command) == 0 || len(r.Inputs) > 0 }

// finish has the caller add to g, and seals it.
func (r Request) finish(g generation) error {
	if r.Finish != nil {
		if err := r.Finish(g.dir); err != nil {
			return err
		}
	}
	return g.seal()
}

func (r Request) warnings() []error {
	if r.repeatable() {
		return nil
	}
	return []error{fmt.Errorf("the command that prepares %q names no input files, so it runs every time", r.Alias)}
}
