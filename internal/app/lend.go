package app

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
)

// Lend prepares the databases of a suite and lends clones of them, at a socket whose
// path it prints, until the end of standard input.
func Lend(ctx context.Context, streams console.Streams, o invocation.Options) (err error) {
	s, err := Open(streams, o)
	if err != nil {
		return err
	}
	defer func() {
		closed := s.Close()
		err = homeless(cmp.Or(err, closed))
	}()
	if s.board, err = s.openBoard(); err != nil {
		return err
	}
	sets, err := s.prepare(ctx)
	if err != nil {
		return err
	}
	workers, err := s.workers(ctx)
	if err != nil {
		return err
	}
	l, err := s.landlord(sets, workers)
	if err != nil {
		return err
	}
	if s.counter, err = l.OpenCounter(workers); err != nil {
		return err
	}
	fmt.Fprintln(streams.Out, s.counter.Path)
	_, err = io.Copy(io.Discard, streams.In)
	return err
}
