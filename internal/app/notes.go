package app

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// notes are what is worth saying at the end of a run.
func (s *Session) notes(r run.Result, listing framework.Listing, p plan.Plan, costs plan.Costs, l *landlord) []suite.Note {
	var notes []suite.Note
	notes = append(notes, s.interpreter()...)
	notes = append(notes, l.databases()...)
	notes = append(notes, s.copied(l.sets)...)
	notes = append(notes, preferred(l.sets)...)
	if l.storage == scratch.Disk && len(l.sets) > 0 && clone.Storage(s.Config.Storage) == clone.Auto {
		notes = append(notes, suite.Note{Topic: "storage", Text: "clones are on disk: " + l.storageWhy})
	}
	if s.Whole() && !r.Stopped { // else those that use it perhaps didn't run
		notes = append(notes, l.unused(s.counter.without(r.Unused))...)
	}
	notes = append(notes, l.keptClones()...)
	if s.Shard != "" {
		notes = append(notes, suite.Note{Topic: "shard", Text: s.shard(p)})
	}
	if text := balance(r.LaneTimes, p, costs); text != "" {
		notes = append(notes, suite.Note{Topic: "balance", Text: text})
	}
	return notes
}

// copied says of servers why their clones are copies, where overlays would do.
func (s *Session) copied(sets []set) []suite.Note {
	for _, a := range sets {
		if err := s.host.Overlays(); a.backend.Shares() && err != nil && a.strategy.Name() == "copy" {
			return []suite.Note{{Topic: "cloning", Text: fmt.Sprintf("clones are copies, which take longer: there are no overlays (%v)", err)}}
		}
	}
	return nil
}

// preferred say of databases that they are cloned in another way than usual, since
// that was measured to be faster.
func preferred(sets []set) []suite.Note {
	var notes []suite.Note
	for _, a := range sets[:min(len(sets), saidOfEach)] {
		asked := a.databases[0].Strategy
		usual, _ := a.backend.Strategies(a.template)
		fastest, _ := backends.Strategies(a.backend, a.template)
		if name := a.strategy.Name(); (asked == "auto" || asked == "") && name == fastest[0].Name() && name != usual[0].Name() {
			notes = append(notes, suite.Note{Topic: "cloning", Text: fmt.Sprintf("%s by %s: %s", a.name(), name, a.why)})
		}
	}
	return notes
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
