package flaky

import "github.com/ptr-project/ptr/suite"

// Coverage is how many ordered pairs of neighbours plain runs have had, of tests that can
// be neighbours: those of one unit and kind.
type Coverage struct {
	Pairs     int `json:"pairs"`
	Possible  int `json:"possible"`
	Conflicts int `json:"conflicts"` // known ones whose reader ran after the writer, with no other known writer in between
	Known     int `json:"known_conflicts"`
}

type pair [2]suite.ID

// cover counts the neighbours that runs had.
func cover(runs []*Run, tests []suite.Test, conflicts []Conflict) Coverage {
	type stage struct {
		unit string
		kind suite.Kind
	}
	of := make(map[suite.ID]stage, len(tests))
	sizes := map[stage]int{}
	for _, t := range tests {
		of[t.ID] = stage{t.Unit, t.Kind}
		sizes[stage{t.Unit, t.Kind}]++
	}
	c := Coverage{Known: len(conflicts)}
	for _, n := range sizes {
		c.Possible += n * (n - 1)
	}
	writes := map[suite.ID]bool{}
	for _, k := range conflicts {
		writes[k.Writer] = true
	}
	seen, read := map[pair]bool{}, map[pair]bool{}
	for _, r := range runs {
		if r.Condition != "" {
			continue
		}
		before, wrote := map[int]suite.ID{}, map[int]suite.ID{} // by worker
		for i, id := range r.Trial.Order {
			if i >= len(r.Attempts) || r.Attempts[i].Outcome == "" {
				continue
			}
			w := r.Attempts[i].Worker
			if p := before[w]; p != "" && p != id && of[p] == of[id] {
				seen[pair{p, id}] = true
			}
			before[w] = id
			if len(conflicts) > 0 {
				read[pair{wrote[w], id}] = true
			}
			if writes[id] {
				wrote[w] = id
			}
		}
	}
	c.Pairs = len(seen)
	for _, k := range conflicts {
		if read[pair{k.Writer, k.Reader}] {
			c.Conflicts++
		}
	}
	return c
}
