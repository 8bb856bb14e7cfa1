package mysql

import (
	"context"
	"slices"
)

// A way is one of filling a database with what another has.
type way struct {
	name string

	// read makes what is then executed for each copy; nil if it is all done anew.
	read func(ctx context.Context, b *backend, a address, from string) (script, error)
}

func ways() []way {
	return []way{{"select", bySelect}, {"script", byScript}, {"dump", nil}}
}

// ownWays are those on a server of ptr's own, whose files can be reached.
func ownWays() []way { return slices.Insert(ways(), 1, way{"tablespaces", byTablespaces}) }

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
		return b.dump(ctx, a, from, a, to)
	}
	s, err := w.script(ctx, b, a, from)
	if err != nil {
		return err
	}
	return s.execute(ctx, a, to)
}
