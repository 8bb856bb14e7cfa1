package app

import (
	"context"
	"slices"
	"sync"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/housing"
)

// standIns are empty databases in the place of those of ptr.toml, for processes that run no
// tests: a suite may want to know where its databases are when it is imported, and has no
// clones then.
type standIns struct {
	databases []config.Database
	lend      func(ctx context.Context, backend, folder string) (map[string]string, func() error, error)

	mu   sync.Mutex
	made bool
	env  []string
	ends []func() error
}

// variables lead to them. They are made when they are first asked for. That one cannot be made
// is no error here: what makes the template says why.
func (s *standIns) variables(ctx context.Context) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made {
		return s.env, nil
	}
	for _, d := range s.databases {
		if len(d.Env) == 0 {
			continue
		}
		values, end, err := s.lend(ctx, d.Backend, "stand-in-"+d.Alias)
		if err != nil {
			return nil, ctx.Err()
		}
		s.ends = append(s.ends, end)
		env, err := config.ExpandAll(d.Env, housing.Placeholders(values, d.Alias, 0))
		if err != nil {
			return nil, err
		}
		s.env = append(s.env, env...)
	}
	s.made = true
	return s.env, nil
}

// close removes them. What is left over goes when the run does.
func (s *standIns) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, end := range slices.Backward(s.ends) {
		_ = end()
	}
	s.ends = nil
}
