package app

import (
	"cmp"
	"context"
	"math/rand/v2"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
)

// Begin opens a session for a command that runs trials: with a seed, and a context that the
// user's first interrupt ends. What end returns is what the command does, given its error.
func Begin(parent context.Context, streams console.Streams, o invocation.Options) (s *Session, ctx context.Context, end func(error) error, err error) {
	if s, err = Open(streams, o); err != nil {
		return nil, nil, nil, err
	}
	ctx, user := interruptible(parent, streams, o.RunTimeout)
	if s.Config.Seed == 0 {
		s.Config.Seed = 1 + rand.Uint64N(9999)
	}
	return s, ctx, func(err error) error {
		user.finish()
		closed := s.Close()
		return homeless(cmp.Or(err, closed))
	}, nil
}
