package chart

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// decades marks 1, 2 and 5 of each decade on an axis of logarithms, and of many
// decades only the powers of ten.
type decades struct{}

// Ticks implements [plot.Ticker].
func (decades) Ticks(low, high float64) []plot.Tick {
	steps := []float64{1, 2, 5}
	if high-low > 4 {
		steps = []float64{1}
	}
	var all []plot.Tick
	for decade := math.Floor(low); decade <= high; decade++ {
		for _, step := range steps {
			value := step * math.Pow(10, decade)
			if at := math.Log10(value); at >= low && at <= high {
				all = append(all, plot.Tick{Value: at, Label: number(value)})
			}
		}
	}
	return all
}

// marks are ticks at given values, with as many labels as have room.
type marks struct {
	values []float64 // ascending, in the axis's unit
	scale  func(float64) float64
	style  text.Style
	length vg.Length // of the axis
}

// apart is how far labels must be from each other.
const apart = 2 * vg.Millimeter

// Ticks implements [plot.Ticker]. The first and the last value have labels.
func (m marks) Ticks(low, high float64) []plot.Tick {
	ticks := make([]plot.Tick, len(m.values))
	last, end := len(m.values)-1, vg.Length(math.Inf(-1))
	var ending vg.Length // where the last label begins
	for i := range ticks {
		at, label := m.scale(m.values[i]), number(m.values[i])
		ticks[i].Value = at
		middle := m.length * vg.Length((at-low)/(high-low))
		half := m.style.Width(label) / 2
		if i == 0 {
			ending = m.begins(last, low, high)
		}
		free := middle-half >= end+apart && middle+half <= ending-apart
		if i == 0 || i == last || free {
			ticks[i].Label, end = label, middle+half
		}
	}
	return ticks
}

// begins is where the label of value i begins.
func (m marks) begins(i int, low, high float64) vg.Length {
	middle := m.length * vg.Length((m.scale(m.values[i])-low)/(high-low))
	return middle - m.style.Width(number(m.values[i]))/2
}
