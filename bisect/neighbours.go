package bisect

import (
	"math"
	"slices"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// besides is how often something runs beside the victim before it is said to do nothing:
// whether they meet is luck.
const besides = 4

// neighbours goes after tests on other workers that make the victim fail while they run;
// alone is how it ends beside none.
func (s *search) neighbours(h *hunt, alone suite.Count) (Finding, bool, error) {
	beside := s.lab.Beside
	if s.lab.exclusive { // any trial may have been in its way
		ran := slices.Concat(beside...)
		beside = append(slices.Clone(beside), append(suite.Order{s.lab.Victim}, candidates(slices.Concat(s.lab.Order, s.lab.Others), s.lab.Victim, ran)...))
	}
	if len(beside) == 0 || s.lab.Workers < 2 {
		return Finding{}, false, nil
	}
	s.lab.why = "nothing before it makes it fail: does what ran beside it?"
	t := suite.Trial{Order: suite.Order{s.lab.Victim}, Beside: beside}
	if i, err := h.meets("beside what other workers ran", []suite.Trial{t}); err != nil || i < 0 {
		return Finding{}, false, err
	}
	guilty, err := h.narrowBeside(candidates(slices.Concat(beside...), "", nil))
	if err != nil || len(guilty) == 0 {
		return Finding{}, false, err
	}
	// The victim beside itself is no placebo: that can do the same.
	c := newChase(s.hunt(failed, candidates(slices.Concat(beside...), s.lab.Victim, nil)))
	heard := c.accuse(nil, guilty)
	heard.beside, heard.alone = true, alone
	if err := c.confirm(nil); err != nil {
		return Finding{}, false, err
	}
	f := s.found(NeedsNeighbours, c)
	f.Whoever = heard.whoever()
	return f, len(c.causes) > 0, nil
}

// meets is the first of trials that has the effect, each of which runs as often as that takes,
// and not more often than [besides]: trials that take all workers run one after the other.
// It is -1 if none has.
func (h *hunt) meets(method string, trials []suite.Trial) (int, error) {
	for range besides {
		readings, err := h.run(method, trials)
		if err != nil {
			return -1, err
		}
		if i := slices.IndexFunc(readings, func(r reading) bool { return r.last() == h.effect }); i >= 0 {
			return i, nil
		}
	}
	return -1, nil
}

// narrowBeside finds the fewest of tests that have the effect while they run on one
// other worker.
func (h *hunt) narrowBeside(tests []suite.ID) ([]suite.ID, error) {
	for len(tests) > 1 {
		var trials []suite.Trial
		parts := split(tests, max(2, h.Workers/2))
		for _, part := range parts {
			trials = append(trials, suite.Trial{Order: suite.Order{h.Victim}, Beside: []suite.Order{part}})
		}
		i, err := h.meets("beside parts of that", trials)
		if err != nil {
			return nil, err
		}
		if i >= 0 {
			tests = parts[i]
			continue
		}
		fewer, err := h.spared(tests) // it takes several of them
		if err != nil || len(fewer) == 0 {
			return tests, err
		}
		tests = fewer
	}
	return tests, nil
}

// sparedAtOnce is of how many parts one is left out.
const sparedAtOnce = 4

// spared are tests without those of a part that the effect can do without; nil if each part
// is needed.
func (h *hunt) spared(tests []suite.ID) ([]suite.ID, error) {
	parts := split(tests, sparedAtOnce)
	if len(parts) < 3 {
		return nil, nil // each of two was tried alone
	}
	var rests [][]suite.ID
	var trials []suite.Trial
	for _, part := range parts {
		rest := without(tests, part)
		rests = append(rests, rest)
		trials = append(trials, suite.Trial{Order: suite.Order{h.Victim}, Beside: []suite.Order{rest}})
	}
	i, err := h.meets("beside all but a part", trials)
	if err != nil || i < 0 {
		return nil, err
	}
	return rests[i], nil
}

// loneliest is how often at most a victim runs with nothing beside it, to see whether its
// failures are those of trials that get in each other's way: so often where it failed twice in
// a dozen.
const loneliest = 38

// lonelyAtFirst is how often it does before that: most of those that fail by themselves are
// told by then.
const lonelyAtFirst = 3

// undisturbed searches all over again, one trial at a time: they get in each other's way.
func (s *search) undisturbed() (Finding, error) {
	s.disturbed, s.lab.why = false, "trials are in each other's way: all again, one at a time"
	s.lab.Workers, s.lab.readings, s.lab.Suspects = 1, nil, nil
	return s.run()
}

// beside goes after neighbours of a victim that fails in trials with nothing before it.
// Trials run beside each other: if it does not fail at all with nothing beside it, what
// looks like luck is something that it shares with the others, or with itself, such as a
// port. It may then fail in any way: who loses a file finds it empty, or gone.
func (s *search) beside(h *hunt) (Finding, bool, error) {
	failing := s.alone.Failed + s.other
	share := min(0.9, rate(suite.Count{Failed: failing, Passed: s.alone.Passed}))
	needed := max(fresh, int(math.Ceil(math.Log(0.001)/math.Log(1-share)))) // to pass so often by luck: 1 in 1,000
	if s.lab.Workers < 2 || needed > loneliest {
		return Finding{}, false, nil
	}
	known := s.lab.Known
	s.lab.exclusive, s.lab.Known = true, suite.Signature{}
	defer func() { s.lab.exclusive, s.lab.Known = false, known }()
	s.lab.why = "it failed with nothing before it: are other trials in its way?"
	for _, n := range []int{lonelyAtFirst, needed - lonelyAtFirst} {
		if passes, err := s.lonely(n); err != nil || !passes {
			return Finding{}, false, err
		}
	}
	s.disturbed = stats.Luck(failing, failing+s.alone.Passed, needed) < luckily
	alone := suite.Count{Passed: needed}
	f, ok, err := s.neighbours(h, alone)
	if ok {
		f.Alone = alone
	}
	return f, ok, err
}

// luckily is how probable it may be that a victim is not disturbed by other trials, which is
// searched one trial at a time.
const luckily = 0.003

// lonely reports whether the victim passes alone, so many times one after the other.
func (s *search) lonely(n int) (passes bool, err error) {
	alone := suite.Trial{Order: suite.Order{s.lab.Victim}}
	readings, err := s.lab.run("alone, one after the other", slices.Repeat([]suite.Trial{alone}, n))
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(readings, func(r reading) bool { return r.last() != passed }), nil
}
