package flaky

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// A try is tests that are run before a suspect.
type try struct {
	*chase
	before suite.Order
	shown  bool // the effect
}

// tryAll runs tries.
func (s *search) tryAll(tries []*try) error {
	p := s.places()
	for _, t := range tries {
		trial := suite.Trial{Order: append(slices.Clone(t.before), t.test)}
		p.start(1, func(ctx context.Context) error {
			attempts, err := s.by(t.quick)(ctx, "", trial)
			t.shown = err == nil && s.verdicts(trial.Order, attempts)(len(trial.Order)-1) == t.effect
			return err
		})
	}
	return p.wait()
}

// narrow goes on with the last block of each chase that has the effect or, if none of them
// has, with the first, which has not been tried unless nothing else is left.
func (s *search) narrow(active []*chase) error {
	var tries []*try
	for _, c := range active {
		blocks := c.parts(2 + max(0, s.Workers/len(active)-1))
		for _, block := range blocks[min(1, len(blocks)-1):] {
			tries = append(tries, &try{chase: c, before: block})
		}
		c.candidates = blocks[0]
	}
	if err := s.tryAll(tries); err != nil {
		return err
	}
	for _, t := range tries {
		switch {
		case t.shown:
			t.candidates = t.before
			t.found = len(t.before) == 1
		case len(t.before) == 1 && slices.Equal(t.candidates, t.before):
			t.lost = true
		}
	}
	return nil
}

// direct is how many tests are tried at once, before any are narrowed down.
const direct = 6

// tryDirectly tries what is likely: the test just before, and those that are known to write
// what the suspect reads.
func (s *search) tryDirectly(chases []*chase) error {
	writes := map[pair]bool{}
	for _, k := range s.Conflicts {
		writes[pair{k.Writer, k.Reader}] = true
	}
	var tries []*try
	for _, c := range chases {
		likely := []suite.ID{c.candidates[len(c.candidates)-1]}
		for i := len(c.candidates) - 2; i >= 0 && len(likely) < direct; i-- {
			if writer := c.candidates[i]; writes[pair{writer, c.test}] {
				likely = append(likely, writer)
			}
		}
		for _, id := range likely {
			tries = append(tries, &try{chase: c, before: suite.Order{id}})
		}
	}
	return s.keepShown(tries)
}

// tryOthers tries culprits that were found on suspects that had run after them.
func (s *search) tryOthers(wave, left []*chase) error {
	var tries []*try
	for _, found := range wave {
		for _, c := range left {
			if found.found && found.effect == c.effect && slices.Contains(c.candidates, found.candidates[0]) {
				tries = append(tries, &try{chase: c, before: found.candidates})
			}
		}
	}
	return s.keepShown(tries)
}

func (s *search) keepShown(tries []*try) error {
	if err := s.tryAll(tries); err != nil {
		return err
	}
	for _, t := range tries {
		if t.shown && !t.found {
			t.candidates, t.found = t.before, true
		}
	}
	return nil
}
