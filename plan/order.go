package plan

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// An Order puts tests, which come in source order, into another one. It
// neither adds nor drops any.
type Order func(tests []suite.Test) []suite.Test

// Source is the order in which the tests are declared.
func Source(tests []suite.Test) []suite.Test { return tests }

// Reverse runs the last unit first, and its last test first.
func Reverse(tests []suite.Test) []suite.Test {
	reversed := slices.Clone(tests)
	slices.Reverse(reversed)
	return reversed
}

// Shuffle permutes the units, the groups of each unit, and the tests of each
// group, by seed.
func Shuffle(seed uint64) Order {
	return func(tests []suite.Test) []suite.Test {
		random := rand.New(rand.NewPCG(seed, 0))
		pieces := Pieces(tests)
		random.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		shuffled := make([]suite.Test, 0, len(tests))
		for _, p := range pieces {
			groups := byGroup(p.Tests)
			random.Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
			for _, same := range groups {
				random.Shuffle(len(same), func(i, j int) { same[i], same[j] = same[j], same[i] })
				shuffled = append(shuffled, same...)
			}
		}
		return shuffled
	}
}

// Listed runs the tests of order first, and then the others in source order.
func Listed(order suite.Order) Order {
	rank := make(map[suite.ID]int, len(order))
	for i, id := range order {
		if _, ok := rank[id]; !ok {
			rank[id] = i
		}
	}
	return func(tests []suite.Test) []suite.Test {
		sorted := slices.Clone(tests)
		slices.SortStableFunc(sorted, func(a, b suite.Test) int {
			return rankOf(rank, a.ID) - rankOf(rank, b.ID)
		})
		return sorted
	}
}

func rankOf(rank map[suite.ID]int, id suite.ID) int {
	if i, ok := rank[id]; ok {
		return i
	}
	return len(rank)
}

// ReadLabels reads an order file: one test's label a line; blank lines and
// lines that begin with # are passed over. The error names the line.
func ReadLabels(r io.Reader) ([]string, error) {
	var labels []string
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	n := 1
	for ; lines.Scan(); n++ {
		label := strings.TrimSpace(lines.Text())
		if label != "" && !strings.HasPrefix(label, "#") {
			labels = append(labels, label)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n, err)
	}
	return labels, nil
}

// StartAt drops the tests before the first that is named; all, if none is.
func StartAt(tests []suite.Test, named func(suite.Test) bool) []suite.Test {
	for len(tests) > 0 && !named(tests[0]) {
		tests = tests[1:]
	}
	return tests
}

// StartAfter drops the tests up to the last that is named, and that one too; none, if
// none is.
func StartAfter(tests []suite.Test, named func(suite.Test) bool) []suite.Test {
	n := len(tests)
	for n > 0 && !named(tests[n-1]) {
		n--
	}
	return tests[n:]
}
