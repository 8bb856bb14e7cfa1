package outcomes

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework/python"
)

// Errors of records of serial runs.
var (
	ErrNoRecord = errors.New("it is no record of a serial run")
	ErrCutShort = errors.New("it ends before the suite has")
)

// An about says what was run. It is in the first line of a record, so that a
// record is not taken for that of another suite.
type about struct {
	Face     python.Face `json:"face"`
	Backend  string      `json:"backend"`
	Settings string      `json:"settings"`
	Reverse  bool        `json:"reverse"`
	Labels   []string    `json:"labels"`
}

func (s PythonSuite) about() about {
	return about{s.Face, s.Backend, s.Settings, s.Reverse, s.Labels}
}

// differs says in what a and b differ; "" if they don't.
func (a about) differs(b about) string {
	switch {
	case a.Face != b.Face:
		return fmt.Sprintf("it is one of framework %q, not %q", a.Face, b.Face)
	case a.Backend != b.Backend:
		return fmt.Sprintf("it was made on %s, not on %s", backendName(a.Backend), backendName(b.Backend))
	case a.Settings != b.Settings:
		return fmt.Sprintf("it was made with the settings %q, not %q", a.Settings, b.Settings)
	case a.Reverse != b.Reverse:
		return fmt.Sprintf("it was made in %s order, not in %s", orderName(a.Reverse), orderName(b.Reverse))
	case !slices.Equal(a.Labels, b.Labels):
		return fmt.Sprintf("it was made of %s, not of %s", labelNames(a.Labels), labelNames(b.Labels))
	}
	return ""
}

func backendName(name string) string {
	if name == "" {
		return "the suite's own databases"
	}
	return name
}

func orderName(reverse bool) string {
	if reverse {
		return "reverse"
	}
	return "source"
}

func labelNames(labels []string) string {
	if len(labels) == 0 {
		return "all tests"
	}
	return strings.Join(labels, " ")
}

// A line is one of a record; record.py says what its members mean.
type line struct {
	about
	Listed  *int    `json:"listed"`
	Test    string  `json:"test"`
	Fixture string  `json:"fixture"`
	Parent  string  `json:"parent"`
	Outcome string  `json:"outcome"`
	Failure string  `json:"failure"`
	Reason  string  `json:"reason"`
	Seconds float64 `json:"seconds"`
	Ended   bool    `json:"ended"`
}

// Read implements [Suite]: it reads what record.py has written.
func (s PythonSuite) Read(r io.Reader) (Outcomes, error) {
	lines := json.NewDecoder(bufio.NewReader(r))
	var l line
	if err := lines.Decode(&l); err != nil || l.Listed == nil {
		return nil, ErrNoRecord
	}
	if why := l.differs(s.about()); why != "" {
		return nil, errors.New(why)
	}
	outcomes := Outcomes{}
	for !l.Ended {
		l = line{}
		switch err := lines.Decode(&l); {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil, ErrCutShort
		case err != nil:
			return nil, fmt.Errorf("%w: %w", ErrNoRecord, err)
		}
		outcomes.addLine(l)
	}
	return outcomes, nil
}

func (o Outcomes) addLine(l line) {
	r := Result{Outcome: l.Outcome, Failure: l.Failure}
	switch {
	case l.Test != "":
		o.add(l.Test, r)
	case strings.HasPrefix(l.Fixture, "tearDown") && l.Outcome == "fail":
		// Those of set-up are the outcomes of the tests that they kept from running. A
		// class, or module, may be torn down in several processes.
		o[l.Fixture] = r
	}
}
