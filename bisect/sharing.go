package bisect

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// glances is how often a test runs behind what makes another fail, to see whether it is
// worth to have that heard. What works half of the time is missed once in 16, and is then
// searched for.
const glances = 4

// lonelyGlances is how often it runs alone at the same time: what then ends so anyway needs
// no culprit.
const lonelyGlances = 2

// Shared is who else fails for what was found of one test.
type Shared struct {
	Parties []Party // those that were asked about, in their order

	Rounds int
	Tests  int
}

// A Party is one test that may share a cause.
type Party struct {
	Shares  bool
	Finding Finding // if it does
	Heard   int     // accusations, for the [Options] of a search of its own
}

// Share asks of other tests that fail whether they do so for what was found of one, or pass
// for that, if it is brittle. All are asked in the same rounds: they run a few times behind
// each of its causes, or beside it, and those are heard that had their effect, as in any
// search. Of one that always fails they are asked whether they do.
func Share(ctx context.Context, found Finding, others []Options) (Shared, error) {
	switch {
	case len(others) == 0:
		return Shared{}, nil
	case found.Kind == AlwaysFails:
		return alwaysFail(ctx, found, others)
	case found.Kind != Victim && found.Kind != Brittle && found.Kind != NeedsNeighbours:
		return Shared{}, nil
	}
	var sharers []*sharer
	for _, o := range others {
		sharers = append(sharers, newSharer(ctx, o, found))
	}
	whole := others[0]
	whole.Victim = ""
	l := newSearch(ctx, whole).lab
	l.exclusive = found.Whoever // or they would get in each other's way
	if err := l.glance("the others "+sharers[0].where()+" that", sharers); err != nil {
		return Shared{}, err
	}
	underWay := func(s *sharer) bool { return s.underWay() }
	for slices.ContainsFunc(sharers, underWay) {
		if err := l.hear(sharers); err != nil {
			return Shared{}, err
		}
	}
	shared := Shared{Rounds: l.rounds, Tests: l.tests}
	for _, s := range sharers {
		f := s.found(found.Kind, s.chase)
		f.Whoever = found.Whoever
		s.complete(&f)
		shared.Parties = append(shared.Parties, Party{len(f.Causes) > 0, f, s.lab.accusations})
	}
	return shared, nil
}

// A sharer is a test that may share a cause.
type sharer struct {
	*search
	*chase
	sets    [][]suite.ID // the causes, as far as they can run where they have to
	beside  bool         // that is on another worker
	whoever bool         // others do the same there
}

func newSharer(ctx context.Context, o Options, found Finding) *sharer {
	if found.Whoever {
		o.Known = suite.Signature{} // what all of them change may be lost in any way
	}
	s := newSearch(ctx, o)
	effect := failed
	if found.Kind == Brittle {
		effect = passed
	}
	h := s.hunt(effect, slices.Concat(s.lab.AllEarlier, s.lab.Order, s.lab.Others))
	sh := &sharer{search: s, beside: found.Kind == NeedsNeighbours, whoever: found.Whoever}
	if len(o.Beside) > 0 && sh.beside {
		h.candidates = candidates(slices.Concat(o.Beside...), s.lab.Victim, nil)
	}
	sh.chase = newChase(h)
	stranger := func(id suite.ID) bool { return !sh.beside && !slices.Contains(h.candidates, id) }
	for _, c := range found.Causes {
		switch {
		case sh.whoever && slices.Contains(c.Tests, o.Victim): // beside itself it may not notice
			sh.sets = append(sh.sets, []suite.ID{found.Victim})
		case !slices.ContainsFunc(c.Tests, stranger):
			sh.sets = append(sh.sets, c.Tests)
		}
	}
	return sh
}

// glance accuses those causes behind which a test was seen to end as it is to be explained,
// if it does not always do so.
func (l *lab) glance(method string, sharers []*sharer) error {
	trials := make([][]suite.Trial, len(sharers))
	for i, s := range sharers {
		if len(s.sets) > 0 {
			trials[i] = slices.Repeat([]suite.Trial{s.behind(nil)}, lonelyGlances)
		}
		for _, set := range s.sets {
			trials[i] = append(trials[i], slices.Repeat([]suite.Trial{s.behind(set)}, glances)...)
		}
	}
	l.left = 1
	readings, err := l.joint(method, sharers, trials)
	if err != nil {
		return err
	}
	for i, s := range sharers {
		if s.classify(); len(s.sets) == 0 || s.always() {
			continue
		}
		for j, of := range slices.Collect(slices.Chunk(readings[i][lonelyGlances:], glances)) {
			if slices.ContainsFunc(of, func(r reading) bool { return r.last() == s.effect }) {
				s.suspect(s.sets[j])
			}
		}
	}
	return nil
}

// suspect has a cause heard. Where whoever runs beside the victim does the same, others are no
// placebo.
func (s *sharer) suspect(set []suite.ID) {
	h := s.accuse(nil, set)
	h.beside = s.beside
	if s.whoever {
		h.instead = func() []suite.ID { return nil }
	}
}

// where is where others run that may make it fail.
func (s *sharer) where() string {
	if s.beside {
		return "beside"
	}
	return "behind"
}

// behind is the victim behind others, or beside them.
func (s *sharer) behind(set []suite.ID) suite.Trial {
	return (&hearing{hunt: s.chase.hunt, beside: s.beside}).trialAfter(set)
}

// always reports whether the victim ended with the effect each time alone.
func (s *sharer) always() bool {
	other := s.alone.Passed
	if s.effect == passed {
		other = s.alone.Failed
	}
	return s.alone.Of() > 0 && other == 0
}

// hear runs the next pairs of all hearings.
func (l *lab) hear(sharers []*sharer) error {
	trials, counts := make([][]suite.Trial, len(sharers)), make([][]int, len(sharers))
	l.left = 0
	for i, s := range sharers {
		if s.underWay() {
			l.left = max(l.left, s.more())
		}
		trials[i], counts[i] = s.pairs()
	}
	readings, err := l.joint("pairs", sharers, trials)
	if err != nil {
		return err
	}
	for i, s := range sharers {
		s.take(readings[i], counts[i])
	}
	return nil
}

// joint runs a round of all sharers' trials, and counts for each its own.
func (l *lab) joint(method string, sharers []*sharer, trials [][]suite.Trial) ([][]reading, error) {
	var whose []*lab
	for i, s := range sharers {
		if len(trials[i]) > 0 {
			s.lab.rounds++
		}
		for _, t := range trials[i] {
			s.lab.tests += len(t.Order)
			whose = append(whose, s.lab)
		}
	}
	all, err := l.runOf(method, slices.Concat(trials...), func(i int) *lab { return whose[i] }, nil)
	if err != nil {
		return nil, err
	}
	readings := make([][]reading, len(sharers))
	for i := range sharers {
		readings[i], all = all[:len(trials[i])], all[len(trials[i]):]
	}
	return readings, nil
}
