package plan_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// Each test comes right after each other one of its unit and kind; for an even number
// exactly once.
func TestTuscanHasAllNeighbours(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var made []suite.Test
		possible := 0
		for _, unit := range []string{"a", "b"} {
			n := rapid.IntRange(1, 30).Draw(rt, unit)
			possible += n * (n - 1)
			for i := range n {
				made = append(made, suite.Test{ID: suite.ID(fmt.Sprint(unit, i)), Unit: unit, Kind: suite.KindTest})
			}
		}
		seen := map[[2]suite.ID]bool{}
		for row := range plan.TuscanRows(made) {
			ordered := plan.Tuscan(row)(made)
			if len(ordered) != len(made) {
				rt.Fatalf("row %d has %d of %d tests", row, len(ordered), len(made))
			}
			for i, next := range ordered[1:] {
				if ordered[i].Unit == next.Unit {
					seen[[2]suite.ID{ordered[i].ID, next.ID}] = true
				}
			}
		}
		if len(seen) != possible {
			rt.Errorf("%d of %d neighbours", len(seen), possible)
		}
	})
}

func TestTuscanOfAnEvenNumberWastesNothing(t *testing.T) {
	made := tests("a.A", "a.B", "a.C", "a.D")
	if rows := plan.TuscanRows(made); rows != 4 {
		t.Errorf("%d rows of 4 tests, want 4", rows)
	}
	var got []string
	for row := range 4 {
		got = append(got, fmt.Sprint(labels(plan.Tuscan(row)(made))))
	}
	want := []string{"[a.A a.D a.B a.C]", "[a.B a.A a.C a.D]", "[a.C a.B a.D a.A]", "[a.D a.C a.A a.B]"}
	if !slices.Equal(got, want) {
		t.Errorf("Tuscan = %v, want %v", got, want)
	}
}

// What one class has at its end another can have next to it: Mix parts classes, which
// Shuffle does not.
func TestMixPartsGroupsAndKeepsUnits(t *testing.T) {
	var made []suite.Test
	for i := range 40 {
		made = append(made, suite.Test{ID: suite.ID(fmt.Sprint(i)), Unit: fmt.Sprint("u", i%2), Kind: suite.KindTest, Group: fmt.Sprint("g", i/20)})
	}
	mixed := plan.Mix(3)(made)
	cuts := func(key func(suite.Test) string) int {
		n := 0
		for i, next := range mixed[1:] {
			if key(mixed[i]) != key(next) {
				n++
			}
		}
		return n
	}
	if n := cuts(func(t suite.Test) string { return t.Unit }); n != 1 {
		t.Errorf("units change %d times, want once", n)
	}
	if n := cuts(func(t suite.Test) string { return t.Group }); n < 5 {
		t.Errorf("groups change %d times only", n)
	}
	if again := plan.Mix(3)(made); !slices.Equal(again, mixed) {
		t.Error("the same seed gave another order")
	}
}

func TestTwiceRunsEachTestAfterItself(t *testing.T) {
	got := plan.Flat(plan.Twice(tests("a.ExampleX", "a.TestX", "b.TestY")))
	want := suite.Order{"a.TestX", "a.TestX", "a.ExampleX", "a.ExampleX", "b.TestY", "b.TestY"}
	if !slices.Equal(got, want) {
		t.Errorf("Twice = %v, want %v", got, want)
	}
}
