package flaky

import (
	"math/rand/v2"
	"slices"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// A Conflict is a test that was seen to change something, and another that reads it.
type Conflict struct {
	Writer, Reader suite.ID
	Where          string // such as a table, or a variable
}

// conflicting are orders in which every reader comes right after every writer: the first
// order repeats readers for that as long as it gets no longer than twice, and what is left
// is spread over some more.
func conflicting(tests []suite.Test, conflicts []Conflict, seed uint64) []suite.Order {
	byID := make(map[suite.ID]suite.Test, len(tests))
	for _, t := range tests {
		byID[t.ID] = t
	}
	var left []Conflict
	for _, c := range conflicts {
		w, r := byID[c.Writer], byID[c.Reader]
		if w.ID != "" && r.ID != "" && w.ID != r.ID && w.Unit == r.Unit && w.Kind == r.Kind {
			left = append(left, c)
		}
	}
	if len(left) == 0 {
		return nil
	}
	chain, left := repeating(tests, byID, left)
	orders := []suite.Order{chain}
	random := rand.New(rand.NewPCG(seed, 2))
	for len(left) > 0 && len(orders) < conflictOrders {
		var order suite.Order
		order, left = adjacent(tests, byID, left, random)
		orders = append(orders, order)
	}
	return orders
}

// conflictOrders is how many orders at most are made for conflicts.
const conflictOrders = 10

// repeating is the order of CI in which each writer is followed by its readers. Those that
// write themselves would hide it from the next, so that only one of them follows each
// writer.
func repeating(tests []suite.Test, byID map[suite.ID]suite.Test, conflicts []Conflict) (order suite.Order, left []Conflict) {
	writes := map[suite.ID]bool{}
	for _, c := range conflicts {
		writes[c.Writer] = true
	}
	readers := map[suite.ID][]suite.ID{}
	spoilt := map[suite.ID]bool{} // writers whose last reader writes itself
	room := len(tests)
	for _, c := range conflicts {
		if room == 0 || writes[c.Reader] && spoilt[c.Writer] {
			left = append(left, c)
			continue
		}
		room--
		if writes[c.Reader] {
			spoilt[c.Writer] = true
			readers[c.Writer] = append(readers[c.Writer], c.Reader)
		} else {
			readers[c.Writer] = slices.Insert(readers[c.Writer], 0, c.Reader)
		}
	}
	repeated := make([]suite.Test, 0, 2*len(tests))
	for _, t := range tests {
		repeated = append(repeated, t)
		for _, id := range readers[t.ID] {
			repeated = append(repeated, byID[id])
		}
	}
	return plan.Flat(repeated), left
}

// adjacent is an order that makes as many conflicts neighbours as a greedy choice can, each
// test running once: paths of writers and readers, and between them, at random, what is
// in none.
func adjacent(tests []suite.Test, byID map[suite.ID]suite.Test, conflicts []Conflict, random *rand.Rand) (order suite.Order, left []Conflict) {
	next, before := map[suite.ID]suite.ID{}, map[suite.ID]suite.ID{}
	start := func(id suite.ID) suite.ID {
		for before[id] != "" {
			id = before[id]
		}
		return id
	}
	for _, i := range random.Perm(len(conflicts)) {
		c := conflicts[i]
		if next[c.Writer] != "" || before[c.Reader] != "" || start(c.Writer) == c.Reader {
			left = append(left, c)
			continue
		}
		next[c.Writer], before[c.Reader] = c.Reader, c.Writer
	}
	var laid []suite.Test
	mixed := slices.Clone(tests)
	random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	for _, t := range mixed {
		if before[t.ID] != "" {
			continue
		}
		for id := t.ID; id != ""; id = next[id] {
			laid = append(laid, byID[id])
		}
	}
	return plan.Flat(laid), left
}
