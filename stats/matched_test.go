package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Whatever the rate is, as long as it is the same for both, a bet on the next pair gains
// nothing on the average.
func TestMatchedEValueGainsNothingWithoutAnEffect(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(name string) int { return rapid.IntRange(0, 20).Draw(rt, name) }
		m := Matched{draw("both"), draw("first"), draw("second"), draw("neither")}
		p := rapid.Float64Range(0, 1).Draw(rt, "rate")
		next := p*p*Matched{m.Both + 1, m.First, m.Second, m.Neither}.EValue() +
			p*(1-p)*Matched{m.Both, m.First + 1, m.Second, m.Neither}.EValue() +
			(1-p)*p*Matched{m.Both, m.First, m.Second + 1, m.Neither}.EValue() +
			(1-p)*(1-p)*Matched{m.Both, m.First, m.Second, m.Neither + 1}.EValue()
		if now := m.EValue(); next > now*(1+1e-9) {
			rt.Fatalf("at rate %v %+v is worth %v, and %v after the next pair", p, m, now, next)
		}
	})
}

func TestSixPairsShowADependence(t *testing.T) {
	if e := (Matched{}).EValue(); math.Abs(e-1) > 1e-12 {
		t.Errorf("no pairs give %v, want 1", e)
	}
	if e := (Matched{First: 6}).EValue(); e < 1000 {
		t.Errorf("six pairs give %v, want 1,000 at least", e)
	}
	if e := (Matched{First: 5}).EValue(); e >= 1000 {
		t.Errorf("five pairs give %v, which is too much", e)
	}
	if e := (Matched{First: 10}).EValue(); e < 500_000 {
		t.Errorf("ten pairs give %v, want 500,000 at least", e)
	}
}

// Turner, Ly and Grünwald, section 3: for blocks of one and one the best e-variable against
// one rate for both is the likelihood ratio to the mean of the two rates.
func TestMatchedRatioIsThatToTheMean(t *testing.T) {
	got := Matched{First: 1}.ratio(0.5, 0.1)
	want := 0.5 * 0.9 / (0.3 * 0.7)
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("ratio = %v, want %v", got, want)
	}
}
