package bench

import "context"

// block is how many rounds are added at a time: the fewest of which a median has
// an interval.
const block = 6

// Rounds finds out how many rounds it takes until every arm's median wall time is known
// to within precision, which is half the width of its interval relative to it, such
// as 0.05; at most so many. It measures for that, and throws away what it measured: a
// series that ended when it looked good would look better than it is. After each round
// it calls progress, which may be nil, with how many are done.
func Rounds(ctx context.Context, arms []Arm, precision float64, most int, seed uint64, progress func(done int)) (int, error) {
	pilot := make([]Series, len(arms))
	for done := 0; ; {
		n := min(block, most-done)
		if n <= 0 {
			return most, nil
		}
		more, err := Interleave(ctx, arms, n, seed+uint64(done), func(in int) {
			if progress != nil && in > 0 {
				progress(done + in)
			}
		})
		if err != nil {
			return 0, err
		}
		for i := range pilot {
			pilot[i].Samples = append(pilot[i].Samples, more[i].Samples...)
		}
		if done += n; precise(pilot, precision) {
			return done, nil
		}
	}
}

func precise(all []Series, precision float64) bool {
	for _, s := range all {
		e := Measure(s, Wall)
		if !e.Known || e.Interval.High-e.Interval.Low > 2*precision*e.Median {
			return false
		}
	}
	return true
}
