package reports

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// NewTest2JSON writes the events of `go test -json`, as `go doc test2json`
// describes them, so that what reads those reads ptr's runs. A test has one
// result: that of its last attempt, diagnoses aside. What earlier attempts
// printed is part of its output, each behind a line "=== ptr: …".
func NewTest2JSON(w io.Writer) Reporter {
	return &test2json{w: bufio.NewWriter(w), forest: forest{}, packages: map[string]*goPackage{}, places: map[[2]int]string{}}
}

type test2json struct {
	w        *bufio.Writer
	line     []byte
	now      time.Time // the latest that an event told
	forest   forest
	run      suite.RunStarted
	packages map[string]*goPackage
	places   map[[2]int]string // the units of processes, by worker and process
	finished bool
}

// A goPackage is what has been written of a package so far.
type goPackage struct {
	name   string
	key    []byte // its name in JSON
	failed bool
	ended  bool
	open   map[suite.ID]bool   // tests of which "run" has been written, and no end
	held   map[suite.ID][]node // attempts that failed, while others may follow
	order  []suite.ID          // of held
}

func (t *test2json) Event(e suite.Event) error {
	switch e := e.(type) {
	case suite.RunStarted:
		t.run = e
		t.tick(e.Time)
	case suite.WorkerStarted:
		t.places[[2]int{e.Worker, e.Process}] = e.Unit
	case suite.Began:
		t.tick(e.Time)
		if unit := t.places[[2]int{e.Worker, e.Process}]; unit != "" {
			t.begin(t.of(unit), e.Test)
		}
	case suite.Ended:
		t.tick(e.Start.Add(e.Duration))
		if root, ok := t.forest.add(e.Attempt); ok && e.Cause != suite.Diagnosis {
			t.attempt(t.of(e.Unit), root)
		}
	case suite.UnitEnded:
		t.unit(e.UnitResult)
		return t.w.Flush()
	case suite.RunFinished:
		t.tick(e.Time)
		t.finished = !e.Interrupted
	}
	return nil
}

// tick moves the time on. Readers take events to be in its order.
func (t *test2json) tick(now time.Time) {
	if now.After(t.now) {
		t.now = now
	}
}

// of is the package called name, with its "start" written.
func (t *test2json) of(name string) *goPackage {
	p := t.packages[name]
	if p == nil {
		p = &goPackage{
			name: name, key: appendString(nil, name),
			open: map[suite.ID]bool{}, held: map[suite.ID][]node{},
		}
		t.packages[name] = p
		t.emit(p, event{action: "start"})
	}
	return p
}

func (t *test2json) begin(p *goPackage, id suite.ID) {
	if p.open[id] {
		return
	}
	p.open[id] = true
	name := testName(id, p.name)
	t.emit(p, event{action: "run", test: name})
	t.emit(p, event{action: "output", test: name, output: "=== RUN   " + name + "\n"})
}

// attempt writes a good result at once, and holds a bad one until it is known to
// be the last, or the next is not made because of it.
func (t *test2json) attempt(p *goPackage, n node) {
	earlier := p.held[n.Test]
	if len(earlier) > 0 && (n.Cause == suite.Planned || n.Cause == suite.Repeat) {
		t.release(p, n.Test)
		earlier = nil
	}
	switch {
	case !n.Outcome.Good():
		if len(earlier) == 0 {
			p.order = append(p.order, n.Test)
		}
		p.held[n.Test] = append(earlier, n)
	case len(earlier) > 0:
		p.held[n.Test] = append(earlier, n)
		t.release(p, n.Test)
	default:
		t.tree(p, n, "")
	}
}

// release writes the attempts that were held: the last as the result.
func (t *test2json) release(p *goPackage, id suite.ID) {
	held := p.held[id]
	delete(p.held, id)
	if len(held) == 0 {
		return
	}
	t.begin(p, id)
	last := len(held) - 1
	for _, n := range held[:last] {
		t.earlier(p, id, n)
	}
	t.tree(p, held[last], "")
}

// earlier writes an attempt that does not count as output of its test.
func (t *test2json) earlier(p *goPackage, id suite.ID, n node) {
	name := testName(id, p.name)
	t.emit(p, event{action: "output", test: name, output: fmt.Sprintf("=== ptr: attempt %d at %s: %s\n", n.Number, n.Test, n.Outcome)})
	t.print(p, name, told(n))
	for _, sub := range n.subs {
		t.earlier(p, id, sub)
	}
}

func (t *test2json) tree(p *goPackage, n node, margin string) {
	t.begin(p, n.Test)
	delete(p.open, n.Test)
	name := testName(n.Test, p.name)
	t.print(p, name, told(n))
	for _, sub := range n.subs {
		t.tree(p, sub, margin+"    ")
	}
	action := actionOf(n.Outcome)
	p.failed = p.failed || action == "fail"
	t.emit(p, event{
		action: "output", test: name,
		output: fmt.Sprintf("%s--- %s: %s (%.2fs)\n", margin, strings.ToUpper(action), name, n.Duration.Seconds()),
	})
	t.emit(p, event{action: action, test: name, ended: true, elapsed: n.Duration})
}

// told is what an attempt printed, and what is said of it besides, unless its
// subtests say that.
func told(n node) string {
	printed := string(n.Output)
	if printed != "" && !strings.HasSuffix(printed, "\n") {
		printed += "\n"
	}
	if n.Failure == "" || !speaks(n) || repeats(lines(printed), lines(n.Failure)) {
		return printed
	}
	return printed + "    " + strings.Join(lines(n.Failure), "\n    ") + "\n"
}

func actionOf(o suite.Outcome) string {
	switch o {
	case suite.Pass:
		return "pass"
	case suite.Skip, suite.ExpectedFailure:
		return "skip"
	}
	return "fail"
}

// testName is the name that package testing knows.
func testName(id suite.ID, unit string) string {
	return strings.TrimPrefix(strings.TrimPrefix(string(id), unit), ".")
}
