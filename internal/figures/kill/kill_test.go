package kill

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASeriesThatEndsEarlyKeepsWhatItHas(t *testing.T) {
	broken := errors.New("the disk is full")
	cases := map[string]struct {
		ends  error // what the sixth trial does
		calls bool  // or the experiment is called off in it
		want  error
	}{
		"it fails":          {ends: broken, want: broken},
		"it is interrupted": {calls: true, want: context.Canceled},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			tried := 0
			trial := func(p phase, a aim) (Row, error) {
				if tried++; tried < 6 {
					return Row{Kills: 1, Shown: 3, Struck: map[string]int{a.String(): 1}}, nil
				}
				if tt.calls {
					cancel()
				}
				return Row{Kills: 1, Wrong: 1, Findings: []string{"the next run: context canceled"}}, tt.ends
			}
			e := Experiment{Times: 4, Phases: []string{"build", "clone", "report"}}
			told := 0
			rows, err := e.series(ctx, []aim{ptr, child, grandchild}, func(one Row) { told += one.Kills }, trial)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			want := []Row{
				{Phase: "build", Aim: "ptr", Kills: 2, Shown: 6, Struck: map[string]int{"ptr": 2}},
				{Phase: "build", Aim: "worker", Kills: 1, Shown: 3, Struck: map[string]int{"worker": 1}},
				{Phase: "build", Aim: "child of a test", Kills: 1, Shown: 3, Struck: map[string]int{"child of a test": 1}},
				{Phase: "clone", Aim: "ptr", Kills: 1, Shown: 3, Struck: map[string]int{"ptr": 1}},
			}
			if diff := cmp.Diff(want, rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if told != 5 {
				t.Errorf("it has told of %d kills, want 5", told)
			}
		})
	}
}
