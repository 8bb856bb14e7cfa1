package python

import (
	"context"
	"slices"
)

// A loan is of empty databases, one of each backend, to a process that runs no tests:
// modules may ask their server when they are imported.
type loan struct {
	env  []string // of the process
	ends []func() error
}

func (f *Framework) lend(ctx context.Context, backends []string) (loan, error) {
	l := loan{env: slices.Clone(f.o.Env)}
	if f.o.StandIns != nil {
		standIns, err := f.o.StandIns(ctx)
		if err != nil {
			return loan{}, err
		}
		l.env = append(l.env, standIns...)
	}
	if f.o.Empty == nil {
		return l, nil
	}
	for _, backend := range backends {
		values, end, err := f.o.Empty(ctx, backend)
		if err != nil {
			l.end()
			return loan{}, err
		}
		l.ends = append(l.ends, end)
		l.env = append(l.env, variable+"empty_"+backend+"="+filled(serverLines(backend), values))
	}
	return l, nil
}

// end gives the databases back. What is left over goes when the run does.
func (l *loan) end() {
	for _, end := range l.ends {
		_ = end()
	}
	l.ends = nil
}
