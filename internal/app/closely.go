package app

import (
	"context"
	"errors"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/run"
)

// ProbeClosely sets trials up in which it is seen what tests do: which statements they run and, by
// isolation verify, what they leave changed. They are of the tests that are sought or, if
// none are, of all that are selected. That is another build of Go's test binaries, so that
// it wants a session of its own, which the func ends. Python's workers are started by
// method, such as that of the options.
func (s *Session) ProbeClosely(ctx context.Context, sought []string, method string) (p *Prober, end func() error, err error) {
	o := s.Options
	o.Python.StartMethod, o.Python.Hatch = method, false
	o.Isolation = string(run.Verify)
	o.Go.DebugSQL = s.Config.Framework != invocation.FrameworkCommand && s.Config.Framework != invocation.FrameworkWorker
	other, err := Open(console.Streams{In: s.Streams.In, Out: s.Streams.Err, Err: s.Streams.Err}, o)
	if err != nil {
		return nil, nil, err
	}
	other.Config.Seed = s.Config.Seed
	other.Sought = sought
	if p, _, err = other.Prober(ctx); err != nil {
		return nil, nil, errors.Join(err, other.Close())
	}
	p.Closely = true
	return p, other.Close, nil
}
