package comparing

import (
	"context"
	"time"

	"github.com/ptr-project/ptr/bench"
)

// Alternate makes runs of before and after in turn, so many of each, in an order that
// is drawn anew each time, after one of each that doesn't count. It calls progress,
// which may be nil, with how many there are of each. They are the pairs of a
// [Comparison].
func Alternate(ctx context.Context, before, after func(context.Context) (Run, error), times int, seed uint64, progress func(int)) (Comparison, error) {
	var c Comparison
	arm := func(name string, runs *[]Run, make func(context.Context) (Run, error)) bench.Arm {
		return bench.Arm{Name: name, Run: func(ctx context.Context) (bench.Sample, error) {
			begin := time.Now()
			run, err := make(ctx)
			*runs = append(*runs, run)
			return bench.Sample{Wall: time.Since(begin)}, err
		}}
	}
	_, err := bench.Interleave(ctx, []bench.Arm{arm("old", &c.Old, before), arm("new", &c.New, after)}, times, seed, progress)
	if err != nil {
		return Comparison{}, err
	}
	c.Old, c.New, c.Paired = c.Old[1:], c.New[1:], true
	return c, nil
}
