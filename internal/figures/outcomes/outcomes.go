// Package outcomes compares what becomes of each test under ptr with what becomes
// of it in the suite's own run: under go test, or in one process of Python's.
package outcomes

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// Outcomes are what became of every test, subtest, package and fixture of a run,
// by name.
type Outcomes map[string]Result

// A Result is what became of one of them: "pass", "fail", "skip" and so on;
// "unfinished" if it began, and its end was not seen.
type Result struct {
	Outcome string `json:"outcome,omitempty"`
	Failure string `json:"failure,omitempty"` // one line, in the test's own words; may be ""
}

// A Difference is a test with another outcome in each of two runs. A Result
// without an outcome means that it wasn't seen.
type Difference struct {
	Name     string `json:"name"`
	Baseline Result `json:"baseline"`
	Ptr      Result `json:"ptr"`
	Cause    string `json:"cause,omitempty"` // why, if that is known
}

// Kind is how they differ: "missing" under ptr, "extra" there, or "differs".
func (d Difference) Kind() string {
	switch "" {
	case d.Ptr.Outcome:
		return "missing"
	case d.Baseline.Outcome:
		return "extra"
	}
	return "differs"
}

// address is what differs from run to run in names of subtests that are made
// from pointers.
var address = regexp.MustCompile(`0x[0-9a-f]{6,}`)

// nameOf is name as it is in every run.
func nameOf(name string) string { return address.ReplaceAllString(name, "0x…") }

// add enters one more of what may have the same name: subtests do.
func (o Outcomes) add(name string, r Result) {
	name = nameOf(name)
	unique := name
	for n := 2; o[unique] != (Result{}); n++ {
		unique = name + "#" + strconv.Itoa(n)
	}
	o[unique] = r
}

// Compare returns the differences, sorted by name.
func Compare(baseline, ptr Outcomes) []Difference {
	var differences []Difference
	all := maps.Clone(baseline)
	maps.Copy(all, ptr)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if baseline[name].Outcome != ptr[name].Outcome {
			differences = append(differences, Difference{Name: name, Baseline: baseline[name], Ptr: ptr[name]})
		}
	}
	return differences
}
