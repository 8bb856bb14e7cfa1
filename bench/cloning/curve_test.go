package cloning_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/clone/sqlite"
)

// curve measures two strategies at two points.
func curve(t *testing.T, against string, values ...string) (c cloning.Curve, done []int) {
	t.Helper()
	e := small(t, sqlite.New())
	e.Strategies = []string{"filecopy", "backup"}
	c, err := e.Curve(t.Context(), against, values, func(n int) { done = append(done, n) })
	if err != nil {
		t.Fatal(err)
	}
	return c, done
}

func TestACurveHasAPointForEachValue(t *testing.T) {
	c, done := curve(t, cloning.AgainstSize, "1MB", "3MB")
	if len(c.Points) != 2 || c.Points[0].Bytes >= c.Points[1].Bytes || len(c.Points[1].Rows) != 2 {
		t.Errorf("%+v", c)
	}
	if last := done[len(done)-1]; last != 4 {
		t.Errorf("%d rounds are done, want 4 of two points", last)
	}
	c, _ = curve(t, cloning.AgainstParallel, "1", "3")
	if a, b := c.Points[0], c.Points[1]; a.Parallel != 1 || b.Parallel != 3 || b.Clones != 3 {
		t.Errorf("%d and %d at a time, %d in a round", a.Parallel, b.Parallel, b.Clones)
	}
}

func TestACurveIsNotAgainstEverything(t *testing.T) {
	for _, tt := range [][2]string{{"weather", "1"}, {cloning.AgainstParallel, "0"}, {cloning.AgainstParallel, "few"}} {
		if _, err := small(t, sqlite.New()).Curve(t.Context(), tt[0], tt[1:], nil); !errors.Is(err, cloning.ErrAgainst) {
			t.Errorf("against %s: %v", tt, err)
		}
	}
}

func TestACurveIsWrittenInEveryFormat(t *testing.T) {
	c, _ := curve(t, cloning.AgainstSize, "1MB", "2MB")
	for name, want := range map[string]string{
		"json": `"against": "size"`, "csv": "sqlite,2MB,2,backup,1,", "benchstat": "size=2MB/parallel=2/strategy=backup",
		"markdown": "| clone | 1MB | 2MB | last / first |", "html": "<h2>First touch</h2>", "svg": "megabytes of the template", "png": "PNG",
	} {
		var b bytes.Buffer
		if err := cloning.CurveFormats()[name](&b, c); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: no %q, %v", name, want, err)
		}
	}
}

func TestWhatIsWrittenAndHeldIsMeasured(t *testing.T) {
	c, _ := curve(t, cloning.AgainstSize, "3MB")
	for _, row := range c.Points[0].Rows {
		if row.Written < 3e6 || row.Peak < 0 {
			t.Errorf("%s: %g bytes written, %g bytes of memory", row.Name, row.Written, row.Peak)
		}
		text, err := json.Marshal(row)
		if err != nil || !strings.Contains(string(text), `"written_bytes":`) {
			t.Errorf("%s, %v", text, err)
		}
	}
}
