package scaling_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/ptr-project/ptr/bench/scaling"
	"github.com/ptr-project/ptr/plan"
)

// runs are so many rounds of a suite of 8 s of tests, half of whose time is CPU
// time, which loses so much on each number of workers.
func runs(rounds int, cpu time.Duration, losses map[int]time.Duration) [][]scaling.Account {
	var accounts [][]scaling.Account
	for workers, loss := range losses {
		var series []scaling.Account
		for round := range rounds {
			busy := 8 * time.Second
			n := time.Duration(workers)
			drift := time.Duration(round) * ms
			series = append(series, scaling.Account{
				Suite: "shop", Workers: workers, Tests: 12, CPU: 5 * time.Second,
				Wall: time.Second + busy/n + loss + drift, SetUp: time.Second, Build: 900 * ms, Ending: drift,
				Busy: busy, Idle: loss * n, Load: plan.Load{Work: busy, Longest: 500 * ms, CPU: cpu},
			})
		}
		accounts = append(accounts, series)
	}
	return accounts
}

func conclude(rounds int) scaling.Result {
	losses := map[int]time.Duration{1: 0, 2: 200 * ms, 8: 2 * time.Second}
	return scaling.Conclude(runs(rounds, 4*time.Second, losses), 2)
}

func TestAResultIsMeasuredAgainstItsFewestWorkers(t *testing.T) {
	r := conclude(7)
	if r.Reference != 1 || len(r.Rows) != 3 || r.Rows[0].Workers != 1 || r.Rows[2].Workers != 8 {
		t.Fatalf("%+v is of other workers", r)
	}
	for i, want := range []struct{ bound, efficiency, speedUp, idle float64 }{
		{8, 8 / 8.003, 1, 0},
		{4, 4 / 4.203, 8.003 / 4.203, 0.2},
		{2, 2 / 3.003, 8.003 / 3.003, 2}, // on two cores, 4 s of CPU time take 2 s
	} {
		row := r.Rows[i]
		for name, pair := range map[string][2]float64{
			"bound": {row.Bound.Median, want.bound}, "efficiency": {row.Efficiency.Median, want.efficiency},
			"speed-up": {row.SpeedUp.Median, want.speedUp}, "idle": {row.Idle, want.idle},
			"the rest": {row.Rest, row.Tests + row.Idle + row.Ending},
		} {
			if d := pair[0] - pair[1]; d > 1e-6 || d < -1e-6 {
				t.Errorf("%d workers: %s is %v, want %v", row.Workers, name, pair[0], pair[1])
			}
		}
		if row.Efficiency.Interval == nil || row.Wall.Interval == nil {
			t.Errorf("%d workers have no interval of seven rounds", row.Workers)
		}
	}
}

func TestAVerdictSaysWhatIsKnown(t *testing.T) {
	two := map[int]time.Duration{1: 0, 2: 0}
	for name, tt := range map[string]struct {
		result scaling.Result
		want   string
	}{
		"the best":        {conclude(7), "shop takes the least with 8 workers: 4.00 s, set-up 1.00 s; of the rest 67 % (67 – 67) is what no schedule beats, and most of what is lost goes to idle workers (2.00 s)."},
		"too few to tell": {conclude(2), "shop takes the least with 8 workers: 4.00 s, set-up 1.00 s; of the rest 67 % is what"},
		"hard to tell": {
			scaling.Conclude(runs(7, 0, map[int]time.Duration{1: 0, 2: 4 * time.Second}), 2), "with 1 worker: 9.00 s (2 cannot be told apart from it)",
		},
		"cores":           {scaling.Conclude(runs(2, 8*time.Second, two), 2), "with 2 workers"},
		"one number only": {scaling.Conclude(runs(1, 0, map[int]time.Duration{4: 0}), 2), "with 4 workers: 3.00 s"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(tt.result.Verdict, tt.want) {
				t.Errorf("verdict %q, want something with %q", tt.result.Verdict, tt.want)
			}
		})
	}
}

func TestAResultAdmitsWhatIsNotKnown(t *testing.T) {
	for name, tt := range map[string]struct {
		rounds, workers int
		cpu             time.Duration
		want            []string
	}{
		"all is known":                    {6, 4, time.Second, nil},
		"rounds":                          {5, 1, time.Second, []string{"5 rounds are too few for intervals: 6 or more have them"}},
		"one round":                       {1, 1, time.Second, []string{"1 round is too few for intervals: 6 or more have them"}},
		"CPU time of more than the cores": {6, 4, 0, []string{"it is not known how much CPU time the tests took: the bound for more than 2 workers says nothing of there being 2 cores"}},
		"CPU time of no more":             {6, 2, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := scaling.Conclude(runs(tt.rounds, tt.cpu, map[int]time.Duration{tt.workers: 0}), 2)
			if got, want := strings.Join(r.Warnings, "\n"), strings.Join(tt.want, "\n"); got != want {
				t.Errorf("warnings %q, want %q", got, want)
			}
		})
	}
}

func TestEveryFormatHasTheResult(t *testing.T) {
	r := conclude(7)
	r.Engine, r.EngineCPU = &scaling.Figure{Median: 24e-6}, &scaling.Figure{Median: 36e-6, Interval: &scaling.Interval{Low: 32e-6, High: 39e-6}}
	for format, want := range map[string][]string{
		"json":     {`"suite": "shop"`, `"efficiency": {`, `"idle_seconds": 2`, `"verdict": "shop takes`},
		"csv":      {"suite,workers,round,seconds\nshop,1,1,9\n", "\nshop,8,7,"},
		"markdown": {r.Verdict, "\n| 8 | 4.00 s | "},
		"html":     {"<svg", r.Verdict, "24 µs of wall time and 36 µs (32 – 39) of CPU time"},
		"svg":      {"<?xml", ">wall time, seconds<", ">ptr run<", ">shop: 12 tests on 2 cores<"},
		"png":      {"\x89PNG"},
	} {
		t.Run(format, func(t *testing.T) {
			var b bytes.Buffer
			if err := scaling.Formats()[format](&b, r); err != nil {
				t.Fatal(err)
			}
			for _, part := range want {
				if !strings.Contains(b.String(), part) {
					t.Errorf("there is no %q", part)
				}
			}
			if format == "html" && strings.Contains(b.String(), "<?xml") {
				t.Error("what belongs to a file of SVG is in the middle of a page")
			}
		})
	}
	if len(scaling.Formats()) != 6 {
		t.Error("a format isn't tested")
	}
}

func TestProgramsGetBackWhatWasWritten(t *testing.T) {
	var b bytes.Buffer
	want := conclude(7)
	if err := scaling.Formats()["json"](&b, want); err != nil {
		t.Fatal(err)
	}
	var got scaling.Result
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || got.Verdict != want.Verdict || len(got.Rows[2].Samples) != 7 {
		t.Errorf("%+v, %v", got, err)
	}
}
