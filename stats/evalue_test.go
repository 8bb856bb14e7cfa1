package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestElevenPairsConvictAtOneInThousand(t *testing.T) {
	if e := PairEValue(0, 0); math.Abs(e-1) > 1e-12 {
		t.Errorf("no pairs give %v, want 1", e)
	}
	if e := PairEValue(11, 0); e < 2000 {
		t.Errorf("eleven pairs give %v, want 2,000 at least", e)
	}
	if e := PairEValue(10, 0); e >= 2000 {
		t.Errorf("ten pairs give %v, which is too much", e)
	}
}

// A bet that is fair has the same value after the next pair, on the average: that is
// what makes its value mean something whenever one looks.
func TestPairEValueIsAMartingale(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		pro := rapid.IntRange(0, 60).Draw(rt, "pro")
		contra := rapid.IntRange(0, 60).Draw(rt, "contra")
		now := PairEValue(pro, contra)
		next := (PairEValue(pro+1, contra) + PairEValue(pro, contra+1)) / 2
		if math.Abs(next-now) > 1e-9*max(1, now) {
			rt.Fatalf("after %d and %d pairs it is %v, and then %v", pro, contra, now, next)
		}
	})
}

func TestOneContradictionIsMadeUpFor(t *testing.T) {
	if e := PairEValue(24, 1); e < 2000 {
		t.Errorf("24 pairs for and one against give %v, want 2,000 at least", e)
	}
}
