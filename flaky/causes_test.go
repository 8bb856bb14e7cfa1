package flaky_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/suite"
)

// history are ordinary runs, a letter for each test: a dot passed, others failed and say
// so.
func history(runs ...string) []flaky.Run {
	var past []flaky.Run
	for n, outcomes := range runs {
		r := flaky.Run{Kind: flaky.Ordinary, Name: fmt.Sprint("run ", n)}
		for i, letter := range outcomes {
			a := suite.Attempt{Test: suite.ID(fmt.Sprint("t", i)), Outcome: suite.Pass, Worker: 1}
			if letter != '.' {
				a.Outcome, a.Failure = suite.Fail, fmt.Sprintf("a_test.go:%d: says %c", i, letter)
			}
			r.Trial.Order, r.Attempts = append(r.Trial.Order, a.Test), append(r.Attempts, a)
		}
		past = append(past, r)
	}
	return past
}

// told is a report on what was seen, from which nothing more was run.
func told(t *testing.T, tests int, past []flaky.Run) flaky.Report {
	t.Helper()
	o := flaky.Options{Past: past, Workers: 1, Budget: time.Nanosecond, Alpha: 0.001}
	clock := time.Unix(0, 0)
	o.Now = func() time.Time { clock = clock.Add(time.Second); return clock }
	for i := range tests {
		o.Tests = append(o.Tests, suite.Test{ID: suite.ID(fmt.Sprint("t", i)), Unit: "u", Kind: suite.KindTest})
	}
	return search(t, o)
}

// Two that always fail together are one cause. One that failed once with them is not of
// it, and has made no run red that they had not.
func TestWhatFailsTogetherIsOneCause(t *testing.T) {
	var runs []string
	for i := range 40 {
		switch {
		case i%8 == 0:
			runs = append(runs, "xy...")
		case i%13 == 5:
			runs = append(runs, "..z..")
		default:
			runs = append(runs, ".....")
		}
	}
	runs[0] = "xyz.."
	r := told(t, 5, history(runs...))
	type cause struct {
		tests            string
		red, alone, left int
	}
	var got []cause
	for _, c := range r.Causes {
		slices.Sort(c.Tests)
		got = append(got, cause{fmt.Sprint(c.Tests), c.Red, c.Alone, c.Left})
	}
	want := []cause{{"[t0 t1]", 5, 4, 4}, {"[t2]", 4, 3, 0}}
	if !slices.Equal(got, want) {
		t.Errorf("causes are %v, want %v", got, want)
	}
	if s := r.Suite; s.Runs != 40 || s.Green != 32 {
		t.Errorf("%d of %d runs were green, want 32 of 40", s.Green, s.Runs)
	}
}

// Of two that failed once, in the same run, nothing can be said unless they say the same.
func TestOneCoincidenceIsNoCause(t *testing.T) {
	runs := make([]string, 40)
	for i := range runs {
		runs[i] = "...."
	}
	runs[7] = "xy.."
	if r := told(t, 4, history(runs...)); len(r.Causes) != 2 {
		t.Errorf("causes are %+v, want two", r.Causes)
	}
}

func TestReportOfOneRunSaysLittle(t *testing.T) {
	r := told(t, 3, history("x.."))
	if len(r.Flaky) != 1 || r.Flaky[0].Kind != flaky.Undecided || r.Steady.Runs != 1 || r.Steady.One < 0.94 {
		t.Errorf("flaky are %+v, and %+v", r.Flaky, r.Steady)
	}
}
