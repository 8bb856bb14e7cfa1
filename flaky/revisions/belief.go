package revisions

import "math"

// strange is the probability that the test fails in this way at a revision before it was
// flaky: not nothing, so that one strange failure does not decide.
const strange = 1e-4

// rates is how many rates are told apart, evenly in their log odds from 1 in 1,000 to
// 999 in 1,000: that is Haldane's prior, cut off where nobody would search.
const rates = 41

// A belief is the weight of each first flaky revision and each rate.
type belief struct {
	weights [][rates]float64 // by first flaky revision; they add up to 1
	mute    []bool           // revisions that are not asked
}

func newBelief(revisions int) *belief {
	b := &belief{make([][rates]float64, revisions), make([]bool, revisions)}
	for c := range b.weights {
		for i := range rates {
			b.weights[c][i] = 1 / float64(revisions*rates)
		}
	}
	return b
}

// rateOf is the i-th rate.
func rateOf(i int) float64 {
	odds := math.Log(999) * (2*float64(i)/(rates-1) - 1)
	return 1 / (1 + math.Exp(-odds))
}

// see takes in how the test ended at a revision.
func (b *belief) see(revision int, failed bool, passed int) {
	chance := func(p float64) float64 {
		if failed {
			return p * math.Pow(1-p, float64(passed))
		}
		return math.Pow(1-p, float64(passed))
	}
	before, since := chance(strange), each(chance)
	b.update(func(c, i int) float64 {
		if revision < c {
			return before
		}
		return since[i]
	})
}

// each is f of each rate.
func each(f func(rate float64) float64) (values [rates]float64) {
	for i := range rates {
		values[i] = f(rateOf(i))
	}
	return values
}

// absent takes in that a revision does not have the test, nor has any before it.
func (b *belief) absent(revision int) {
	b.update(func(c, _ int) float64 {
		if c <= revision {
			return 0
		}
		return 1
	})
	for r := range revision + 1 {
		b.mute[r] = true
	}
}

// skip has a revision not asked any more.
func (b *belief) skip(revision int) { b.mute[revision] = true }

// update multiplies weights by likelihoods, unless that leaves nothing.
func (b *belief) update(likelihood func(c, i int) float64) {
	sum, posterior := 0.0, make([][rates]float64, len(b.weights))
	for c := range b.weights {
		for i := range rates {
			posterior[c][i] = b.weights[c][i] * likelihood(c, i)
			sum += posterior[c][i]
		}
	}
	if sum == 0 {
		return
	}
	for c := range posterior {
		for i := range rates {
			posterior[c][i] /= sum
		}
	}
	b.weights = posterior
}

// of is the probability that revision c is the first that is flaky.
func (b *belief) of(c int) float64 {
	sum := 0.0
	for _, w := range b.weights[c] {
		sum += w
	}
	return sum
}

func (b *belief) likeliest() (c int, probability float64) {
	for r := range b.weights {
		if p := b.of(r); p > probability {
			c, probability = r, p
		}
	}
	return c, probability
}

// credible is the shortest stretch around the likeliest that has all but alpha of the
// probability.
func (b *belief) credible(alpha float64) (low, high int) {
	low, sum := b.likeliest()
	high = low
	for sum < 1-alpha && (low > 0 || high < len(b.weights)-1) {
		if high == len(b.weights)-1 || low > 0 && b.of(low-1) >= b.of(high+1) {
			low--
			sum += b.of(low)
		} else {
			high++
			sum += b.of(high)
		}
	}
	return low, high
}

// rate is the mean of the rate at which the test fails.
func (b *belief) rate() float64 {
	sum, values := 0.0, each(func(p float64) float64 { return p })
	for c := range b.weights {
		for i, w := range b.weights[c] {
			sum += w * values[i]
		}
	}
	return sum
}

// next is the revision at which so many runs are expected to tell most of which is the
// first flaky one: the information, in bits, that whether they show a failure has of it.
// It is false if all that are left to ask would tell next to nothing.
func (b *belief) next(runs int) (revision int, ok bool) {
	shows := each(func(p float64) float64 { return 1 - math.Pow(1-p, float64(runs)) })
	most, shown, doubt := telling, 0.0, 0.0
	for r := range len(b.weights) - 1 {
		here, weight := 0.0, b.of(r)
		for i, w := range b.weights[r] {
			here += w * shows[i]
		}
		if weight > 0 {
			shown, doubt = shown+here, doubt+weight*entropy(here/weight)
		}
		if information := entropy(shown) - doubt; information > most && !b.mute[r] {
			revision, most, ok = r, information, true
		}
	}
	return revision, ok
}

// telling is how many bits a revision's runs have to be expected to tell, for it to be
// asked.
const telling = 1e-4

// entropy is that of something with this probability, in bits.
func entropy(p float64) float64 {
	if p <= 0 || p >= 1 {
		return 0
	}
	return -p*math.Log2(p) - (1-p)*math.Log2(1-p)
}
