package bench_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/stats"
)

// takes is an arm that reports these times, one a run, and writes its name.
func takes(name string, log *strings.Builder, seconds ...int) bench.Arm {
	return bench.Arm{Name: name, Run: func(context.Context) (bench.Sample, error) {
		log.WriteString(name)
		d := time.Duration(seconds[0]) * time.Second
		seconds = seconds[1:]
		return bench.Sample{Wall: d, CPU: d / 2}, nil
	}}
}

func TestInterleaveRunsEveryArmOnceARound(t *testing.T) {
	var log strings.Builder
	arms := []bench.Arm{takes("a", &log, 9, 1, 2, 3, 4), takes("b", &log, 9, 2, 4, 6, 8)}
	got, err := bench.Interleave(t.Context(), arms, 4, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	second := func(n int) bench.Sample {
		d := time.Duration(n) * time.Second
		return bench.Sample{Wall: d, CPU: d / 2}
	}
	want := []bench.Series{
		{Name: "a", Samples: []bench.Sample{second(1), second(2), second(3), second(4)}},
		{Name: "b", Samples: []bench.Sample{second(2), second(4), second(6), second(8)}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for round := range 5 {
		if pair := log.String()[2*round : 2*round+2]; pair != "ab" && pair != "ba" {
			t.Errorf("round %d ran %q", round, pair)
		}
	}
}

func TestInterleaveNamesTheArmThatFailed(t *testing.T) {
	full := errors.New("disk full")
	arm := bench.Arm{Name: "copy", Run: func(context.Context) (bench.Sample, error) { return bench.Sample{}, full }}
	_, err := bench.Interleave(t.Context(), []bench.Arm{arm}, 3, 1, nil)
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "copy") {
		t.Errorf("error %v", err)
	}
}

func TestWhatWasMeasuredBeforeAnErrorIsKept(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	arm := func(name string) bench.Arm {
		return bench.Arm{Name: name, Run: func(ctx context.Context) (bench.Sample, error) { return bench.Sample{Wall: 1}, ctx.Err() }}
	}
	stop := func(done int) {
		if done == 2 {
			cancel()
		}
	}
	got, err := bench.Interleave(ctx, []bench.Arm{arm("a"), arm("b")}, 9, 1, stop)
	if !errors.Is(err, context.Canceled) || len(got) != 2 || len(got[0].Samples) != 2 || len(got[1].Samples) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRatiosAreTakenWithinARound(t *testing.T) {
	slow, fast := bench.Series{}, bench.Series{}
	for i := range 8 { // the machine slows down from round to round
		d := time.Duration(i+1) * time.Second
		slow.Samples = append(slow.Samples, bench.Sample{Wall: 2 * d})
		fast.Samples = append(fast.Samples, bench.Sample{Wall: d})
	}
	want := bench.Estimate{Median: 2, Interval: stats.Interval{Low: 2, High: 2}, Known: true}
	if got := bench.Ratio(slow, fast, bench.Wall); got != want {
		t.Errorf("Ratio = %+v, want %+v", got, want)
	}
}

func ExampleRatio() {
	mine := bench.Series{Samples: []bench.Sample{{Wall: 80 * time.Millisecond}, {Wall: 85 * time.Millisecond}, {Wall: 81 * time.Millisecond}}}
	theirs := bench.Series{Samples: []bench.Sample{{Wall: 100 * time.Millisecond}, {Wall: 100 * time.Millisecond}, {Wall: 90 * time.Millisecond}}}
	fmt.Printf("%.2fx\n", bench.Ratio(mine, theirs, bench.Wall).Median)
	// Output: 0.85x
}

func TestTimesKeepsWhatIsKnown(t *testing.T) {
	seconds := bench.Estimate{Median: 2, Interval: stats.Interval{Low: 1, High: 3}, Known: true}
	want := bench.Estimate{Median: 2000, Interval: stats.Interval{Low: 1000, High: 3000}, Known: true}
	if diff := cmp.Diff(want, seconds.Times(1000)); diff != "" {
		t.Errorf("Times(1000) (-want +got):\n%s", diff)
	}
}
