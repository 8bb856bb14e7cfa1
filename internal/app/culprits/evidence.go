package culprits

import (
	"context"
	"errors"
	"slices"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/suite"
)

// Evidence is how one cause does what it does.
type Evidence struct {
	Tests     []suite.ID           `json:"tests"` // of the cause
	Left      []evidence.Left      `json:"left_behind"`
	Weighed   evidence.Weighed     `json:"weighed"`       // which of it matters
	Differs   *evidence.Difference `json:"differs_first"` // of the victim's statements; nil if none does
	Heard     bool                 `json:"statements_seen"`
	Common    []evidence.Common    `json:"in_common,omitempty"`         // of a victim and its neighbours
	Unwatched string               `json:"files_not_watched,omitempty"` // why files that both change are not among these; "" if they are
	Again     string               `json:"again,omitempty"`             // a command
	Blind     string               `json:"not_looked,omitempty"`        // why all but the command is not known

	bothWays bool // the victim went, with the tests and without
}

// causes are the sets of tests of which evidence is to be had. Of an accumulation that is
// one of those that it takes.
func causes(f bisect.Finding) [][]suite.ID {
	switch f.Kind {
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
func (s seeker) evidence(ctx context.Context, searched *app.Prober, all []suite.Test, f bisect.Finding, known suite.Signature) (found []Evidence, err error) {
	sets := causes(f)
	if len(sets) == 0 {
		return nil, nil
	}
	for _, set := range sets {
		e := Evidence{Tests: set}
		if f.Kind != bisect.NeedsNeighbours { // no command has tests meet
			if e.Again, err = s.Again(all, append(slices.Clone(set), f.Victim)); err != nil {
				return nil, err
			}
		}
		found = append(found, e)
	}
	defer s.Line.During("looking closely at what the culprits do")()
	if err := s.lookAt(ctx, searched, found, f, known); ctx.Err() != nil {
		return nil, err
	} else if err != nil {
		for i := range found { // what was found is no less true
			found[i].Blind = err.Error()
		}
	}
	return found, nil
}

// lookAt adds to each cause what it does. Where processes can be forked from one that has
// set the suite up, it is looked for in such first, which start many times sooner: it
// counts if what is to be explained shows there, too.
func (s seeker) lookAt(ctx context.Context, searched *app.Prober, found []Evidence, f bisect.Finding, known suite.Signature) error {
	method := s.Options.Python.StartMethod
	if searched.Hatched && method != "fork" && f.Kind != bisect.NeedsNeighbours {
		forked := slices.Clone(found)
		err := s.lookBy(ctx, "fork", searched.Patience, forked, f, known)
		if ctx.Err() != nil {
			return err
		}
		if err == nil && !slices.ContainsFunc(forked, func(e Evidence) bool { return !e.bothWays }) {
			copy(found, forked)
			return nil
		}
	}
	return s.lookBy(ctx, method, searched.Patience, found, f, known)
}

// lookBy is lookAt with processes that are started by one method.
func (s seeker) lookBy(ctx context.Context, method string, patience *app.Patience, found []Evidence, f bisect.Finding, known suite.Signature) (err error) {
	tests := []string{string(f.Victim)} // others need not be built again
	for _, e := range found {
		for _, id := range e.Tests {
			tests = append(tests, string(id))
		}
	}
	hide := s.Line.During("building the tests so that they tell of statements, which takes a minute the first time")
	p, end, err := s.ProbeClosely(ctx, tests, method)
	hide()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	p.Patience = patience
	for i := range found {
		if f.Kind == bisect.NeedsNeighbours {
			if err := s.inCommon(ctx, p, f.Victim, found[i].Tests, &found[i]); err != nil {
				return err
			}
			continue
		}
		if err := lookAtOne(ctx, p, caseOf(f, i, found[i].Tests, known), &found[i]); err != nil {
			return err
		}
	}
	return nil
}

// caseOf is the i-th cause of a finding, a set of tests.
func caseOf(f bisect.Finding, i int, set []suite.ID, known suite.Signature) evidence.Case {
	c := evidence.Case{Set: set, Victim: f.Victim, Shows: bisect.Shows(f.Kind, known)}
	if i < len(f.Causes) {
		c.With, c.Without = cellOf(f.Kind, f.Causes[i].With), cellOf(f.Kind, f.Causes[i].Without)
	}
	return c
}

func cellOf(k bisect.Kind, c suite.Count) evidence.Cell {
	if k == bisect.Brittle {
		return evidence.Cell{Effect: c.Passed, Of: c.Of()}
	}
	return evidence.Cell{Effect: c.Failed, Of: c.Of()}
}

// lookAtOne looks at one cause.
func lookAtOne(ctx context.Context, p *app.Prober, c evidence.Case, e *Evidence) error {
	c.Probe, c.Workers, c.Consequences = p.Paused, p.Workers, p.Consequences
	look, err := evidence.LookAt(ctx, c)
	if err != nil {
		return err
	}
	e.Left, e.Differs, e.Heard, e.bothWays = look.Left, look.Differs, look.Heard, look.BothWays
	e.Weighed, err = evidence.Weigh(ctx, c, evidence.Things(look.Left), len(p.Fingerprints()) > 0)
	return err
}
