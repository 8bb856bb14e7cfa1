//go:build unix

package examples_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ptr-project/ptr/stats"
)

// TestPitfalls runs the pitfalls, whose binaries are built once.
func TestPitfalls(t *testing.T) {
	manifest := readManifest(t)
	binaries := buildPitfalls(t, manifest)
	checks := []struct {
		name  string
		check func(*testing.T, []pitfall, map[string]binary)
	}{
		{"the manifest lists every test", listsEveryTest},
		{"alone", alone},
		{"in source order and reversed", inSourceOrderAndReversed},
		{"after others", afterOthers},
		{"some are nondeterministic", someAreNondeterministic},
		{"neighbours", neighboursFailTogether},
	}
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) { c.check(t, manifest, binaries) })
	}
}

func alone(t *testing.T, manifest []pitfall, binaries map[string]binary) {
	for _, p := range manifest {
		if p.Kind == "neighbours" {
			continue // must not run at the same time as others
		}
		t.Run(p.ID, func(t *testing.T) {
			t.Parallel()
			limit := time.Minute
			if p.Alone == "timeout" {
				limit = time.Second
			}
			check(t, p, binaries[p.pkg()].alone(t, p.name(), limit), p.Alone)
		})
	}
}

// Packages whose tests end their process, or close what outcomes are read
// from, show nothing of what came after.
var silent = []string{"panic", "panic-in-goroutine", "exit-0", "exit-3", "hang", "closed-stdout"}

func inSourceOrderAndReversed(t *testing.T, manifest []pitfall, binaries map[string]binary) {
	for pkg, tests := range byPackage(manifest) {
		if slices.ContainsFunc(tests, func(p pitfall) bool { return slices.Contains(silent, p.Kind) }) {
			continue
		}
		names := namesOf(tests)
		t.Run(pkg+" in source order", func(t *testing.T) {
			got := binaries[pkg].inOrder(t, names)
			for _, p := range tests {
				check(t, p, got[p.name()], p.Source)
			}
		})
		if len(names) > 7 {
			continue // too many for a seed to be found: see afterOthers
		}
		t.Run(pkg+" reversed", func(t *testing.T) {
			slices.Reverse(names)
			got := binaries[pkg].inOrder(t, names)
			for _, p := range tests {
				check(t, p, got[p.name()], p.Reversed)
			}
		})
	}
}

func byPackage(manifest []pitfall) map[string][]pitfall {
	packages := map[string][]pitfall{}
	for _, p := range manifest {
		packages[p.pkg()] = append(packages[p.pkg()], p)
	}
	return packages
}

func namesOf(tests []pitfall) []string {
	var names []string
	for _, p := range tests {
		names = append(names, p.name())
	}
	return names
}

func check(t *testing.T, p pitfall, got, want string) {
	t.Helper()
	if want == either && (got == "pass" || got == "fail") {
		return
	}
	if got != want {
		t.Errorf("%s = %q, want %q", p.ID, got, want)
	}
}

func afterOthers(t *testing.T, manifest []pitfall, binaries map[string]binary) {
	for _, p := range manifest {
		for i, after := range p.After {
			t.Run(fmt.Sprintf("%s/%d", p.ID, i), func(t *testing.T) {
				t.Parallel()
				var order []string
				for _, id := range after.Tests {
					order = append(order, name(id))
				}
				order = append(order, p.name())
				check(t, p, binaries[p.pkg()].inOrder(t, order)[p.name()], after.Outcome)
			})
		}
	}
}

// The test runs many times over in one process, together with what provokes
// it. A sound test fails here less than once in a million times.
func someAreNondeterministic(t *testing.T, manifest []pitfall, binaries map[string]binary) {
	const runs = 150
	for _, p := range manifest {
		if p.Kind != "nondeterministic" {
			continue
		}
		t.Run(p.ID, func(t *testing.T) {
			tests := []string{p.name()}
			for _, id := range p.Partners {
				tests = append(tests, name(id))
			}
			output, _ := binaries[p.pkg()].run(t, only(tests...), fmt.Sprintf("-test.count=%d", runs))
			failed, ended := 0, 0
			for _, m := range result.FindAllSubmatch(output, -1) {
				if string(m[2]) != p.name() {
					continue
				}
				ended++
				if string(m[1]) == "FAIL" {
					failed++
				}
			}
			if ended != runs || failed == 0 || failed == runs {
				t.Errorf("%d of %d runs failed, want some of %d; the manifest says %v", failed, ended, runs, p.Rate)
			}
			// A sound test fails here less than once in a million times, too.
			if i := stats.ClopperPearson(failed, runs, 1-1e-6); p.Steady && (i.Low > p.Rate[1] || i.High < p.Rate[0]) {
				t.Errorf("%d of %d runs failed, which is not in keeping with a rate of %v", failed, runs, p.Rate)
			}
		})
	}
}

// Two neighbours pass one after the other. At once, one of them fails.
func neighboursFailTogether(t *testing.T, manifest []pitfall, binaries map[string]binary) {
	neighbours := slices.DeleteFunc(slices.Clone(manifest), func(p pitfall) bool { return p.Kind != "neighbours" })
	for _, p := range neighbours {
		check(t, p, binaries[p.pkg()].alone(t, p.name(), time.Minute), p.Alone)
	}
	got := make([]string, len(neighbours))
	t.Run("together", func(t *testing.T) {
		for i, p := range neighbours {
			t.Run(p.ID, func(t *testing.T) {
				t.Parallel()
				got[i] = binaries[p.pkg()].alone(t, p.name(), time.Minute)
			})
		}
	})
	if slices.Sort(got); !slices.Equal(got, []string{"fail", "pass"}) {
		t.Errorf("together %q, want one to fail", got)
	}
}
