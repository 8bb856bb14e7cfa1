package plan_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// classes makes tests of one unit from "Class.test" labels, grouped by class.
func classes(labels ...string) []suite.Test {
	var made []suite.Test
	for _, label := range labels {
		class, _, _ := strings.Cut(label, ".")
		made = append(made, suite.Test{ID: suite.ID(label), Unit: "u", Kind: suite.KindTest, Group: class})
	}
	return made
}

func TestByGroupCutsWhereASetUpEnds(t *testing.T) {
	pieces, costs := plan.ByGroup(plan.Pieces(classes("A.x", "A.y", "B.x", "C.x", "C.y")), plan.Costs{Start: time.Second}, nil)
	want := []plan.Piece{
		{Unit: "u", Tests: classes("A.x", "A.y")},
		{Unit: "u", Tests: classes("B.x")},
		{Unit: "u", Tests: classes("C.x", "C.y")},
	}
	if diff := cmp.Diff(want, pieces); diff != "" || costs.Start != 0 {
		t.Errorf("start %v, pieces (-want +got):\n%s", costs.Start, diff)
	}
}

func TestByGroupLeavesUnitsWithoutGroupsWhole(t *testing.T) {
	whole := plan.Pieces(tests("a.TestX", "a.TestY", "b.TestX"))
	pieces, costs := plan.ByGroup(whole, plan.Costs{Start: time.Second}, nil)
	if diff := cmp.Diff(whole, pieces); diff != "" || costs.Start != time.Second {
		t.Errorf("start %v, pieces (-want +got):\n%s", costs.Start, diff)
	}
}

func TestJoinedHasOnePieceForWhatOneProcessRuns(t *testing.T) {
	p := plan.Plan{Seed: 3, Lanes: []plan.Lane{{
		{Unit: "u", Tests: classes("A.x")}, {Unit: "u", Tests: classes("B.x")}, {Unit: "a", Tests: tests("a.TestX")},
	}}}
	want := plan.Plan{Seed: 3, Lanes: []plan.Lane{{
		{Unit: "u", Tests: classes("A.x", "B.x")}, {Unit: "a", Tests: tests("a.TestX")},
	}}}
	if diff := cmp.Diff(want, plan.Joined(p)); diff != "" {
		t.Error(diff)
	}
}

// grouped are tests of one unit in classes, the kinds in their order, as
// frameworks list them.
func grouped(r *rapid.T) []suite.Test {
	var all []suite.Test
	kinds := []suite.Kind{suite.KindTest, suite.KindTransaction, suite.KindPlain}
	for i, n := range rapid.SliceOfN(rapid.IntRange(1, 6), 1, 12).Draw(r, "sizes of classes") {
		class := string(rune('A' + i))
		for j := range n {
			all = append(all, suite.Test{
				ID: suite.ID(class + "." + string(rune('a'+j))), Unit: "u", Group: class, Kind: kinds[i*len(kinds)/12],
			})
		}
	}
	return all
}

func TestGroupsAreNeverCutApartAndKindsNeverGoBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		all := grouped(r)
		workers := rapid.IntRange(1, 4).Draw(r, "workers")
		seed := rapid.Uint64().Draw(r, "seed")
		order := rapid.SampledFrom([]plan.Order{plan.Source, plan.Reverse, plan.Shuffle(seed)}).Draw(r, "order")
		pieces, costs := plan.ByGroup(plan.Pieces(order(all)), plan.Costs{Guess: time.Second, Start: time.Second}, nil)
		p := plan.Joined(plan.Balance(pieces, workers, costs, nil, seed))

		lane := map[string]int{}
		var ids []string
		for i, l := range p.Lanes {
			stage, last := 0, ""
			for _, piece := range l {
				for _, x := range piece.Tests {
					if at, ok := lane[x.Group]; ok && (at != i || last != x.Group) {
						r.Fatalf("class %s is cut apart in %v", x.Group, p)
					}
					if x.Kind.Stage() < stage {
						r.Fatalf("kinds go back in lane %d of %v", i, p)
					}
					lane[x.Group], last, stage = i, x.Group, x.Kind.Stage()
					ids = append(ids, string(x.ID))
				}
			}
		}
		slices.Sort(ids)
		if diff := cmp.Diff(sorted(all), ids); diff != "" {
			r.Fatalf("lost or added tests: %s", diff)
		}
	})
}
