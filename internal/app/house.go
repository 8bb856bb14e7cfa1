package app

import (
	"context"
	"os"
	"slices"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/plan"
)

// landlord is who gives the processes of that many workers what they live on.
func (s *Session) landlord(sets []housing.Set, workers int) (*housing.Landlord, error) {
	return housing.New(housing.Terms{
		Area: s.Area, Storage: clone.Storage(s.Config.Storage), Sets: sets, Workers: workers, Keep: s.KeepDB,
		Env:   slices.Concat(os.Environ(), s.Config.Env, []string{s.board.env()}, s.perturbedEnv()),
		Asked: s.asked, Seed: s.Config.Seed, Warn: s.board.warn,
	})
}

// house opens the landlord for a plan: mostly the one that came early.
func (s *Session) house(sets []housing.Set, p plan.Plan) (l *housing.Landlord, err error) {
	if s.early == nil {
		if err := s.moveIn(sets, len(p.Lanes)); err != nil {
			return nil, err
		}
	}
	if s.burning == nil {
		if s.burning, err = s.burn(); err != nil {
			return nil, err
		}
	}
	processes := 0
	for _, lane := range p.Lanes {
		processes += len(lane)
	}
	s.early.LimitPools(processes)
	if len(sets) > 0 {
		if s.counter, err = s.early.OpenCounter(len(p.Lanes)); err != nil {
			s.board.warn(err) // few tests borrow databases, and they will hear of it
		}
	}
	return s.early, nil
}

// advance starts the servers of the first clones while the suite is built. It may
// fail: the plan is not known yet, which may need less.
func (s *Session) advance(ctx context.Context, sets []housing.Set) {
	if !slices.ContainsFunc(sets, func(a housing.Set) bool { return a.Backend.Shares() }) {
		return
	}
	if workers, err := s.workers(ctx); err == nil {
		_ = s.moveIn(sets, workers)
	}
}

// moveIn opens a landlord with pools.
func (s *Session) moveIn(sets []housing.Set, workers int) (err error) {
	l, err := s.landlord(sets, workers)
	if err != nil {
		return err
	}
	s.early = l
	return l.OpenPools(workers)
}
