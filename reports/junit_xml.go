package reports

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"
)

type xmlSuite struct {
	XMLName   xml.Name  `xml:"testsuite"`
	Name      string    `xml:"name,attr"`
	Tests     int       `xml:"tests,attr"`
	Failures  int       `xml:"failures,attr"`
	Errors    int       `xml:"errors,attr"`
	Skipped   int       `xml:"skipped,attr"`
	Time      string    `xml:"time,attr"`
	Timestamp string    `xml:"timestamp,attr,omitempty"`
	Cases     []xmlCase `xml:"testcase"`
	Out       string    `xml:"system-out,omitempty"`
}

type xmlCase struct {
	id string

	Name          string       `xml:"name,attr"`
	Class         string       `xml:"classname,attr"`
	Time          string       `xml:"time,attr"`
	Skipped       *xmlSkipped  `xml:"skipped"`
	Error         *xmlProblem  `xml:"error"`
	Failure       *xmlProblem  `xml:"failure"`
	RerunFailures []xmlProblem `xml:"rerunFailure"`
	RerunErrors   []xmlProblem `xml:"rerunError"`
	FlakyFailures []xmlProblem `xml:"flakyFailure"`
	FlakyErrors   []xmlProblem `xml:"flakyError"`
	Out           string       `xml:"system-out,omitempty"`
}

type xmlSkipped struct {
	Message string `xml:"message,attr"`
}

type xmlProblem struct {
	Message string `xml:"message,attr,omitempty"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

func (s *xmlSuite) add(cases ...xmlCase) {
	s.Cases = append(s.Cases, cases...)
	for _, c := range cases {
		s.Tests++
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
}

// xmlText replaces what XML 1.0 has no way to say, even escaped, by U+FFFD.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r != 0xfffe && r != 0xffff {
			return r
		}
		return '�'
	}, strings.ToValidUTF8(s, "�"))
}

// seconds is d as XML Schema's decimal.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
