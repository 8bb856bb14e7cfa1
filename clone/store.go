package clone

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A Store keeps templates in a folder, for later runs. Methods are safe for
// concurrent use, by several processes too.
type Store struct{ Dir string }

// A Request says which template is wanted.
type Request struct {
	Sources []Source // one, unless the backend Shares
	Fresh   bool     // make it anew even if there is one

	// Finish is called with the template's folder once it is filled, to put there
	// what belongs to it; nil does nothing.
	Finish func(dir string) error
}

// aliases are those of the sources.
func (r Request) aliases() []string {
	var all []string
	for _, s := range r.Sources {
		all = append(all, s.Alias)
	}
	return all
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
		return Template{}, fmt.Errorf("preparing %q: %w", strings.Join(r.aliases(), ", "), err)
	}
	return t, nil
}

func (s Store) ensure(ctx context.Context, b Backend, r Request) (t Template, err error) {
	print, err := fingerprint(b, r)
	if err != nil {
		return Template{}, err
	}
	begin := time.Now()
	shelf, err := s.open(ctx, shelfName(strings.Join(r.aliases(), "+"), print))
	if err != nil {
		return Template{}, err
	}
	defer func() { err = errors.Join(err, shelf.close()) }()
	t = Template{
		Aliases: r.aliases(), Backend: b.Name(), Fingerprint: print,
		Warnings: r.warnings(), Phases: []Phase{{"wait", time.Since(begin)}},
	}
	generations, err := shelf.tidy()
	if err != nil {
		return Template{}, err
	}
	if newest, ok := generations.newest(); ok && !r.Fresh && r.repeatable() {
		if t.Reused, err = kept(ctx, b, newest.path()); err != nil {
			return Template{}, err
		}
		if t.Reused {
			return t, newest.take(&t)
		}
	}
	made, err := shelf.make(ctx, b, r, generations.next(), &t)
	if err != nil {
		return Template{}, err
	}
	return t, made.take(&t)
}

// kept reports whether b still has what belongs to the template at path.
func kept(ctx context.Context, b Backend, path string) (bool, error) {
	if l, ok := b.(Lodger); ok {
		return l.Kept(ctx, path)
	}
	return true, nil
}

// repeatable reports whether all is known that the template depends on.
func (r Request) repeatable() bool {
	return !slices.ContainsFunc(r.Sources, func(s Source) bool { return !s.repeatable() })
}

// blame says that what the only source has made cannot serve; err may be nil.
func (r Request) blame(err error) error {
	if len(r.Sources) != 1 {
		return err
	}
	return r.Sources[0].Blame(r.Sources[0].name(err))
}

// finish has the caller add to g, and seals it.
func (r Request) finish(g generation) error {
	if r.Finish != nil {
		if err := r.Finish(g.dir); err != nil {
			return err
		}
	}
	return g.seal()
}

func (r Request) warnings() []suite.Warned {
	var all []suite.Warned
	for _, s := range r.Sources {
		if w := s.warn(); w != nil {
			all = append(all, *w)
		}
	}
	return all
}
