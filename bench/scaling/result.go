package scaling

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/stats"
)

// A Result is what an experiment came to. The names of its members in JSON are
// part of what ptrbench promises.
type Result struct {
	Suite     string   `json:"suite"`
	Tests     int      `json:"tests"`
	Rounds    int      `json:"rounds"`
	OS        string   `json:"os"`
	Arch      string   `json:"arch"`
	CPUs      int      `json:"cpus"`
	Reference int      `json:"durations_from_workers"` // bounds are made of what tests took on so many
	Rows      []Row    `json:"runs"`                   // by number of workers
	Engine    *Figure  `json:"engine_seconds_per_test,omitempty"`
	EngineCPU *Figure  `json:"engine_cpu_seconds_per_test,omitempty"`
	Verdict   string   `json:"verdict"`
	Warnings  []string `json:"warnings,omitempty"`
}

// A Row is the runs on one number of workers. Times are seconds; medians over
// rounds, where nothing else is said. The parts from Tests to Ending are those of the
// time after the set-up: times of workers are divided by their number.
type Row struct {
	Workers    int       `json:"workers"`
	Samples    []float64 `json:"samples_seconds"` // of Wall, by round
	Wall       Figure    `json:"wall_seconds"`
	CPU        Figure    `json:"cpu_seconds"`
	SpeedUp    Figure    `json:"speed_up"` // of the time after the set-up, against the reference, round by round
	Bound      Figure    `json:"bound_seconds"`
	Efficiency Figure    `json:"efficiency"` // Bound's share of the time after the set-up

	Rest      float64 `json:"rest_seconds"` // all but SetUp
	SetUp     float64 `json:"set_up_seconds"`
	Build     float64 `json:"build_seconds"`     // of SetUp
	Databases float64 `json:"databases_seconds"` // of SetUp, beside Build
	Tests     float64 `json:"tests_seconds"`
	Between   float64 `json:"between_tests_seconds"`
	Clones    float64 `json:"clones_seconds"`
	Starts    float64 `json:"processes_seconds"`
	Idle      float64 `json:"idle_seconds"`
	Ending    float64 `json:"ending_seconds"`
	Slower    float64 `json:"slower_tests_seconds"` // of Tests: more than on the reference's workers
}

// A Figure is a median and, of at least six rounds, its interval at 95 %.
type Figure struct {
	Median   float64   `json:"median"`
	Interval *Interval `json:"interval,omitempty"`
}

// An Interval is a confidence interval.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// FigureOf is e for people and programs.
func FigureOf(e bench.Estimate) Figure {
	f := Figure{Median: e.Median}
	if e.Known {
		f.Interval = &Interval{e.Interval.Low, e.Interval.High}
	}
	return f
}

// Conclude makes a result of accounts, by number of workers and round. All have as
// many rounds. The fewest workers are the reference.
func Conclude(accounts [][]Account, cores int) Result {
	accounts = slices.SortedFunc(slices.Values(accounts), func(a, b []Account) int { return cmp.Compare(a[0].Workers, b[0].Workers) })
	base := accounts[0]
	r := Result{
		Suite: base[0].Suite, Tests: base[0].Tests, Rounds: len(base), Reference: base[0].Workers,
		OS: runtime.GOOS, Arch: runtime.GOARCH, CPUs: cores,
	}
	for _, runs := range accounts {
		r.Rows = append(r.Rows, rowOf(runs, base, cores))
	}
	if most := r.Rows[len(r.Rows)-1].Workers; base[0].Load.CPU == 0 && most > cores {
		r.Warnings = append(r.Warnings, fmt.Sprintf("it is not known how much CPU time the tests took: the bound for more than %d workers says nothing of there being %d cores", cores, cores))
	}
	if r.Rounds < 6 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s too few for intervals: 6 or more have them", counted(r.Rounds, "round is", "rounds are")))
	}
	r.Verdict = r.verdict(accounts)
	return r
}

// rowOf compares runs with those of base in the same rounds.
func rowOf(runs, base []Account, cores int) Row {
	n := runs[0].Workers
	over := func(measure func(i int, a Account) float64) bench.Estimate {
		x := make([]float64, len(runs))
		for i, a := range runs {
			x[i] = measure(i, a)
		}
		return bench.Of(x)
	}
	figure := func(measure func(i int, a Account) float64) Figure { return FigureOf(over(measure)) }
	median := func(part func(a Account) time.Duration) float64 {
		return over(func(_ int, a Account) float64 { return part(a).Seconds() }).Median
	}
	share := func(part func(a Account) time.Duration) float64 { return median(part) / float64(n) }
	row := Row{
		Workers:    n,
		Wall:       figure(func(_ int, a Account) float64 { return a.Wall.Seconds() }),
		CPU:        figure(func(_ int, a Account) float64 { return a.CPU.Seconds() }),
		SpeedUp:    figure(func(i int, a Account) float64 { return base[i].Makespan().Seconds() / a.Makespan().Seconds() }),
		Bound:      figure(func(i int, _ Account) float64 { return base[i].Load.Bound(n, cores).Seconds() }),
		Efficiency: figure(func(i int, a Account) float64 { return base[i].Load.Efficiency(a.Makespan(), n, cores) }),
		Rest:       median(Account.Makespan),
		SetUp:      median(func(a Account) time.Duration { return a.SetUp }),
		Build:      median(func(a Account) time.Duration { return a.Build }),
		Databases:  median(func(a Account) time.Duration { return a.Databases }),
		Tests:      share(func(a Account) time.Duration { return a.Busy }),
		Between:    share(func(a Account) time.Duration { return a.Between }),
		Clones:     share(func(a Account) time.Duration { return a.Clones }),
		Starts:     share(func(a Account) time.Duration { return a.Starts }),
		Idle:       share(func(a Account) time.Duration { return a.Idle }),
		Ending:     median(func(a Account) time.Duration { return a.Ending }),
		Slower:     over(func(i int, a Account) float64 { return max(0, (a.Busy-base[i].Busy).Seconds()/float64(n)) }).Median,
	}
	for _, a := range runs {
		row.Samples = append(row.Samples, a.Wall.Seconds())
	}
	return row
}

// walls are the wall times of runs, by round.
func walls(runs []Account) []float64 {
	var x []float64
	for _, a := range runs {
		x = append(x, a.Wall.Seconds())
	}
	return x
}

// apart says whether b certainly takes longer than a, in ratios within rounds.
func apart(a, b []Account) bool {
	x, y := walls(a), walls(b)
	for i := range y {
		y[i] /= x[i]
	}
	interval, known := stats.MedianInterval(y, 0.95)
	return known && interval.Low > 1
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
