package figures

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/ptr-project/ptr/bench"
)

// Schedule compares ptr with `go test -count=1 ./...` on a [Lopsided] suite,
// with ptr's own scheduling and without it.
type Schedule struct {
	Total  time.Duration // of the suite's tests, one after the other
	Rounds int
	Seed   uint64
}

// A ScheduleRow is one way of running the suite.
type ScheduleRow struct {
	Name  string
	Wall  bench.Estimate // seconds
	Ratio bench.Estimate // of wall times, to go test's
}

// Run measures with the ptr command at path. Everything is built, and ptr has a
// history, before the first round.
func (s Schedule) Run(ctx context.Context, ptr string, progress func(int)) ([]ScheduleRow, error) {
	dir, err := os.MkdirTemp("", "ptr-schedule-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := (Lopsided{Total: s.Total}).Write(dir); err != nil {
		return nil, err
	}
	warm := exec.CommandContext(ctx, ptr, "run", "./...")
	warm.Dir = dir
	if out, err := warm.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%v: %w\n%s", warm.Args, err, tail(out, 4000))
	}
	series, err := bench.Interleave(ctx, scheduleArms(dir, ptr), s.Rounds, s.Seed, progress)
	if err != nil {
		return nil, err
	}
	var rows []ScheduleRow
	for _, arm := range series {
		rows = append(rows, ScheduleRow{arm.Name, bench.Measure(arm, bench.Wall), bench.Ratio(arm, series[0], bench.Wall)})
	}
	return rows, nil
}

func scheduleArms(dir, ptr string) []bench.Arm {
	return []bench.Arm{
		command("go test -count=1 ./...", dir, nil, "go", "test", "-count=1", "./..."),
		command("ptr run --workers 2", dir, nil, ptr, "run", "--workers", "2", "./..."),
		command("ptr run --workers 2 --no-balance", dir, nil, ptr, "run", "--workers", "2", "--no-balance", "./..."),
		command("ptr run --workers auto", dir, nil, ptr, "run", "--workers", "auto", "./..."),
		command("ptr run --workers auto --no-balance", dir, nil, ptr, "run", "--workers", "auto", "--no-balance", "./..."),
	}
}
