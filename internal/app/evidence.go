package app

import (
	"context"
	"errors"
	"slices"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// Evidence is how one cause does what it does.
type Evidence struct {
	Tests []suite.ID      `json:"tests"` // of the cause
	Left  []evidence.Left `json:"left_behind"`
	Again string          `json:"again"` // a command
}

// causes are the sets of tests of which evidence is to be had. Of an accumulation that is
// one of those that it takes.
func causes(f bisect.Finding) [][]suite.ID {
	switch f.Kind {
	case bisect.NeedsNeighbours:
		return nil
	case bisect.Accumulation:
		return [][]suite.ID{f.Among[:min(f.Needed, len(f.Among))]}
	}
	var sets [][]suite.ID
	for _, c := range f.Causes {
		sets = append(sets, c.Tests)
	}
	return sets
}

// evidence looks closely at what all causes of a finding do.
func (s *session) evidence(ctx context.Context, all []suite.Test, f bisect.Finding) (found []Evidence, err error) {
	sets := causes(f)
	if len(sets) == 0 {
		return nil, nil
	}
	defer s.line.during("looking closely at what the culprits do")()
	p, end, err := s.closely(ctx, append(slices.Concat(sets...), f.Victim))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, end()) }()
	for _, set := range sets {
		e := Evidence{Tests: set}
		if e.Left, err = leftBehind(ctx, p, set, f.Victim); err != nil {
			return nil, err
		}
		if e.Again, err = s.again(all, append(slices.Clone(set), f.Victim)); err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, nil
}

// closely sets trials of tests up in which it is seen what they do: which statements they run and,
// by isolation verify, what they leave changed. That is another build of Go's test
// binaries, so that it wants a session of its own.
func (s *session) closely(ctx context.Context, tests []suite.ID) (p *prober, end func() error, err error) {
	o := s.Options
	o.Isolation, o.Go.DebugSQL = string(run.Verify), true
	other, err := open(Streams{In: s.streams.In, Out: s.streams.Err, Err: s.streams.Err}, o)
	if err != nil {
		return nil, nil, err
	}
	other.config.Seed = s.config.Seed
	for _, id := range tests {
		other.sought = append(other.sought, string(id)) // others need not be built again
	}
	if p, _, err = other.prober(ctx); err != nil {
		return nil, nil, errors.Join(err, other.close())
	}
	p.closely = true
	return p, other.close, nil
}

// leftBehind runs a set of tests, and the one that they do something to.
func leftBehind(ctx context.Context, p *prober, set []suite.ID, victim suite.ID) (left []evidence.Left, err error) {
	attempts, err := p.probe(ctx, suite.Trial{Order: append(slices.Clone(suite.Order(set)), victim)})
	if err != nil {
		return nil, err
	}
	for _, a := range attempts[:len(set)] {
		left = append(left, evidence.LeftBy(a)...)
	}
	return left, nil
}
