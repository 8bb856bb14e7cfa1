package causes_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/ptr-project/ptr/causes"
)

// seen are things by their runs, a letter for each: x is one that shows it, a dot one
// that could have, a space one that could not.
func seen(rows ...string) []causes.Seen {
	var all []causes.Seen
	for _, row := range rows {
		var s causes.Seen
		for run, letter := range row {
			if letter != ' ' {
				s.Exposed.Add(run)
			}
			if letter == 'x' {
				s.Runs.Add(run)
			}
		}
		all = append(all, s)
	}
	return all
}

func TestCluster(t *testing.T) {
	tests := map[string]struct {
		runs causes.Timeline
		rows []string
		by   []string
		says []string
		want string
	}{
		"always together": {rows: []string{
			"..x.....x....x.......x.......x",
			"..x.....x....x.......x.......x",
			".......x......x.....x.....x...",
		}, want: "[[0 1] [2]]"},
		"nearly always": {rows: []string{
			"..x.....x....x.......x.......x..x...x...",
			"..x..........x.......x.......x..x...x...",
			".......x......x.....x.....x..........x..",
		}, want: "[[0 1] [2]]"},
		"once, in the same run":                    {rows: []string{"..x.................", "..x................."}, want: "[[0] [1]]"},
		"once, in the same words":                  {rows: []string{"..x.....................", "..x....................."}, says: []string{"no such file", "no such file"}, want: "[[0 1]]"},
		"the same words in other runs":             {rows: []string{"..x.................", ".....x.............."}, says: []string{"no", "no"}, want: "[[0] [1]]"},
		"the very same, of a dozen runs":           {rows: []string{"..x..xx.....", "..x..xx.....", ".x.........."}, want: "[[0 1] [2]]"},
		"few runs":                                 {rows: []string{".xx..x", ".xx..x"}, want: "[[0] [1]]"},
		"few runs, but many tests":                 {rows: []string{".xx..x", ".xx..x", ".xx..x", ".xx..x"}, want: "[[0 1 2 3]]"},
		"both fail always":                         {rows: []string{"xxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxx"}, want: "[[0] [1]]"},
		"other culprits":                           {rows: []string{"..x..x..x..x..x..x..", "..x..x..x..x..x..x.."}, by: []string{"a", "b"}, want: "[[0] [1]]"},
		"one culprit, seldom together":             {rows: []string{"..x..x..............", "...x....x..........."}, by: []string{"a", "a"}, want: "[[0 1]]"},
		"a culprit is known of one only":           {rows: []string{"..x..x..x..x..x..x..", "..x..x..x..x..x..x.."}, by: []string{"a", ""}, want: "[[0] [1]]"},
		"never in one run, of those that had both": {rows: []string{"x.x.x.x.x.          ", "          .x.x.x.x.x"}, want: "[[0] [1]]"},
		"broke at different times":                 {runs: causes.Drifting, rows: []string{"......xxxxxxxxxxxxxxxxxxxxxxxx", ".........xxxxxxxxxxxxxxxxxxxxx"}, want: "[[0] [1]]"},
		"broke at once":                            {runs: causes.Drifting, rows: []string{".........xxxxxxxxxxxxxxxxxxxxx", ".........xxxxxxxxxxxxxxxxxxxxx"}, want: "[[0 1]]"},
		"flake together, while code changes": {runs: causes.Drifting, rows: []string{
			"..x.....x....x.......x.......x..x...x...",
			"..x.....x....x..x....x.......x..x...x...",
			".......x......x.....x.....x..........x..",
		}, want: "[[0 1] [2]]"},
		"nothing": {want: "[]"},
	}
	for name, tt := range tests {
		all := seen(tt.rows...)
		for i := range all {
			if tt.by != nil {
				all[i].By = tt.by[i]
			}
			if tt.says != nil {
				all[i].Words = []string{tt.says[i]}
			}
		}
		if got := fmt.Sprint(causes.Cluster(all, tt.runs)); got != tt.want {
			t.Errorf("%s: Cluster(%q) = %s, want %s", name, tt.rows, got, tt.want)
		}
	}
}

// Of tests that fail each for itself, at rates as flaky ones have, hardly any two are put
// down to one cause, however many there are.
func TestWhatFailsForItselfStaysApart(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const suites, tests, runs = 300, 30, 40
	wrong := 0
	for range suites {
		all := make([]causes.Seen, tests)
		for i := range all {
			rate := []float64{0.02, 0.05, 0.1, 0.2, 0.5}[i%5]
			for run := range runs {
				all[i].Exposed.Add(run)
				if random.Float64() < rate {
					all[i].Runs.Add(run)
				}
			}
		}
		if len(causes.Cluster(all, causes.Exchangeable)) < tests {
			wrong++
		}
	}
	if wrong > suites/20 {
		t.Errorf("in %d of %d suites tests that had nothing to do with each other were one cause, want %d at most", wrong, suites, suites/20)
	}
	t.Logf("%d of %d suites", wrong, suites)
}
