package mysql

import (
	"context"
	"slices"
)

// A way is one of filling a database with what another has.
type way struct {
	name string

	// read makes what is then executed for each copy; nil if it is all done anew, by a
	// dump with these options.
	read    func(ctx context.Context, b *backend, a address, from string) (script, error)
	options []string
}

func ways() []way {
	return []way{{"select", bySelect, nil}, {"script", byScript, nil}, {"dump", nil, complete}}
}

// typed is what people type, mysqldump | mysql without a word more. It leaves routines
// and events out, and locks all tables while it reads.
func typed() way { return way{"mysqldump", nil, nil} }

// ownWays are those on a server of ptr's own, whose files can be reached.
func ownWays() []way { return slices.Insert(ways(), 1, way{"tablespaces", byTablespaces, nil}) }

// ready reads what can be read before there is anything to be filled.
func (w way) ready(ctx context.Context, b *backend, a address, from string) error {
	if w.read == nil {
		return nil
	}
	_, err := w.script(ctx, b, a, from)
	return err
}

func (w way) script(ctx context.Context, b *backend, a address, from string) (script, error) {
	return b.scripts.of(w.name+" "+a.dsn(from), func() (script, error) { return w.read(ctx, b, a, from) })
}

// make fills the database to, which is empty.
func (w way) make(ctx context.Context, b *backend, a address, from, to string) error {
	if w.read == nil {
		return b.dump(ctx, a, from, a, to, w.options)
	}
	s, err := w.script(ctx, b, a, from)
	if err != nil {
		return err
	}
	return s.execute(ctx, a, to)
}
