package comparing_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bench/cloning/comparing"
)

// counting makes runs that are called by a number, and writes their side.
func counting(log *strings.Builder, side string) func(context.Context) (comparing.Run, error) {
	n := -1
	return func(context.Context) (comparing.Run, error) {
		log.WriteString(side)
		n++
		return comparing.Run{Name: fmt.Sprint(side, n)}, nil
	}
}

func TestRunsAlternateInPairs(t *testing.T) {
	var log strings.Builder
	got, err := comparing.Alternate(t.Context(), counting(&log, "o"), counting(&log, "n"), 6, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := comparing.Comparison{Paired: true}
	for i := range 6 { // o0 and n0 don't count
		want.Old = append(want.Old, comparing.Run{Name: fmt.Sprint("o", i+1)})
		want.New = append(want.New, comparing.Run{Name: fmt.Sprint("n", i+1)})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Alternate (-want +got):\n%s", diff)
	}
	first := map[byte]bool{}
	for i := range 7 {
		pair := log.String()[2*i : 2*i+2]
		if pair != "on" && pair != "no" {
			t.Errorf("pair %d is %q", i, pair)
		}
		first[pair[0]] = true
	}
	if len(first) != 2 {
		t.Errorf("the same side was always first: %s", log.String())
	}
}

func TestARunThatFailsEndsAlternating(t *testing.T) {
	full := errors.New("disk full")
	var log strings.Builder
	fail := func(context.Context) (comparing.Run, error) { return comparing.Run{}, full }
	if _, err := comparing.Alternate(t.Context(), counting(&log, "o"), fail, 6, 1, nil); !errors.Is(err, full) || !strings.Contains(err.Error(), "new") {
		t.Errorf("error %v", err)
	}
}
