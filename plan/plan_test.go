package plan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// tests makes tests from "unit.Name" labels; "unit.Fuzz…" and "unit.Example…"
// are of those kinds.
func tests(labels ...string) []suite.Test {
	var made []suite.Test
	for _, label := range labels {
		unit, name, _ := strings.Cut(label, ".")
		kind := suite.KindTest
		if strings.HasPrefix(name, "Fuzz") {
			kind = suite.KindFuzz
		} else if strings.HasPrefix(name, "Example") {
			kind = suite.KindExample
		}
		made = append(made, suite.Test{ID: suite.ID(label), Unit: unit, Kind: kind})
	}
	return made
}

func labels(tests []suite.Test) []string {
	made := []string{}
	for _, t := range tests {
		made = append(made, string(t.ID))
	}
	return made
}

func TestPiecesKeepUnitsAndKindsTogether(t *testing.T) {
	got := plan.Pieces(tests("b.ExampleX", "a.TestX", "b.TestX", "b.FuzzX", "b.TestY"))
	want := []plan.Piece{
		{Unit: "b", Tests: tests("b.TestX", "b.TestY", "b.FuzzX", "b.ExampleX")},
		{Unit: "a", Tests: tests("a.TestX")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRepeatRunsEachKindRoundAfterRound(t *testing.T) {
	got := plan.Repeat(plan.Pieces(tests("a.TestX", "a.TestY", "a.ExampleX")), 2)
	want := []string{"a.TestX", "a.TestY", "a.TestX", "a.TestY", "a.ExampleX", "a.ExampleX"}
	if diff := cmp.Diff(want, labels(got[0].Tests)); diff != "" {
		t.Error(diff)
	}
}

func TestOrders(t *testing.T) {
	source := tests("a.TestX", "a.TestY", "b.TestX", "b.TestY")
	cases := map[string]struct {
		order plan.Order
		want  []string
	}{
		"source":                         {plan.Source, []string{"a.TestX", "a.TestY", "b.TestX", "b.TestY"}},
		"reverse":                        {plan.Reverse, []string{"b.TestY", "b.TestX", "a.TestY", "a.TestX"}},
		"listed first, others after":     {plan.Listed(suite.Order{"b.TestY", "a.TestY"}), []string{"b.TestY", "a.TestY", "a.TestX", "b.TestX"}},
		"an unknown listed test is moot": {plan.Listed(suite.Order{"c.TestZ"}), []string{"a.TestX", "a.TestY", "b.TestX", "b.TestY"}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, labels(tt.order(source))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestShuffleIsAPermutationThatItsSeedDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := anyTests().Draw(t, "tests")
		seed := rapid.Uint64().Draw(t, "seed")
		once, again := plan.Shuffle(seed)(source), plan.Shuffle(seed)(source)
		if diff := cmp.Diff(once, again); diff != "" {
			t.Error("one seed, two orders:", diff)
		}
		if got, want := sorted(once), sorted(source); !slices.Equal(got, want) {
			t.Errorf("Shuffle(%v) = %v", want, got)
		}
	})
}

func TestStartAtAndStartAfter(t *testing.T) {
	source := tests("a.TestX", "b.TestX", "b.TestY", "c.TestX")
	ofB := func(t suite.Test) bool { return strings.HasPrefix(string(t.ID), "b.") }
	if diff := cmp.Diff([]string{"b.TestX", "b.TestY", "c.TestX"}, labels(plan.StartAt(source, ofB))); diff != "" {
		t.Error("StartAt:", diff)
	}
	if diff := cmp.Diff([]string{"c.TestX"}, labels(plan.StartAfter(source, ofB))); diff != "" {
		t.Error("StartAfter:", diff)
	}
}

func TestReadLabelsPassesOverBlanksAndComments(t *testing.T) {
	got, err := plan.ReadLabels(strings.NewReader("# mine\n\n a.TestX \nb.TestY"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a.TestX", "b.TestY"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTogetherMovesKeptTestsBehindTheFirst(t *testing.T) {
	keep := func(t suite.Test) bool { return strings.Contains(string(t.ID), "Kept") }
	got := plan.Together(tests("a.TestKept1", "a.TestX", "a.TestKept2", "b.TestKept3"), keep)
	want := []string{"a.TestKept1", "a.TestKept2", "a.TestX", "b.TestKept3"}
	if diff := cmp.Diff(want, labels(got)); diff != "" {
		t.Error(diff)
	}
}

func TestBalance(t *testing.T) {
	second := func(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
	big := many("big", 36)
	costs := plan.Costs{Guess: time.Second, Start: second(0.05)}
	small := plan.Pieces(append(slices.Clone(big), many("small", 24)...))

	t.Run("a big package is split over the workers", func(t *testing.T) {
		got := plan.Balance(small, 2, costs, nil, 1)
		if length, want := got.Length(costs), second(30*1.05); length > want {
			t.Errorf("longest lane takes %v, want at most %v: %v", length, want, got.Lanes)
		}
	})
	t.Run("tests kept together are not", func(t *testing.T) {
		keep := func(t suite.Test) bool { return t.Unit == "big" }
		got := plan.Balance(small, 2, costs, keep, 1)
		for _, lane := range got.Lanes {
			for _, piece := range lane {
				if piece.Unit == "big" && len(piece.Tests) != 36 {
					t.Errorf("a lane has %d of the 36 tests of big", len(piece.Tests))
				}
			}
		}
	})
	t.Run("a short package is not worth a second process", func(t *testing.T) {
		got := plan.Balance(plan.Pieces(many("a", 3)), 2, plan.Costs{Guess: time.Millisecond, Start: time.Second}, nil, 1)
		if n := len(got.Lanes[0]) + len(got.Lanes[1]); n != 1 {
			t.Errorf("%d processes, want 1: %v", n, got.Lanes)
		}
	})
	t.Run("two short tests stay together, too, with any seed", func(t *testing.T) {
		costs := plan.Costs{Guess: 30 * time.Microsecond, Start: 40 * time.Millisecond}
		for seed := range uint64(50) {
			got := plan.Balance(plan.Pieces(many("a", 2)), 2, costs, nil, seed)
			if n := len(got.Lanes[0]) + len(got.Lanes[1]); n != 1 {
				t.Errorf("seed %d: %d processes, want 1", seed, n)
			}
		}
	})
	t.Run("another seed deals other company", func(t *testing.T) {
		one := plan.Balance(small, 2, costs, nil, 1)
		for seed := range uint64(20) {
			if !cmp.Equal(one.Lanes, plan.Balance(small, 2, costs, nil, seed).Lanes) {
				return
			}
		}
		t.Error("20 seeds, one plan")
	})
}

func TestWholeGivesEachPieceToTheWorkerThatIsFreeFirst(t *testing.T) {
	costs := plan.Costs{Guess: time.Second}
	suite := append(append(many("a", 3), many("b", 1)...), append(many("c", 1), many("d", 1)...)...)
	got := plan.Whole(plan.Pieces(suite), 2, costs)
	var units [2]string
	for i, lane := range got.Lanes {
		for _, piece := range lane {
			units[i] += piece.Unit
		}
	}
	if want := [2]string{"a", "bcd"}; units != want {
		t.Errorf("dealt %v, want %v", units, want)
	}
}

// Whatever the suite, a plan has every test once, keeps the order within each
// unit, and is no longer than greedy scheduling guarantees (Graham 1966): the
// mean, plus the longest test, plus what the cuts cost.
func TestBalanceLosesNothingAndIsShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := anyTests().Draw(t, "tests")
		workers := rapid.IntRange(1, 9).Draw(t, "workers")
		costs := plan.Costs{Tests: map[suite.ID]time.Duration{}, Start: time.Duration(rapid.IntRange(0, 50).Draw(t, "start"))}
		var longest time.Duration
		for _, test := range source {
			d := time.Duration(rapid.IntRange(0, 1000).Draw(t, "duration"))
			costs.Tests[test.ID] = d
			longest = max(longest, d)
		}
		pieces := plan.Pieces(source)
		got := plan.Balance(pieces, workers, costs, nil, rapid.Uint64().Draw(t, "seed"))

		var all []suite.Test
		for _, lane := range got.Lanes {
			for _, piece := range lane {
				all = append(all, piece.Tests...)
				checkOrder(t, pieces, piece)
			}
		}
		if want, got := sorted(source), sorted(all); !slices.Equal(want, got) {
			t.Fatalf("planned %v, want %v", got, want)
		}
		whole := plan.Plan{Lanes: []plan.Lane{pieces}}.Length(costs)
		cuts := time.Duration(workers) * costs.Start
		limit := (whole+cuts)/time.Duration(workers) + longest + 2*cuts
		if length := got.Length(costs); float64(length) > 1.12*float64(limit)+float64(len(source)) {
			t.Errorf("%d workers: the longest lane takes %v, want at most %v", workers, length, limit)
		}
	})
}

func TestShardsAreDisjointAndTogetherTheSuite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := anyTests().Draw(t, "tests")
		count := rapid.IntRange(1, 5).Draw(t, "count")
		var all []suite.Test
		for i := range count {
			for _, piece := range (plan.Shard{Index: i + 1, Count: count}).Of(plan.Pieces(source), plan.Costs{Guess: 1}, nil) {
				all = append(all, piece.Tests...)
			}
		}
		if want, got := sorted(source), sorted(all); !slices.Equal(want, got) {
			t.Errorf("%d shards have %v, want %v", count, got, want)
		}
	})
}

func TestParseShard(t *testing.T) {
	for text, want := range map[string]plan.Shard{"1/1": {Index: 1, Count: 1}, "2/3": {Index: 2, Count: 3}} {
		if got, err := plan.ParseShard(text); err != nil || got != want {
			t.Errorf("ParseShard(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "3", "0/3", "4/3", "1/0", "1/2/3", "a/b"} {
		if got, err := plan.ParseShard(text); err == nil {
			t.Errorf("ParseShard(%q) = %v, want an error", text, got)
		}
	}
}

func BenchmarkBalanceMillion(b *testing.B) {
	var source []suite.Test
	costs := plan.Costs{Tests: map[suite.ID]time.Duration{}, Start: 30 * time.Millisecond}
	for u := range 1000 {
		source = append(source, many(fmt.Sprint("u", u), 1000)...)
	}
	for _, t := range source {
		costs.Tests[t.ID] = time.Duration(rand.ExpFloat64() * float64(20*time.Millisecond))
	}
	for b.Loop() {
		plan.Balance(plan.Pieces(source), 8, costs, nil, 1)
	}
}

func many(unit string, n int) []suite.Test {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("%s.Test%d", unit, i))
	}
	return tests(names...)
}

func anyTests() *rapid.Generator[[]suite.Test] {
	return rapid.Custom(func(t *rapid.T) []suite.Test {
		var source []suite.Test
		for unit, n := range rapid.SliceOfN(rapid.IntRange(0, 12), 0, 8).Draw(t, "sizes") {
			source = append(source, many(fmt.Sprint("u", unit), n)...)
		}
		return source
	})
}

func sorted(tests []suite.Test) []string { return slices.Sorted(slices.Values(labels(tests))) }

func checkOrder(t *rapid.T, pieces []plan.Piece, got plan.Piece) {
	i := slices.IndexFunc(pieces, func(p plan.Piece) bool { return p.Unit == got.Unit })
	from := slices.Index(labels(pieces[i].Tests), string(got.Tests[0].ID))
	if want := pieces[i].Tests[from : from+len(got.Tests)]; !cmp.Equal(want, got.Tests) {
		t.Errorf("%s runs %v, want %v", got.Unit, labels(got.Tests), labels(want))
	}
}
