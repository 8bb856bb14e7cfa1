package plan

import (
	"fmt"
	"hash/fnv"

	"github.com/ptr-project/ptr/suite"
)

// A Shard is one of several parts into which a suite is divided, each run by a
// machine of its own. The zero Shard is the whole suite.
type Shard struct{ Index, Count int }

// ParseShard reads "2/3": the second of three.
func ParseShard(s string) (Shard, error) {
	var shard Shard
	if n, err := fmt.Sscanf(s+"\n", "%d/%d\n", &shard.Index, &shard.Count); n != 2 || err != nil {
		return Shard{}, fmt.Errorf("shard %q is not of the form 2/3", s)
	}
	if shard.Index < 1 || shard.Index > shard.Count {
		return Shard{}, fmt.Errorf("shard %q: the first number must be between 1 and the second", s)
	}
	return shard, nil
}

// Cut names the way in which pieces are cut into shards by costs: those of one suite belong
// together if they have the same.
func Cut(pieces []Piece, costs Costs) string {
	sum := fnv.New32a()
	for _, p := range pieces {
		for _, t := range p.Tests {
			fmt.Fprintln(sum, t.ID, costs.Of(t))
		}
	}
	return fmt.Sprintf("%08x", sum.Sum32())
}

// Of is the part of pieces that is s's, balanced by costs. The parts of one
// suite with the same costs and count are disjoint, and together are the suite.
func (s Shard) Of(pieces []Piece, costs Costs, keep func(suite.Test) bool) []Piece {
	if s.Count <= 1 {
		return pieces
	}
	return Balance(pieces, s.Count, costs, keep, 0).Lanes[s.Index-1]
}
