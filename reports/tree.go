package reports

import "github.com/ptr-project/ptr/suite"

// A node is an attempt with the attempts at its subtests, in the order in which
// they ended.
type node struct {
	suite.Attempt
	subs []node
}

// leaves calls visit with n, if it has no subtests, or with all below it that
// have none.
func (n node) leaves(visit func(suite.Attempt)) {
	if len(n.subs) == 0 {
		visit(n.Attempt)
	}
	for _, sub := range n.subs {
		sub.leaves(visit)
	}
}

// A forest gathers subtests, which end before their parents.
type forest map[place][]node

// A place is where a test ran. Two attempts at one test run in processes of
// their own, or one after the other.
type place struct {
	test            suite.ID
	worker, process int
}

// add returns the whole tree once its root has ended.
func (f forest) add(a suite.Attempt) (root node, ok bool) {
	n := node{Attempt: a}
	if len(f) > 0 {
		at := place{a.Test, a.Worker, a.Process}
		n.subs = f[at]
		delete(f, at)
	}
	if a.Parent == "" {
		return n, true
	}
	at := place{a.Parent, a.Worker, a.Process}
	f[at] = append(f[at], n)
	return node{}, false
}
