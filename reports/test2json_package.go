package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// unit ends a package: its last event is its result.
func (t *test2json) unit(u suite.UnitResult) {
	if t.packages[u.Unit] == nil && notBuilt(u) {
		t.build(u)
		return
	}
	p := t.of(u.Unit)
	t.releaseAll(p)
	t.print(p, "", string(u.Output))
	p.failed = p.failed || !u.Outcome.Good()
	switch {
	case p.failed:
		t.fail(p, u)
	case u.Reason == noTestFiles:
		t.end(p, "?   \t"+p.name+"\t[no test files]\n", event{action: "skip", ended: true})
	default:
		t.pass(p, u)
	}
}

// notBuilt reports whether u has no tests because there is no binary.
func notBuilt(u suite.UnitResult) bool {
	return u.Reason == "build failed" || u.Reason == "vet failed" || u.Reason == "setup failed"
}

// build writes a package that did not build, whose output comes before its
// start.
func (t *test2json) build(u suite.UnitResult) {
	at := goPackage{key: appendString(nil, u.Unit)}
	for _, l := range split(string(u.Output)) {
		t.emit(&at, event{action: "build-output", output: l})
	}
	t.emit(&at, event{action: "build-fail"})
	t.end(t.of(u.Unit), fmt.Sprintf("FAIL\t%s [%s]\n", u.Unit, u.Reason),
		event{action: "fail", ended: true, failedBuild: u.Unit})
}

func (t *test2json) pass(p *goPackage, u suite.UnitResult) {
	note := ""
	if u.Reason != "" {
		note = " [" + u.Reason + "]"
	}
	t.once(p, u.Output, "PASS")
	t.end(p, fmt.Sprintf("ok  \t%s\t%.3fs%s\n", p.name, u.Duration.Seconds(), note),
		event{action: actionOf(u.Outcome), ended: true, elapsed: u.Duration})
}

func (t *test2json) fail(p *goPackage, u suite.UnitResult) {
	if u.Reason != "" {
		t.print(p, "", u.Reason+"\n")
	}
	t.once(p, u.Output, "FAIL")
	t.end(p, fmt.Sprintf("FAIL\t%s\t%.3fs\n", p.name, u.Duration.Seconds()),
		event{action: "fail", ended: true, elapsed: u.Duration})
}

// once writes a test binary's last word, unless it has said it itself.
func (t *test2json) once(p *goPackage, printed []byte, word string) {
	if !slices.Contains(split(string(printed)), word+"\n") {
		t.print(p, "", word+"\n")
	}
}

func (t *test2json) end(p *goPackage, line string, result event) {
	t.print(p, "", line)
	t.emit(p, result)
	p.ended = true
}

// releaseAll writes what was held, and ends what began and never ended.
func (t *test2json) releaseAll(p *goPackage) {
	for _, id := range p.order {
		t.release(p, id)
	}
	p.order = nil
	for _, id := range slices.Sorted(maps.Keys(p.open)) {
		t.tree(p, node{Attempt: suite.Attempt{Test: id, Outcome: suite.Unfinished, Failure: "its end was not seen"}}, "")
	}
}

// Close ends the packages that the run did not.
func (t *test2json) Close() error {
	planned := map[string]bool{}
	for _, test := range t.run.Tests {
		planned[test.Unit] = true
	}
	for _, u := range t.run.Units {
		switch p := t.packages[u.Name]; {
		case p != nil && p.ended:
		case p == nil && t.finished && !planned[u.Name]:
			t.pass(t.of(u.Name), suite.UnitResult{Outcome: suite.Pass, Reason: "no tests to run"})
		case p == nil:
			t.end(t.of(u.Name), "FAIL\t"+u.Name+" [not run]\n", event{action: "fail", ended: true})
		default:
			t.releaseAll(p)
			t.fail(p, suite.UnitResult{Reason: "the run was cut short"})
		}
	}
	return t.w.Flush()
}

// print writes an output event for each line of text.
func (t *test2json) print(p *goPackage, test, text string) {
	for _, l := range split(text) {
		t.emit(p, event{action: "output", test: test, output: l})
	}
}

// split cuts text behind its newlines.
func split(text string) []string {
	if text == "" {
		return nil
	}
	return strings.SplitAfter(strings.TrimSuffix(text, "\n")+"\n", "\n")[:strings.Count(strings.TrimSuffix(text, "\n"), "\n")+1]
}

// An event is one line, but for its package and time.
type event struct {
	action      string
	test        string
	output      string
	failedBuild string
	ended       bool // elapsed counts, even if it is 0
	elapsed     time.Duration
}
