package figures

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/bench/scaling"
	"github.com/ptr-project/ptr/reports"
)

// Scaling runs one suite on several numbers of workers.
type Scaling struct {
	Dir     string        // the suite's; "" makes a [Lopsided] one
	Total   time.Duration // of the suite that is made
	Args    []string      // of ptr run: which tests
	Workers []int         // each once
	Engine  bool          // measure the overhead for each test in the same rounds, on suites of no-ops
	Rounds  int
	Seed    uint64
}

// The tests of the packages that show the engine's overhead.
const (
	scalingFew  = 500
	scalingMany = 5000
)

// ErrFewerWorkers says that some workers would have nothing to do.
var ErrFewerWorkers = errors.New("there are more workers than tests to give them")

// Run measures with the ptr command at path. Its errors can be a [*RunError] or
// [ErrFewerWorkers].
func (s Scaling) Run(ctx context.Context, ptr string, progress func(int)) (scaling.Result, error) {
	dir, err := os.MkdirTemp("", "ptr-scaling-")
	if err != nil {
		return scaling.Result{}, err
	}
	defer os.RemoveAll(dir)
	if s.Dir == "" {
		s.Dir, s.Args = filepath.Join(dir, "suite"), []string{"./..."}
		if err := (Lopsided{Total: s.Total}).Write(s.Dir); err != nil {
			return scaling.Result{}, err
		}
	}
	accounts := make([][]scaling.Account, len(s.Workers))
	var arms []bench.Arm
	for i, workers := range s.Workers {
		arms = append(arms, s.arm(ptr, filepath.Join(dir, "report.json"), workers, &accounts[i]))
	}
	o := Overhead{Few: scalingFew, Many: scalingMany, Rounds: s.Rounds}
	var engine []bench.Arm
	if s.Engine {
		if engine, err = o.arms(ctx, dir, ptr); err != nil {
			return scaling.Result{}, err
		}
	}
	series, err := bench.Interleave(ctx, slices.Concat(arms, engine), s.Rounds, s.Seed, progress)
	if err != nil {
		return scaling.Result{}, err
	}
	for i := range accounts {
		accounts[i] = accounts[i][1:] // the round that isn't counted
	}
	result := scaling.Conclude(accounts, runtime.GOMAXPROCS(0))
	if s.Engine {
		overhead := o.result(series[len(arms):])
		wall, cpu := scaling.FigureOf(overhead.Wall.Times(1e-6)), scaling.FigureOf(overhead.CPU.Times(1e-6))
		result.Engine, result.EngineCPU = &wall, &cpu
	}
	return result, nil
}

// arm runs the suite, whose accounts it appends.
func (s Scaling) arm(ptr, report string, workers int, accounts *[]scaling.Account) bench.Arm {
	name := "ptr run --workers " + strconv.Itoa(workers)
	return bench.Arm{Name: name, Run: func(ctx context.Context) (bench.Sample, error) {
		args := append([]string{"run", "--workers", strconv.Itoa(workers), "--json", report}, s.Args...)
		c := exec.CommandContext(ctx, ptr, args...)
		c.Dir = s.Dir
		begin := time.Now()
		out, err := c.CombinedOutput()
		clock := scaling.Clock{Begin: begin, End: time.Now()}
		if err != nil && c.ProcessState == nil {
			return bench.Sample{}, err
		}
		if err != nil {
			return bench.Sample{}, runError(s.Dir, c.ProcessState.ExitCode(), out)
		}
		a, err := account(report, clock)
		if err == nil && a.Workers != workers {
			err = fmt.Errorf("%w: only %d would have something to do", ErrFewerWorkers, a.Workers)
		}
		a.CPU = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
		*accounts = append(*accounts, a)
		return bench.Sample{Wall: a.Wall, CPU: a.CPU}, err
	}}
}

// account reads the report of a run.
func account(report string, clock scaling.Clock) (scaling.Account, error) {
	f, err := os.Open(report)
	if err != nil {
		return scaling.Account{}, err
	}
	defer f.Close()
	a, err := scaling.Read(reports.ReadJSON(f), clock, runtime.GOMAXPROCS(0))
	if err != nil {
		return a, fmt.Errorf("ptr's JSON report: %w", err)
	}
	return a, nil
}
