package health

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/ptr-project/ptr/suite"
)

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name          string         `xml:"name,attr"`
	Class         string         `xml:"classname,attr"`
	Time          string         `xml:"time,attr"`
	Skipped       *junitSkipped  `xml:"skipped"`
	Failure       *junitProblem  `xml:"failure"`
	RerunFailures []junitProblem `xml:"rerunFailure"`
	FlakyFailures []junitProblem `xml:"flakyFailure"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes all runs as if they were one, in which each test was run again in every
// later run: what its latest result is counts; failures before a pass are flakyFailure, and
// those before a failure rerunFailure. Times are medians.
func WriteJUnit(w io.Writer, s *Suite) error {
	v := newView(s)
	byTest := make([][]Failure, len(s.Tests))
	for _, f := range s.Failures {
		byTest[f.Test] = append(byTest[f.Test], f)
	}
	index := map[string]int{}
	var all []junitSuite
	for i, t := range s.Tests {
		n, known := index[t.Unit]
		if !known {
			n = len(all)
			index[t.Unit] = n
			all = append(all, junitSuite{Name: line(cmp.Or(t.Unit, s.Name))})
		}
		all[n].add(v.junitCase(i, byTest[i]), v.tallies[i].Median)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	err := e.Encode(struct {
		XMLName xml.Name `xml:"testsuites"`
		Suites  []junitSuite
	}{Suites: all})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n")
	return err
}

func (s *junitSuite) add(c junitCase, took time.Duration) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
	sum, _ := strconv.ParseFloat(s.Time, 64) // "" is 0
	s.Time = strconv.FormatFloat(sum+took.Seconds(), 'f', 3, 64)
}

func (v *view) junitCase(i int, failures []Failure) junitCase {
	t, sum := v.Tests[i], v.tallies[i]
	c := junitCase{Name: line(string(t.ID)), Class: line(t.Unit), Time: strconv.FormatFloat(sum.Median.Seconds(), 'f', 3, 64)}
	var problems []junitProblem
	for _, f := range failures {
		problems = append(problems, v.junitProblem(f))
	}
	last := len(problems) - 1
	switch {
	case bad(sum.Latest) && last >= 0:
		c.Failure, c.RerunFailures = &problems[last], problems[:last]
	case bad(sum.Latest):
		c.Failure = &junitProblem{Message: "failed as a whole", Type: string(suite.Fail)}
	case sum.Latest == suite.Skipped, sum.Latest == suite.NotRun, sum.Latest == "":
		c.Skipped = &junitSkipped{Message: cmp.Or(string(sum.Latest), "not run")}
	default:
		c.FlakyFailures = problems
	}
	return c
}

func (v *view) junitProblem(f Failure) junitProblem {
	r := v.Runs[f.Run]
	where := "run " + r.ID
	if r.Condition != Plain {
		where += fmt.Sprintf(" (%s)", r.Condition)
	}
	return junitProblem{
		Message: clip(line(f.Said), 300), Type: string(f.Outcome),
		Text: where + "\n" + told(Evidence{Text: cmp.Or(f.Output, f.Said)}).Text,
	}
}
