package flaky

import (
	"cmp"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// price counts the red runs of causes, and puts the one first that would make most of them
// green; then the one that would next.
func price(runs []*Run, all []Cause) {
	of := map[suite.ID]int{}
	for i, c := range all {
		for _, id := range c.Tests {
			of[id] = i
		}
	}
	var reds []map[int]bool // causes by run
	for _, r := range runs {
		if r.Condition != "" || !r.Kind.Natural() {
			continue
		}
		red := map[int]bool{}
		for id := range redFor(r) {
			if i, ok := of[id]; ok {
				red[i] = true
			}
		}
		if len(red) > 0 {
			reds = append(reds, red)
		}
	}
	for i := range all {
		for _, red := range reds {
			if red[i] {
				all[i].Red++
				if len(red) == 1 {
					all[i].Alone++
				}
			}
		}
	}
	rank(all, reds)
}

// rank sorts causes greedily by what fixing each next one saves.
func rank(all []Cause, reds []map[int]bool) {
	left := make([]int, len(all))
	for i := range left {
		left[i] = i
	}
	var order []Cause
	for len(left) > 0 {
		saved := map[int]int{}
		for _, red := range reds {
			if len(red) == 1 {
				for i := range red {
					saved[i]++
				}
			}
		}
		best := slices.MaxFunc(left, func(a, b int) int {
			return cmp.Or(cmp.Compare(saved[a], saved[b]), cmp.Compare(all[a].Red, all[b].Red), cmp.Compare(len(all[a].Tests), len(all[b].Tests)), cmp.Compare(b, a))
		})
		remaining := 0
		for _, red := range reds {
			delete(red, best)
			if len(red) > 0 {
				remaining++
			}
		}
		all[best].Left = remaining
		order = append(order, all[best])
		left = slices.DeleteFunc(left, func(i int) bool { return i == best })
	}
	copy(all, order)
}
