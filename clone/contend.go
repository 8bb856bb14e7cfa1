package clone

import (
	"context"
	"time"
)

// A Contender is a backend that can take locks in its clones, as others would who use the
// same database.
type Contender interface {
	// Contend takes the locks of somebody who writes, on what is free at that moment,
	// holds them for so long, or until ctx is done, and lets go. It waits for nothing,
	// so that it can be part of no deadlock, and changes nothing. Reading is not kept
	// from anybody. That nothing was free is no error. An error that wraps
	// [errors.ErrUnsupported] says that such clones cannot be reached from outside.
	Contend(ctx context.Context, c Clone, hold time.Duration) error
}

// Hold waits for so long, or until ctx is done.
func Hold(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
