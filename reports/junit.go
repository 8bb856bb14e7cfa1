package reports

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// NewJUnit writes JUnit XML as Jenkins defines it (junit-10.xsd): a testsuite
// for each unit, and a testcase for each test or, where it has subtests, for
// each of those. Retries are told as Maven's Surefire does: flakyFailure if one
// passed, rerunFailure if none did. Each unit is written when it has ended.
func NewJUnit(w io.Writer) Reporter {
	return &junit{w: bufio.NewWriter(w), forest: forest{}, units: map[string]*junitUnit{}}
}

type junit struct {
	w      *bufio.Writer
	forest forest
	units  map[string]*junitUnit // that have not been written
	begun  bool
	err    error
}

// A junitUnit is a unit that has not ended.
type junitUnit struct {
	planned  []suite.ID
	attempts map[suite.ID][]node // without diagnoses
	order    []suite.ID          // of attempts
}

func (j *junit) Event(e suite.Event) error {
	switch e := e.(type) {
	case suite.RunStarted:
		for _, t := range e.Tests {
			u := j.unit(t.Unit)
			u.planned = append(u.planned, t.ID)
		}
	case suite.Ended:
		if root, ok := j.forest.add(e.Attempt); ok && e.Cause != suite.Diagnosis {
			j.unit(e.Unit).add(root)
		}
	case suite.UnitEnded:
		j.write(e.UnitResult)
	}
	return j.err
}

func (j *junit) unit(name string) *junitUnit {
	u := j.units[name]
	if u == nil {
		u = &junitUnit{attempts: map[suite.ID][]node{}}
		j.units[name] = u
	}
	return u
}

func (u *junitUnit) add(n node) {
	if u.attempts[n.Test] == nil {
		u.order = append(u.order, n.Test)
	}
	u.attempts[n.Test] = append(u.attempts[n.Test], n)
}

// Close writes the units that have not ended, and the last tag.
func (j *junit) Close() error {
	for _, name := range slices.Sorted(maps.Keys(j.units)) {
		j.write(suite.UnitResult{Unit: name, Outcome: suite.Pass})
	}
	j.begin()
	j.text("\n</testsuites>\n")
	return cmp.Or(j.err, j.w.Flush())
}

func (j *junit) begin() {
	if !j.begun {
		j.text(xml.Header + "<testsuites>")
		j.begun = true
	}
}

// text writes s, unless an error has been met.
func (j *junit) text(s string) {
	if j.err == nil {
		_, j.err = j.w.WriteString(s)
	}
}

// write writes a whole unit and forgets it.
func (j *junit) write(r suite.UnitResult) {
	j.begin()
	doc := j.unit(r.Unit).document(r)
	delete(j.units, r.Unit)
	text, err := xml.MarshalIndent(doc, "  ", "  ")
	j.err = cmp.Or(j.err, err)
	j.text("\n" + string(text))
}

func (u *junitUnit) document(r suite.UnitResult) xmlSuite {
	doc := xmlSuite{Name: xmlText(r.Unit)}
	var total time.Duration
	for _, id := range u.order {
		attempts := u.attempts[id]
		first := attempts[0]
		if doc.Timestamp == "" && !first.Start.IsZero() {
			doc.Timestamp = first.Start.UTC().Format("2006-01-02T15:04:05")
		}
		total += attempts[len(attempts)-1].Duration
		doc.add(cases(attempts)...)
	}
	for _, id := range u.planned {
		if u.attempts[id] == nil {
			doc.add(notRun(id, r.Unit))
		}
	}
	if !r.Outcome.Good() {
		doc.add(ofUnit(r))
	} else {
		doc.Out = xmlText(string(r.Output))
	}
	doc.Time = seconds(cmp.Or(r.Duration, total))
	return doc
}
