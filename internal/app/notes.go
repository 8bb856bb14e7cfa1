package app

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// notes are what is worth saying at the end of a run.
func (s *Session) notes(r run.Result, listing framework.Listing, p plan.Plan, costs plan.Costs, l *housing.Landlord) []suite.Note {
	var notes []suite.Note
	notes = append(notes, s.interpreter()...)
	notes = append(notes, l.Cloned()...)
	notes = append(notes, s.copied(l.Sets())...)
	notes = append(notes, l.Preferred()...)
	if clone.Storage(s.Config.Storage) == clone.Auto {
		notes = append(notes, l.OnDisk()...)
	}
	if s.Whole() && !r.Stopped { // else those that use it perhaps didn't run
		notes = append(notes, l.Unused(s.counter.Without(r.Unused))...)
	}
	notes = append(notes, l.Kept()...)
	if s.Shard != "" {
		notes = append(notes, suite.Note{Topic: "shard", Text: s.shard(p)})
	}
	if text := balance(r.LaneTimes, p, costs); text != "" {
		notes = append(notes, suite.Note{Topic: "balance", Text: text})
	}
	return notes
}

// copied says of servers why their clones are copies, where overlays would do.
func (s *Session) copied(sets []housing.Set) []suite.Note {
	for _, a := range sets {
		if err := s.host.Overlays(); a.Backend.Shares() && err != nil && a.Strategy.Name() == "copy" {
			return []suite.Note{{Topic: "cloning", Text: fmt.Sprintf("clones are copies, which take longer: there are no overlays (%v)", err)}}
		}
	}
	return nil
}

// shard says which part of the suite it was, so that it can be seen whether several are of
// one cut: each machine cuts by the durations that it knows.
func (s *Session) shard(p plan.Plan) string {
	return fmt.Sprintf("%s, %d of %d tests, of cut %s: shards of another cut leave tests out", s.Shard, p.Tests(), s.shardOf, s.shardCut)
}

// balance says how long the first worker to be done waited for the last, and
// what dealing whole packages in source order would have cost.
func balance(times []time.Duration, p plan.Plan, costs plan.Costs) string {
	if len(times) < 2 || len(costs.Tests) == 0 {
		return ""
	}
	waited := slices.Max(times) - slices.Min(times)
	whole := plan.Whole(undealt(p), len(p.Lanes), costs).Length(costs)
	text := fmt.Sprintf("last worker waited %s", console.Seconds(waited))
	if longer := whole - p.Length(costs); longer > 50*time.Millisecond {
		text += fmt.Sprintf("; in source order, packages whole, about %s longer", console.Seconds(longer))
	}
	return text
}

// undealt are the whole pieces that p was dealt from.
func undealt(p plan.Plan) []plan.Piece {
	var tests []suite.Test
	for _, lane := range p.Lanes {
		for _, piece := range lane {
			tests = append(tests, piece.Tests...)
		}
	}
	pieces := plan.Pieces(tests)
	slices.SortFunc(pieces, func(a, b plan.Piece) int { return strings.Compare(a.Unit, b.Unit) })
	return pieces
}
