// Package ran reads, out of the reports of ptr and of other runners, which tests ran in
// which order.
package ran

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// A Report is what a file tells of a run.
type Report struct {
	Processes []Process

	// Sorted is who wrote the report, such as "gotestsum", if it does not tell the order:
	// its tests are sorted by their outcomes. "" is a report that does.
	Sorted string
}

// A Process is what ran in one process, first to last, as far as is told: reports of
// other runners are read as if one had run all.
type Process struct {
	Worker int // 0 if it isn't told
	Tests  []Test
}

// A Test is one that ran, or one of its subtests.
type Test struct {
	Class  string // what JUnit calls so: a package, or a class with its modules; "" if Name is all
	Name   string
	Failed bool
	How    suite.Signature // how it failed, if that is told
}

var errEmpty = errors.New("it has no tests")

// Read reads JUnit XML, the lines of go test -json, ptr's JSON report or, if it is none
// of them, a list with one test a line. Errors name the line. The text is UTF-8, or what its
// byte order mark says, such as the UTF-16 that PowerShell writes.
func Read(r io.Reader) (Report, error) {
	buffered := bufio.NewReaderSize(transform.NewReader(r, unicode.BOMOverride(transform.Nop)), 1<<16)
	report, err := readerOf(buffered)(buffered)
	if err != nil {
		return Report{}, err
	}
	for _, p := range report.Processes {
		if len(p.Tests) > 0 {
			return report, nil
		}
	}
	return Report{}, errEmpty
}

// readerOf finds out what the text begins like. Where JSON is told from a list, the go
// command may have put in lines of its own.
func readerOf(r *bufio.Reader) func(io.Reader) (Report, error) {
	head, _ := r.Peek(r.Size())
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) {
		return readJUnit
	}
	for line := range bytes.Lines(head) {
		if line = bytes.TrimSpace(line); !bytes.HasPrefix(line, []byte("{")) {
			continue
		}
		var keys struct {
			Event  json.RawMessage `json:"event"`
			Action json.RawMessage
		}
		_ = json.Unmarshal(line, &keys) // that it's broken is told by who reads it
		if keys.Event != nil || bytes.HasPrefix(line, []byte(`{"event"`)) {
			return readPtr
		}
		return readGo
	}
	return readList
}

func readList(r io.Reader) (Report, error) {
	labels, err := plan.ReadLabels(r)
	var p Process
	for _, label := range labels {
		p.Tests = append(p.Tests, Test{Name: label})
	}
	return Report{Processes: []Process{p}}, err
}
