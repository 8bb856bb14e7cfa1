package evidence

import (
	"slices"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// A Difference is the first statement of a test by which one attempt at it differs from
// another.
type Difference struct {
	With    *suite.Statement `json:"with"`    // behind the cause; nil if there is no such statement
	Without *suite.Statement `json:"without"` // nil if there is no such statement
	What    Aspect           `json:"what"`
}

// An Aspect is in what a statement differs.
type Aspect string

// The aspects, the most telling first.
const (
	InText   Aspect = "text"   // one of the two attempts had another statement run, or none
	InError  Aspect = "error"  // it failed, or in another way
	InRows   Aspect = "rows"   // how many there were
	InValues Aspect = "values" // of the rows
	InArgs   Aspect = "arguments"
)

// FirstDifference compares what a test had its databases run behind a cause and without
// it, several times. What differs between those without it, or changes from time to time
// behind it, tells nothing. With several differences it is the first by place, but those
// in values come behind others, and those in arguments last, since these are mostly
// numbers and times. It returns nil if there is none.
func FirstDifference(with, without [][]suite.Statement) *Difference {
	if len(with) == 0 || len(without) == 0 {
		return nil
	}
	usual := without[0]
	pairs := aligned(with[0], usual)
	steady := func(i, j int, aspect Aspect) bool {
		switch {
		case i < 0:
			return lacking(usual, j, with[1:]) && agree(usual, j, without[1:], aspect)
		case j < 0:
			return lacking(with[0], i, without[1:]) && agree(with[0], i, with[1:], aspect)
		}
		return agree(with[0], i, with[1:], aspect) && agree(usual, j, without[1:], aspect)
	}
	for _, aspects := range [][]Aspect{{InText, InError, InRows}, {InValues}, {InArgs}} {
		for _, p := range pairs {
			for _, aspect := range aspects {
				if differs(at(with[0], p[0]), at(usual, p[1]), aspect) && steady(p[0], p[1], aspect) {
					return &Difference{at(with[0], p[0]), at(usual, p[1]), aspect}
				}
			}
		}
	}
	return nil
}

func at(all []suite.Statement, i int) *suite.Statement {
	if i < 0 {
		return nil
	}
	return &all[i]
}

// differs compares statements in an aspect. In a text that one of them lacks, nothing
// else can be compared.
func differs(a, b *suite.Statement, aspect Aspect) bool {
	if a == nil || b == nil {
		return aspect == InText
	}
	switch aspect {
	case InError:
		return plain(a.Error) != plain(b.Error)
	case InRows:
		return a.Result != b.Result && a.Error == "" && b.Error == ""
	case InValues:
		return a.Digest != b.Digest
	case InArgs:
		return !slices.Equal(a.Args, b.Args)
	}
	return false // texts are what they were paired by
}

// lacking reports whether none of others has the i-th statement of one attempt.
func lacking(one []suite.Statement, i int, others [][]suite.Statement) bool {
	for _, other := range others {
		if !slices.Contains(aligned(one, other), [2]int{i, -1}) {
			return false
		}
	}
	return true
}

// agree reports whether the i-th statement of one attempt is like that of others in an
// aspect.
func agree(one []suite.Statement, i int, others [][]suite.Statement, aspect Aspect) bool {
	for _, other := range others {
		for _, p := range aligned(one, other) {
			if p[0] == i && differs(at(one, i), at(other, p[1]), aspect) {
				return false
			}
		}
	}
	return true
}

// mostAligned bounds the statements that are compared, behind what begins alike.
const mostAligned = 3000

// aligned pairs the statements of two attempts by their texts, in order: a longest common
// subsequence. An index of -1 says that there is none.
func aligned(a, b []suite.Statement) [][2]int {
	var pairs [][2]int
	n := 0
	for n < len(a) && n < len(b) && text(a[n]) == text(b[n]) {
		pairs = append(pairs, [2]int{n, n})
		n++
	}
	x, y := a[n:min(len(a), n+mostAligned)], b[n:min(len(b), n+mostAligned)]
	lengths := commonLengths(x, y)
	for i, j := 0, 0; i < len(x) || j < len(y); {
		switch {
		case i < len(x) && j < len(y) && text(x[i]) == text(y[j]):
			pairs = append(pairs, [2]int{n + i, n + j})
			i, j = i+1, j+1
		case j == len(y) || i < len(x) && lengths[i+1][j] >= lengths[i][j+1]:
			pairs = append(pairs, [2]int{n + i, -1})
			i++
		default:
			pairs = append(pairs, [2]int{-1, n + j})
			j++
		}
	}
	return pairs
}

// commonLengths has for each i and j the length of what the ends from there have in
// common.
func commonLengths(x, y []suite.Statement) [][]uint16 {
	lengths := make([][]uint16, len(x)+1)
	for i := range lengths {
		lengths[i] = make([]uint16, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if text(x[i]) == text(y[j]) {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	return lengths
}

// text is what a statement is paired by. Names of savepoints are made up anew.
func text(s suite.Statement) string {
	for _, verb := range []string{"SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT"} {
		if strings.HasPrefix(s.Text, verb+" ") {
			return verb
		}
	}
	return s.Text
}

// plain is an error without the values in it.
func plain(err string) string {
	return suite.SignatureOf(suite.Attempt{Failure: err}).Text
}
