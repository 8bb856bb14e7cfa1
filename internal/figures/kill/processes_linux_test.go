package kill

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseStat(t *testing.T) {
	cases := map[string]struct {
		stat  string
		want  process
		alive bool
	}{
		"a process":            {"17 (go) S 9 17 17 0", process{17, 9, "go"}, true},
		"a name like a stat":   {"17 (a) R 1 (b) R 9 17", process{17, 9, "a) R 1 (b"}, true},
		"one that ended":       {"17 (go) Z 9 17 17 0", process{}, false},
		"one that just ends":   {"17 (go) X 0", process{}, false},
		"nothing, as if gone":  {"", process{}, false},
		"something else, torn": {"17 (go", process{}, false},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			got, alive := parseStat([]byte(tt.stat))
			if alive != tt.alive {
				t.Fatalf("parseStat(%q): alive = %v", tt.stat, alive)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(process{})); alive && diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProcessesKnowTheirParentsAndPlaces(t *testing.T) {
	all, err := processes()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.pid != os.Getpid() {
			continue
		}
		if p.parent != os.Getppid() || !p.livesIn(dir) || p.livesIn(t.TempDir()+"/none") {
			t.Errorf("we are %+v; lives in %s: %v", p, dir, p.livesIn(dir))
		}
		return
	}
	t.Error("we are not among the processes")
}
