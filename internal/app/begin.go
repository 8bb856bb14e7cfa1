package app

import (
	"cmp"
	"context"
	"math/rand/v2"
)

// begin opens a session for a command that runs trials: with a seed, and a context that the
// user's first interrupt ends. What end returns is what the command does, given its error.
func begin(parent context.Context, streams Streams, o Options) (s *session, ctx context.Context, end func(error) error, err error) {
	if s, err = open(streams, o); err != nil {
		return nil, nil, nil, err
	}
	ctx, user := interruptible(parent, streams, o.RunTimeout)
	if s.config.Seed == 0 {
		s.config.Seed = 1 + rand.Uint64N(9999)
	}
	return s, ctx, func(err error) error {
		user.finish()
		closed := s.close()
		return homeless(cmp.Or(err, closed))
	}, nil
}
