package figures_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/bench/cloning/comparing"
	"github.com/ptr-project/ptr/internal/figures"
)

// pool has runs that differ by so much, whose rounds differ by 1 %, on a machine that
// slows filecopy down by drift with each run.
func pool(count int, between, drift float64) (runs []comparing.Run) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range count {
		own := math.Exp(between*random.NormFloat64() + drift*float64(i))
		rows := []cloning.Row{{Name: figures.Planted}, {Name: "cp"}}
		for range 12 {
			rows[0].Samples = append(rows[0].Samples, 0.001*own*math.Exp(0.01*random.NormFloat64()))
			rows[1].Samples = append(rows[1].Samples, 0.003*math.Exp(0.01*random.NormFloat64()))
		}
		runs = append(runs, comparing.Run{Name: fmt.Sprint("run ", i+1), Result: cloning.Result{Backend: "sqlite", Rows: rows}})
	}
	return runs
}

func compare(t *testing.T, runs []comparing.Run, times int) []figures.VerdictsRow {
	t.Helper()
	rows, err := figures.Verdicts{Runs: runs, Times: times, Seed: 1}.Compare()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestGoalsAreMetByRunsThatAreAlikeAndMissedByOthers(t *testing.T) {
	const fivesSame, fivesSlower, pairsSame, pairsSlower = 0, 1, 3, 4
	for name, tt := range map[string]struct {
		between, drift float64
		want           map[int]bool
	}{
		"alike":               {0.003, 0, map[int]bool{fivesSame: true, fivesSlower: true, pairsSame: true, pairsSlower: true}},
		"too different":       {0.2, 0, map[int]bool{fivesSlower: false, pairsSlower: false}},
		"ever slower by 0.6%": {0.003, 0.006, map[int]bool{fivesSame: false, pairsSame: true, pairsSlower: true}},
	} {
		t.Run(name, func(t *testing.T) {
			rows := compare(t, pool(60, tt.between, tt.drift), 10)
			for i, want := range tt.want {
				if rows[i].Met != want {
					t.Errorf("%+v, want met: %v", rows[i], want)
				}
			}
		})
	}
}

func TestPlantingChangesNoRun(t *testing.T) {
	runs, same := pool(10, 0.01, 0), pool(10, 0.01, 0)
	compare(t, runs, 1)
	if !reflect.DeepEqual(same, runs) {
		t.Error("runs were changed")
	}
}

// script is a command that is called as ptrbench is.
func script(t *testing.T, lines string) string {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	path := filepath.Join(t.TempDir(), "ptrbench")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+lines), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRunsAreMeasuredOneAfterTheOther(t *testing.T) {
	path := script(t, `[ "$1 $2 $3" = "clone --backend sqlite" ] && [ "$8 $9" = "--rounds 7" ] &&
		echo '{"backend": "sqlite", "strategies": [{"name": "cp", "samples_seconds": ['${11}']}]}'`)
	var done []int
	runs, err := figures.MeasureRuns(t.Context(), path, 3, 7, func(n int) { done = append(done, n) })
	if err != nil {
		t.Fatal(err)
	}
	var seeds []float64
	for _, r := range runs {
		seeds = append(seeds, r.Rows[0].Samples...)
	}
	if !slices.Equal(seeds, []float64{1, 2, 3}) || !slices.Equal(done, []int{1, 2, 3}) {
		t.Errorf("seeds %v, progress %v", seeds, done)
	}
}

func TestARunThatFailsEndsTheMeasurement(t *testing.T) {
	var exit *exec.ExitError
	if _, err := figures.MeasureRuns(t.Context(), script(t, "exit 3"), 3, 7, nil); !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("error %v", err)
	}
}
