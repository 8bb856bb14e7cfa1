package figures

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/browser"
	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// Report measures `ptr report` on a history that is made up: some of its tests fail in
// each run, other ones every time, and print much of which little is new.
type Report struct {
	Tests, Runs int
	Failing     float64 // of the tests, in each run
	Printed     int     // bytes, of each failure
	Unique      int     // of Printed: hexadecimal digits, such as addresses and hashes
	Rounds      int
	Seed        uint64

	Write func(ctx context.Context, dir, page string, runs int) error // what is measured
}

// A ReportResult is what the page takes. Times are medians, in seconds.
type ReportResult struct {
	Failures int     `json:"failures"`
	Write    float64 `json:"write"` // from the history to the file
	CPU      float64 `json:"cpu"`   // of Write, on all processors: what a busy machine does not change
	Bytes    int64   `json:"bytes"`
	Paint    float64 `json:"first_paint"` // from the start of the navigation, in a browser without caches
	Ready    float64 `json:"ready"`       // until the script has run
}

// Run measures in a temporary folder.
func (r Report) Run(ctx context.Context, told func(int)) (result ReportResult, err error) {
	dir, err := os.MkdirTemp("", "ptr-report-")
	if err != nil {
		return result, err
	}
	defer os.RemoveAll(dir)
	if result.Failures, err = r.record(ctx, dir); err != nil {
		return result, err
	}
	page := filepath.Join(dir, "report.html")
	var wrote, computed, painted, ready []float64
	for round := range r.Rounds {
		begin, before := time.Now(), bench.Computed()
		if err := r.Write(ctx, dir, page, r.Runs); err != nil {
			return result, err
		}
		wrote, computed = append(wrote, time.Since(begin).Seconds()), append(computed, (bench.Computed()-before).Seconds())
		paint, done, err := opened(ctx, page)
		if err != nil {
			return result, err
		}
		painted, ready = append(painted, paint), append(ready, done)
		if told != nil {
			told(round + 1)
		}
	}
	info, err := os.Stat(page)
	if err != nil {
		return result, err
	}
	result.Write, result.CPU, result.Bytes = stats.Median(wrote), stats.Median(computed), info.Size()
	result.Paint, result.Ready = stats.Median(painted), stats.Median(ready)
	return result, nil
}

// opened opens the page in a new browser, and tells when it was to be seen, and when
// its script had run.
func opened(ctx context.Context, page string) (paint, ready float64, err error) {
	b, err := browser.Start(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer b.Close()
	p, err := b.Open(page, browser.Look{Width: 1280, Height: 900})
	if err != nil {
		return 0, 0, err
	}
	defer p.Close()
	if paint, err = p.FirstPaint(); err != nil {
		return 0, 0, err
	}
	ready, err = browser.Eval[float64](p, `performance.getEntriesByType("navigation")[0].domComplete`)
	if wrong := p.Complaints(); len(wrong) > 0 {
		err = errors.Join(err, fmt.Errorf("the page complains: %s", strings.Join(wrong, "; ")))
	}
	return paint / 1000, ready / 1000, err
}

// record makes the history, and returns how many failures it has.
func (r Report) record(ctx context.Context, dir string) (failures int, err error) {
	owner, err := process.MarkOf(os.Getpid())
	if err != nil {
		return 0, err
	}
	db, err := history.Open(ctx, filepath.Join(dir, ".ptr", "history.db"))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	random := rand.New(rand.NewPCG(r.Seed, 0))
	tests := make([]suite.Test, r.Tests)
	for i := range tests {
		unit := fmt.Sprintf("example.com/big/pkg%03d", i/100)
		tests[i] = suite.Test{ID: suite.ID(fmt.Sprintf("%s.TestThing%05dIsDone", unit, i)), Unit: unit, Kind: suite.KindTest, File: fmt.Sprintf("pkg%03d/a_test.go", i/100), Line: 10 + i%100*12}
	}
	for run := range r.Runs {
		n, err := r.recordRun(ctx, db, run, owner.String(), tests, random)
		if err != nil {
			return 0, err
		}
		failures += n
	}
	return failures, nil
}

func (r Report) recordRun(ctx context.Context, db *history.DB, number int, owner string, tests []suite.Test, random *rand.Rand) (failures int, err error) {
	const workers = 4
	began := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(number) * 3 * time.Hour)
	recorder, err := db.Begin(ctx, history.Run{
		Name: "big", Framework: "go", Revision: fmt.Sprintf("%012x", number/5*0x9e3779b9), Order: "source", Seed: uint64(number + 1), Workers: workers, Owner: owner, Started: began,
	}, tests, make([][]suite.ID, workers))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, recorder.Close()) }()
	failing := map[int]bool{}
	for _, i := range random.Perm(r.Tests)[:int(r.Failing*float64(r.Tests))] {
		failing[i] = true
	}
	events := []suite.Event{suite.RunStarted{Name: "big", Framework: "go", Time: began, Workers: workers, SetUp: []suite.Phase{{Name: "build", Duration: 9 * time.Second}, {Name: "databases", Duration: 2 * time.Second}}}}
	for w := range workers {
		events = append(events, suite.WorkerStarted{Worker: w + 1, Process: 1, Waited: 20 * time.Millisecond})
	}
	clocks := make([]time.Duration, workers)
	summary := suite.Summary{}
	for i, t := range tests {
		w := i % workers
		a := suite.Attempt{
			Test: t.ID, Unit: t.Unit, Cause: suite.Planned, Number: 1, Worker: w + 1, Process: 1, Position: i / workers, Outcome: suite.Pass,
			Start: began.Add(clocks[w] + 30*time.Millisecond), Duration: time.Duration(float64(i%997+1) * float64(time.Millisecond) / 4 * (0.8 + 0.4*random.Float64())),
		}
		clocks[w] += a.Duration
		if failing[i] {
			a.Outcome, a.Failure = suite.Fail, fmt.Sprintf("a_test.go:%d: state = %d, want %d", t.Line+4, random.IntN(100), 200)
			a.Output = r.printed(a.Failure, random)
			failures++
		}
		summary.Add(suite.Judge([]suite.Attempt{a}))
		events = append(events, suite.Ended{Attempt: a})
	}
	events = append(events, suite.RunFinished{Time: began.Add(clocks[0]), Duration: clocks[0], Summary: summary})
	return failures, recorder.Record(ctx, events)
}

// printed is what a failure prints: lines of a log that are always the same, but for
// some digits.
func (r Report) printed(failure string, random *rand.Rand) []byte {
	const (
		digits = 40 // of a line
		same   = " GET /orders/item?status=open&page=1 200 OK;"
	)
	lines := max(1, r.Unique/digits)
	var b strings.Builder
	for i := range lines {
		line := fmt.Sprintf("step %d of the order: request ", i+1)
		for range digits {
			line += string("0123456789abcdef"[random.IntN(16)])
		}
		fill := max(0, r.Printed/lines-len(line)-1)
		b.WriteString(line + strings.Repeat(same, fill/len(same)+1)[:fill] + "\n")
	}
	return []byte(b.String() + failure + "\n")
}
