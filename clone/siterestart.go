package clone

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/ptr-project/ptr/internal/registry"
)

// A restart is that of a server which was reached in the beginning, whenever it comes.
type restart struct{ forsaken atomic.Bool } // since it did not answer for long

// despite has work done, and once more if the server, which answer asks whether it is there,
// was not there meanwhile.
func (r *restart) despite(ctx context.Context, answer, work func() error) error {
	for begin := time.Now(); ; {
		if err := r.await(ctx, answer); err != nil {
			return err
		}
		err := work()
		if err == nil || ctx.Err() != nil || time.Since(begin) > Patience || answer() == nil {
			return err
		}
	}
}

// await waits for the server, until it is given up.
func (r *restart) await(ctx context.Context, answer func() error) error {
	const pause = 100 * time.Millisecond
	for begin := time.Now(); ; {
		err := answer()
		if err == nil {
			r.forsaken.Store(false)
			return nil
		}
		if ctx.Err() != nil || r.forsaken.Load() {
			return err
		}
		if time.Since(begin) > Patience {
			r.forsaken.Store(true)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// answer asks the server whether it is there. One of MySQL's that is ending answers a mere
// ping.
func (l *lodger) answer(ctx context.Context, r *registry.Registry) error {
	var one int
	return l.Explain(r.Server().QueryRowContext(ctx, "SELECT 1").Scan(&one))
}

func (l *lodger) despite(ctx context.Context, r *registry.Registry, work func() error) error {
	return l.restart.despite(ctx, func() error { return l.answer(ctx, r) }, work)
}
