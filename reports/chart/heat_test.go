package chart_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/reports/chart"
)

func TestHeatShowsWhoAndHowMuch(t *testing.T) {
	h := chart.Heat{Axis: "before", Rows: []string{"victim", "brittle"}, Columns: []string{"a", "b", "c"}, Values: [][]float64{{1, math.NaN(), math.NaN()}, {math.NaN(), -1, math.NaN()}}}
	var b bytes.Buffer
	if err := h.Write(&b, chart.SVG); err != nil {
		t.Fatal(err)
	}
	texts := said(b.String())
	for _, want := range []string{"victim", "brittle", "a", "b", "c", "before"} {
		if !slices.Contains(texts, want) {
			t.Errorf("%q is not in %q", want, texts)
		}
	}
	for colour, want := range map[string]int{"#D55E00": 1, "#0072B2": 1, "#F2F2F2": 4} {
		if got := strings.Count(b.String(), "fill:"+colour+"\""); got != want {
			t.Errorf("%s is %d times in the drawing, want %d", colour, got, want)
		}
	}
	if err := (chart.Heat{}).Write(&b, chart.SVG); err == nil {
		t.Error("nothing is drawn without an error")
	}
}
