package setup

import (
	"cmp"
	"slices"
)

// phases are the parts of preparations. What is done anew was done once.
func phases(cold pass, stock, own []pass) []Phase {
	both := func(name string, of func(pass) float64) Phase {
		a, b := median(stock, of), median(own, of)
		return Phase{Name: name, Default: &a, Own: &b}
	}
	alone := func(p Phase) Phase {
		p.Alone = true
		return p
	}
	mine := func(name string, x float64) Phase { return Phase{Name: name, Own: &x} }
	return []Phase{
		mine("empty data directory, the first time", cold.lay),
		both("empty data directory, a copy", func(p pass) float64 { return p.lay }),
		alone(both("starting the server", func(p pass) float64 { return p.open })),
		both("the script", pass.script),
		mine("what only clones need", median(own, func(p pass) float64 { return p.ready })),
		alone(both("stopping the server", func(p pass) float64 { return p.close })),
		mine("copying it to disk", median(own, func(p pass) float64 { return p.keep })),
	}
}

// kinds are the kinds of statements, those first that take longest by default.
func kinds(script []Statement, counted pass, stock, own []pass) (all []Kind) {
	at := map[string][]int{}
	var names []string
	for i, s := range script {
		if at[s.Kind] == nil {
			names = append(names, s.Kind)
		}
		at[s.Kind] = append(at[s.Kind], i)
	}
	whole := median(stock, pass.script)
	for _, name := range names {
		of := func(p pass) float64 { return sum(p.each, at[name]) }
		k := Kind{Name: name, Count: len(at[name]), Default: median(stock, of), Own: median(own, of)}
		k.Share = k.Default / whole
		k.count(counted, at[name])
		all = append(all, k)
	}
	slices.SortStableFunc(all, func(a, b Kind) int { return cmp.Compare(b.Default, a.Default) })
	return all
}

// count is what statements waited for, in the pass in which that was counted.
func (k *Kind) count(counted pass, at []int) {
	var waited float64
	var syncs int64
	known := false
	for _, i := range at {
		w := counted.waits[i]
		waited, syncs, known = waited+w.seconds, syncs+w.syncs, w.known
	}
	k.Waiting = waited / sum(counted.each, at)
	if known {
		each := float64(syncs) / float64(len(at))
		k.Syncs = &each
	}
}

func sum(x []float64, at []int) (sum float64) {
	for _, i := range at {
		sum += x[i]
	}
	return sum
}

// listed is how many of the slowest statements people see.
const listed = 5

func slowest(script []Statement, stock, own []pass) (all []Slow) {
	const width = 60 // characters
	for i, s := range script {
		of := func(p pass) float64 { return p.each[i] }
		all = append(all, Slow{s.where(), s.short(width), median(stock, of), median(own, of)})
	}
	slices.SortStableFunc(all, func(a, b Slow) int { return cmp.Compare(b.Default, a.Default) })
	return all[:min(listed, len(all))]
}
