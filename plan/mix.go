package plan

import (
	"math/rand/v2"

	"github.com/ptr-project/ptr/suite"
)

// Mix permutes the units and the tests of each unit by seed, whatever their groups:
// polluters and victims are often of one class, and a [Shuffle] has other classes come
// between them less often. Set-up that tests share may be done many times over.
func Mix(seed uint64) Order {
	return func(tests []suite.Test) []suite.Test {
		random := rand.New(rand.NewPCG(seed, 1))
		pieces := Pieces(tests)
		random.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		mixed := make([]suite.Test, 0, len(tests))
		for _, p := range pieces {
			random.Shuffle(len(p.Tests), func(i, j int) { p.Tests[i], p.Tests[j] = p.Tests[j], p.Tests[i] })
			mixed = append(mixed, p.Tests...)
		}
		return mixed
	}
}

// Twice runs each test once more right after itself.
func Twice(tests []suite.Test) []suite.Test {
	doubled := make([]suite.Test, 0, 2*len(tests))
	for _, t := range tests {
		doubled = append(doubled, t, t)
	}
	return doubled
}

// Flat is the order in which one worker runs tests: units one after the other, and
// within each its kinds.
func Flat(tests []suite.Test) suite.Order {
	order := make(suite.Order, 0, len(tests))
	for _, p := range Pieces(tests) {
		for _, t := range p.Tests {
			order = append(order, t.ID)
		}
	}
	return order
}
