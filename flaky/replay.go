package flaky

import (
	"context"

	"github.com/ptr-project/ptr/suite"
)

// replay runs a trial of the second phase.
func (s *search) replay(ctx context.Context, condition string, t suite.Trial) ([]suite.Attempt, error) {
	attempts, err := s.probe(ctx, condition, t)
	return s.replayed(t, attempts, err)
}

// glance runs a plain trial of the second phase as fast as can be: in forked processes,
// which have one seed of hashes, and in which all tests have been imported. What it shows is
// made sure of by replays before it is said.
func (s *search) glance(ctx context.Context, _ string, t suite.Trial) ([]suite.Attempt, error) {
	attempts, err := s.Plain.Probe(ctx, t)
	return s.replayed(t, attempts, err)
}

// A replayer runs a trial of the second phase under a condition.
type replayer func(ctx context.Context, condition string, t suite.Trial) ([]suite.Attempt, error)

// by is what runs trials, glances if quick.
func (s *search) by(quick bool) replayer {
	if quick {
		return s.glance
	}
	return s.replay
}

// replayed counts a trial that has run.
func (s *search) replayed(t suite.Trial, attempts []suite.Attempt, err error) ([]suite.Attempt, error) {
	if err == nil {
		s.spend(t)
		s.tell(Progress{Phase: "replays", Done: s.trials()})
	}
	return attempts, err
}

func (s *search) trials() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cost.trials
}
