package flaky_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/suite"
)

func numbered(n int) []suite.Test {
	tests := make([]suite.Test, n)
	for i := range tests {
		tests[i] = suite.Test{ID: suite.ID(fmt.Sprint("t", i)), Unit: fmt.Sprint("u", i%2), Kind: suite.KindTest, Group: fmt.Sprint("g", i%6)}
	}
	return tests
}

func TestFirstTenOrdersArePairs(t *testing.T) {
	orders := flaky.Plan(flaky.Options{Tests: numbered(60), Workers: 2, Seed: 5}, 14)
	var names []string
	for _, p := range orders {
		names = append(names, p.Name)
	}
	want := []string{
		"as in CI 1", "reversed", "mix 1", "mix 1 reversed", "shuffle 2", "shuffle 2 reversed", "mix 3", "mix 3 reversed",
		"shuffle 4", "shuffle 4 reversed", "each twice", "beside others 1", "as in CI 2", "mix 5",
	}
	if !slices.Equal(names, want) {
		t.Fatalf("orders are %q, want %q", names, want)
	}
	for i := 0; i < 10; i += 2 {
		back := slices.Clone(orders[i+1].Trial.Order)
		slices.Reverse(back)
		if !slices.Equal(back, orders[i].Trial.Order) {
			t.Errorf("%s is not the reverse of %s", names[i+1], names[i])
		}
	}
}

// Every order has every test, and a process is never asked to go back to another unit's
// tests.
func TestOrdersHaveAllTestsAndKeepUnitsTogether(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tests := numbered(rapid.IntRange(1, 40).Draw(rt, "tests"))
		var conflicts []flaky.Conflict
		for range rapid.IntRange(0, 60).Draw(rt, "conflicts") {
			w := tests[rapid.IntRange(0, len(tests)-1).Draw(rt, "writer")].ID
			r := tests[rapid.IntRange(0, len(tests)-1).Draw(rt, "reader")].ID
			conflicts = append(conflicts, flaky.Conflict{Writer: w, Reader: r})
		}
		unit := map[suite.ID]string{}
		for _, test := range tests {
			unit[test.ID] = test.Unit
		}
		orders := flaky.Plan(flaky.Options{Tests: tests, Workers: 2, Conflicts: conflicts}, 25)
		names := map[string]bool{}
		for _, p := range orders {
			seen, changes := map[suite.ID]bool{}, 0
			for i, id := range p.Trial.Order {
				seen[id] = true
				if i > 0 && unit[p.Trial.Order[i-1]] != unit[id] {
					changes++
				}
			}
			if len(seen) != len(tests) || changes > 1 {
				rt.Fatalf("%s has %d of %d tests, and changes units %d times", p.Name, len(seen), len(tests), changes)
			}
			if names[p.Name] {
				rt.Fatalf("%s comes twice", p.Name)
			}
			names[p.Name] = true
		}
	})
}

// Each reader comes after each writer of its unit in some order, with nothing in between
// that writes.
func TestConflictsBecomeNeighbours(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tests := numbered(rapid.IntRange(2, 30).Draw(rt, "tests"))
		want := map[[2]suite.ID]bool{}
		var conflicts []flaky.Conflict
		for range rapid.IntRange(1, 12).Draw(rt, "conflicts") {
			w := tests[rapid.IntRange(0, len(tests)-1).Draw(rt, "writer")]
			r := tests[rapid.IntRange(0, len(tests)-1).Draw(rt, "reader")]
			if pair := [2]suite.ID{w.ID, r.ID}; w.ID != r.ID && w.Unit == r.Unit && !want[pair] {
				want[pair] = true
				conflicts = append(conflicts, flaky.Conflict{Writer: w.ID, Reader: r.ID})
			}
		}
		for _, p := range flaky.Plan(flaky.Options{Tests: tests, Workers: 1, Conflicts: conflicts}, 15) {
			if p.Kind != flaky.Conflicting {
				continue
			}
			writer := suite.ID("")
			for _, id := range p.Trial.Order {
				delete(want, [2]suite.ID{writer, id})
				if slices.ContainsFunc(conflicts, func(c flaky.Conflict) bool { return c.Writer == id }) {
					writer = id
				}
			}
		}
		if len(want) > 0 {
			rt.Fatalf("never neighbours: %v", want)
		}
	})
}

func TestSystematicOrdersTellTheirCost(t *testing.T) {
	tests := numbered(41)
	orders, err := flaky.Systematic(tests)
	if err != nil || orders != 22 { // 21 and 20 tests; an odd number takes one more
		t.Errorf("Systematic = %d, %v, want 22", orders, err)
	}
	if got := flaky.Plan(flaky.Options{Tests: tests, Systematic: true}, 100); len(got) != orders {
		t.Errorf("there are %d orders, want %d", len(got), orders)
	}
	if _, err := flaky.Systematic(numbered(201)); err == nil {
		t.Error("201 tests are not refused")
	}
}

// The published numbers for ten orders, five shuffles and their reverses; and what random
// permutations of a polluter, its cleaners and the victim give.
func TestRevealed(t *testing.T) {
	for cleaners, want := range map[int]float64{0: 1, 2: 0.969, 5: 0.814, 10: 0.598} {
		if got := flaky.Revealed(10, cleaners); math.Abs(got-want) > 0.0005 {
			t.Errorf("Revealed(10, %d) = %.4f, want %.3f", cleaners, got, want)
		}
	}
	random := rand.New(rand.NewPCG(4, 4))
	for _, cleaners := range []int{1, 4} {
		const times = 20_000
		revealed := 0
		for range times {
			for range 3 {
				// 0 is the victim, 1 the polluter.
				p := random.Perm(cleaners + 2)
				at := slices.Index(p, 0)
				if at > 0 && p[at-1] == 1 || at+1 < len(p) && p[at+1] == 1 {
					revealed++
					break
				}
			}
		}
		if got, want := float64(revealed)/times, flaky.Revealed(6, cleaners); math.Abs(got-want) > 0.015 {
			t.Errorf("six orders reveal %.3f with %d cleaners, want %.3f", got, cleaners, want)
		}
	}
}
