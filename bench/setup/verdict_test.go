package setup

import "testing"

func TestVerdicts(t *testing.T) {
	syncs := 9.0
	sure := func(median, low, high float64) Ratio { return Ratio{median, &Interval{low, high}} }
	cure := func(name string, r Ratio) Measure { return Measure{Name: name, Faster: &r} }
	mysql := Result{
		Memory: true, Default: Figure{Median: 18.24}, Own: Figure{Median: 4.11}, Times: sure(4.4, 4.1, 4.7),
		Kinds:    []Kind{{Name: "CREATE TABLE", Count: 1100, Default: 13.1, Waiting: 0.78, Syncs: &syncs}},
		Settings: []Measure{cure("memory", sure(3.9, 3.5, 4.3)), cure("luck", sure(1.5, 0.9, 2)), cure("commits", sure(1.05, 1.01, 1.1)), {Name: "unmeasured", Note: "no"}},
		Scripts:  []Measure{cure("one transaction", sure(2, 1.8, 2.2))},
	}
	quick := Result{
		Default: Figure{Median: 0.02}, Own: Figure{Median: 0.04}, Times: Ratio{Median: 0.5},
		Kinds: []Kind{{Name: "INSERT", Count: 1, Default: 0.0101}}, Settings: []Measure{cure("journal", Ratio{Median: 0.9})},
	}
	stop := 30.0
	checkpoint := Result{
		Default: Figure{Median: 31}, Own: Figure{Median: 3}, Times: sure(10, 9, 11), Kinds: []Kind{{Name: "INSERT", Count: 1, Default: 1}},
		Phases: []Phase{{Name: "the script", Default: &stop}, {Name: "stopping the server", Default: &stop, Alone: true}},
	}
	tests := map[string]struct {
		of   Result
		want string
	}{
		"a slow disk": {mysql, "Preparing takes 18.2 s with default settings on disk, and 4.11 s with ptr's in memory, 4.40 times faster (4.10 – 4.70); by default, 13.1 s of that is CREATE TABLE (1100 statements), 78 % of it waiting (9.0 syncs each); what helps most by itself is memory: 3.90 times faster (3.50 – 4.30), one transaction: 2.00 times faster (1.80 – 2.20)."},
		"a slow stop": {checkpoint, "Preparing takes 31.0 s with default settings on disk, and 3.00 s with ptr's on disk, 10.00 times faster (9.00 – 11.00); by default, 30.0 s of that is stopping the server."},
		"no cure":     {quick, "Preparing takes 20.0 ms with default settings on disk, and 40.0 ms with ptr's on disk, 0.50 times as fast; by default, 10.1 ms of that is INSERT (1 statement), 0 % of it waiting; no single cure makes much of a difference; these are too few rounds to be sure."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.of.verdict(); got != tt.want {
				t.Errorf("verdict() = %s\nwant %s", got, tt.want)
			}
		})
	}
}
