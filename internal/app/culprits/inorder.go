package culprits

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports/ran"
	"github.com/ptr-project/ptr/suite"
)

// readable is what --in-order takes.
const readable = "it takes JUnit XML, the lines of go test -json, ptr's JSON report, and lists with one test a line, as ptr list prints them"

// readOrder reads the file of --in-order, if there is one; "-" is standard input.
func (b *Question) readOrder(stdin io.Reader) (err error) {
	from := stdin
	switch b.Order {
	case "":
		return nil
	case "-":
	default:
		f, err := os.Open(b.Order)
		if err != nil {
			return console.Usage(err, readable)
		}
		defer f.Close()
		from = f
	}
	if b.ran, err = ran.Read(from); err != nil {
		return console.Usage(fmt.Errorf("%s: %w", b.Order, err), readable)
	}
	return nil
}

// failedAsTold are tests in the order of a file: those that it has failed there or, if it has
// none, all that are said to have. Tests that there are no more are left out.
func (s seeker) failedAsTold(b Question, all, tests []suite.Test) ([]failing, error) {
	file, then := b.Order, newThen(b.ran, all)
	for _, warning := range then.warnings(b.ran) {
		fmt.Fprintf(s.Streams.Err, "ptr: warning: %s: %s\n", file, warning)
	}
	var found []failing
	for _, t := range tests {
		if f, ok := then.failing(t); ok {
			f.file = file
			found = append(found, f)
		}
	}
	passed := func(f failing) bool { return !f.seen }
	switch {
	case len(found) == 0 && then.known == 0:
		return nil, console.Usage(fmt.Errorf("%s: none of its tests is in the suite", file), readable)
	case len(found) == 0:
		return nil, console.Usage(fmt.Errorf("%s: %s is not in this order", file, s.Names(all)(tests[0].ID)), "an order has to have the test that fails, and what ran before it")
	}
	if failed := slices.DeleteFunc(slices.Clone(found), passed); len(failed) > 0 {
		return failed, nil
	}
	if len(b.Failing) == 0 {
		return nil, nothingFailed(file)
	}
	return found, nil
}

// A then is what ran in a run of which a report tells, as far as there are such tests
// now.
type then struct {
	processes   []stretch
	known, lost int // cases of the report that are tests of the suite, and that are not
}

// A stretch is what ran in one process.
type stretch struct {
	worker int
	order  suite.Order
	failed []bool
	how    []suite.Signature
}

func newThen(r ran.Report, all []suite.Test) then {
	var t then
	find := finder(all)
	for _, p := range r.Processes {
		st := stretch{worker: p.Worker}
		for _, test := range p.Tests {
			id, ok := find(test)
			if !ok {
				t.lost++
				continue
			}
			t.known++
			st.add(id, test)
		}
		if r.Sorted != "" {
			st.asListed(all)
		}
		t.processes = append(t.processes, st)
	}
	return t
}

// add takes subtests one after the other for one run of their test.
func (st *stretch) add(id suite.ID, t ran.Test) {
	last := len(st.order) - 1
	if last < 0 || st.order[last] != id {
		st.order, st.failed, st.how = append(st.order, id), append(st.failed, false), append(st.how, suite.Signature{})
		last++
	}
	if t.Failed {
		st.failed[last], st.how[last] = true, t.How
	}
}

// asListed brings tests into the order of the suite.
func (st *stretch) asListed(all []suite.Test) {
	failed := map[suite.ID]bool{}
	had := map[suite.ID]bool{}
	for i, id := range st.order {
		had[id], failed[id] = true, failed[id] || st.failed[i]
	}
	*st = stretch{worker: st.worker}
	for _, t := range all {
		if had[t.ID] {
			st.add(t.ID, ran.Test{Failed: failed[t.ID]})
		}
	}
}

func (t then) warnings(r ran.Report) []string {
	var all []string
	if t.lost > 0 && t.known > 0 {
		all = append(all, fmt.Sprintf("%d of %s are not in the suite, and are left out", t.lost, console.Plural(t.lost+t.known, "test")))
	}
	if r.Sorted != "" {
		all = append(all, r.Sorted+" sorts tests by their outcomes: they are taken in the order in which the suite lists them")
	}
	return all
}

// failing is a test as it failed then or, if it did not, as it ran.
func (t then) failing(test suite.Test) (failing, bool) {
	f := failing{test: test}
	process, at := -1, -1
	for i, p := range t.processes {
		for j, id := range p.order {
			if id == test.ID && (at < 0 || p.failed[j] && !t.processes[process].failed[at]) {
				process, at = i, j
			}
		}
	}
	if at < 0 {
		return f, false
	}
	p := t.processes[process]
	f.before, f.known, f.worker, f.seen = p.order[:at], p.how[at], p.worker, p.failed[at]
	beside := map[int]int{}
	for _, other := range t.processes {
		if other.worker == p.worker {
			continue
		}
		i, ok := beside[other.worker]
		if !ok {
			i, beside[other.worker] = len(f.beside), len(f.beside)
			f.beside = append(f.beside, nil)
		}
		f.beside[i] = append(f.beside[i], other.order...)
	}
	return f, true
}

// finder finds a test of the suite by what a report calls it. JUnit has dots where pytest
// has slashes and colons.
func finder(all []suite.Test) func(ran.Test) (suite.ID, bool) {
	names := suite.NewNames(app.IDsOf(all))
	dotted := make([]suite.ID, len(all))
	byDotted, there := map[suite.ID]suite.ID{}, map[string]suite.ID{}
	for i, t := range all {
		dotted[i] = withDots(t.ID)
		byDotted[dotted[i]], there[string(t.ID)] = t.ID, t.ID
	}
	junit := suite.NewNames(dotted)
	return func(t ran.Test) (suite.ID, bool) {
		if id, ok := there[t.Name]; ok { // as ptr's own have it where a suite is one unit
			return id, true
		}
		label := strings.TrimPrefix(t.Class+"."+t.Name, ".")
		if id, ok := names.Test(label); ok {
			return id, true
		}
		id, ok := junit.Test(label)
		if whole, _, sub := strings.Cut(label, " ("); !ok && sub {
			id, ok = junit.Test(whole) // a subtest of unittest's
		}
		return byDotted[id], ok
	}
}

// withDots is how JUnit names one of pytest's tests; others are as they are.
func withDots(id suite.ID) suite.ID {
	name, parameters, some := strings.Cut(string(id), "[")
	if some {
		parameters = "[" + parameters
	}
	if !strings.Contains(name, "::") {
		return id
	}
	return suite.ID(strings.NewReplacer(".py::", ".", "::", ".", "/", ".").Replace(name) + parameters)
}
