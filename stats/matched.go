package stats

import (
	"math"
	"slices"
)

// Matched counts pairs of trials, each with a first and a second member, by which of
// the two had an event, such as a failure in one order and in another.
type Matched struct {
	Both    int `json:"both"`
	First   int `json:"first"` // the first only
	Second  int `json:"second"`
	Neither int `json:"neither"`
}

// Of is how many pairs there are.
func (m Matched) Of() int { return m.Both + m.First + m.Second + m.Neither }

// The alternatives that [Matched.EValue] bets on: that the first member always has the
// event and the second never, nearly, and on pairs of rates in case it is not as plain.
const (
	plainly   = 0.9995
	onPlainly = 0.5 // of the stake
)

// mixedRates are what the rest of the stake is spread over, evenly: rates of the first
// member, and those of the second that are below it.
func mixedRates() (first, second []float64) {
	return []float64{0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.98}, []float64{0.001, 0.02, 0.1, 0.3, 0.6}
}

// EValue is the evidence that events are more frequent in first members than in second
// ones. It is 1 with no pairs. If they are as frequent, at whatever rate, which may be
// another one for each pair, and the two members of a pair do not influence each other,
// it reaches x at any time with a probability of 1/x at most, whenever one looks.
//
// Six pairs of which each says so give more than 1,000, ten more than 500,000.
//
// Source: R. Turner, A. Ly and P. Grünwald, Generic E-variables for exact sequential
// k-sample tests that allow for optional stopping, Journal of Statistical Planning and
// Inference 230 (2024) 106116, for blocks of one and one: the likelihood at rates a and b
// against that at (a+b)/2 for both.
func (m Matched) EValue() float64 {
	ratios := m.ratios()
	sum := 0.0
	for _, r := range ratios[1:] {
		sum += r
	}
	return onPlainly*ratios[0] + (1-onPlainly)*sum/float64(len(ratios)-1)
}

// Fit is how many times likelier the best of the alternatives makes the pairs than equal
// rates do. It is no evidence, since it is chosen by the pairs themselves; but where it is
// small, more pairs will hardly give any.
func (m Matched) Fit() float64 { return slices.Max(m.ratios()) }

// ratios are those of the alternatives, the plain one first.
func (m Matched) ratios() []float64 {
	ratios := []float64{m.ratio(plainly, 1-plainly)}
	first, second := mixedRates()
	for _, a := range first {
		for _, b := range second {
			if b < a/1.5 {
				ratios = append(ratios, m.ratio(a, b))
			}
		}
	}
	return ratios
}

// ratio is how much likelier the pairs are at rates a and b than at their mean.
func (m Matched) ratio(a, b float64) float64 {
	mean := (a + b) / 2
	with, without := math.Log(mean), math.Log(1-mean)
	sum := float64(m.Both) * (math.Log(a) + math.Log(b) - 2*with)
	sum += float64(m.First) * (math.Log(a) + math.Log(1-b) - with - without)
	sum += float64(m.Second) * (math.Log(1-a) + math.Log(b) - with - without)
	sum += float64(m.Neither) * (math.Log(1-a) + math.Log(1-b) - 2*without)
	return math.Exp(sum)
}
