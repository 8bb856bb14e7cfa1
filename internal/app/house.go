package app

import (
	"context"
	"os"
	"slices"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/plan"
)

// landlord is who gives the processes of that many workers what they live on.
func (s *Session) landlord(sets []set, workers int) (*landlord, error) {
	return newLandlord(terms{
		area: s.Area, storage: clone.Storage(s.Config.Storage), sets: sets, workers: workers, keep: s.KeepDB,
		env:   slices.Concat(os.Environ(), s.Config.Env, []string{s.board.env()}, s.perturbedEnv()),
		asked: s.asked, seed: s.Config.Seed, warn: s.board.warn,
	})
}

// house opens the landlord for a plan: mostly the one that came early.
func (s *Session) house(sets []set, p plan.Plan) (l *landlord, err error) {
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
	s.early.limitPools(processes)
	if len(sets) > 0 {
		if s.counter, err = s.early.openCounter(len(p.Lanes)); err != nil {
			s.board.warn(err) // few tests borrow databases, and they will hear of it
			return s.early, nil
		}
		s.early.env = append(s.early.env, s.counter.env())
	}
	return s.early, nil
}

// advance starts the servers of the first clones while the suite is built. It may
// fail: the plan is not known yet, which may need less.
func (s *Session) advance(ctx context.Context, sets []set) {
	if !slices.ContainsFunc(sets, func(a set) bool { return a.backend.Shares() }) {
		return
	}
	if workers, err := s.workers(ctx); err == nil {
		_ = s.moveIn(sets, workers)
	}
}

// moveIn opens a landlord with pools.
func (s *Session) moveIn(sets []set, workers int) (err error) {
	l, err := s.landlord(sets, workers)
	if err != nil {
		return err
	}
	s.early = l
	return l.openPools(workers)
}
