package cloning

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bench"
)

func TestTheRecommendationStatesItsConfidence(t *testing.T) {
	series := func(name string, milliseconds ...int) bench.Series {
		s := bench.Series{Name: name}
		for _, ms := range milliseconds {
			s.Samples = append(s.Samples, bench.Sample{Wall: time.Duration(ms) * time.Millisecond})
		}
		return s
	}
	fast := series("fast", 10, 11, 10, 11, 10, 11, 10, 11, 10, 11)
	near := series("near", 11, 10, 11, 10, 11, 10, 11, 10, 11, 11)
	slow := series("slow", 20, 22, 20, 22, 20, 22, 20, 22, 20, 22)
	for name, tt := range map[string]struct {
		series []bench.Series
		want   string
	}{
		"one is faster": {[]bench.Series{slow, fast}, "Use fast: 10.5 ms for a clone, at 95 % confidence the fastest; slow, the next, takes 2.00 times as long."},
		"two are alike": {[]bench.Series{near, slow, fast}, "Use fast: 10.5 ms for a clone, the least of what was measured; at 95 % confidence near cannot be told apart from it."},
		"few rounds": {[]bench.Series{series("a", 1, 1), series("b", 9, 9)},
			"Use a: 1.00 ms for a clone, the least of what was measured, in too few rounds to be sure."},
		"one":  {[]bench.Series{fast}, "Use fast: 10.5 ms for a clone; nothing else was measured."},
		"none": {nil, "None of these is a way of cloning this database."},
	} {
		t.Run(name, func(t *testing.T) {
			var r Result
			var rows []*Row
			for _, s := range tt.series {
				row := &Row{Name: s.Name}
				row.fill(s, &timing{})
				rows = append(rows, row)
			}
			r.conclude(tt.series, rows)
			if r.Recommendation != tt.want {
				t.Errorf("%s\nwant %s", r.Recommendation, tt.want)
			}
		})
	}
}

func TestWhatIsNoWayOfCloningIsNotRecommended(t *testing.T) {
	var r Result
	s := bench.Series{Name: "pool", Samples: []bench.Sample{{Wall: time.Millisecond}}}
	row := &Row{Name: "pool", aside: true}
	row.fill(s, &timing{})
	r.conclude([]bench.Series{s}, []*Row{row})
	if want := "None of these is a way of cloning: they say what others are to be compared with."; r.Recommendation != want || r.Fastest != "" {
		t.Errorf("%q, and %q is the fastest", r.Recommendation, r.Fastest)
	}
}

func TestWhatIsPreparedPaysFromSomeCloneOn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		times := rapid.Float64Range(0, 100)
		row := &Row{Prepare: times.Draw(r, "prepare"), Median: times.Draw(r, "clone")}
		other := &Row{Prepare: times.Draw(r, "other prepare"), Median: times.Draw(r, "other clone")}
		total := func(row *Row, n int) float64 { return row.Prepare + float64(n)*row.Median }
		switch n := paysFrom(row, other); {
		case n == 0 && row.Prepare > other.Prepare && row.Median < other.Median:
			r.Fatal("it never pays, though its clones take less")
		case n > 0 && (total(row, n) > total(other, n)+1e-9 || n > 1 && total(row, n-1) < total(other, n-1)-1e-9):
			r.Fatalf("it pays from %d on", n)
		}
	})
}
