package chart_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/reports/chart"
)

func TestAGridHasAColourForEachCell(t *testing.T) {
	g := chart.Grid{Title: "tests", Axis: "runs", Colours: chart.Meanings(), Rows: []chart.GridRow{
		{"orders.TestRefund", []int{0, 1, 1, -1}}, {"orders.TestCancel", []int{2, 0, 0, 0}},
	}}
	var out bytes.Buffer
	if err := g.Write(&out, chart.SVG); err != nil {
		t.Fatal(err)
	}
	for paint, want := range map[string]int{"#CFE6DD": 4, "#D55E00": 2, "#E69F00": 1} {
		if got := strings.Count(strings.ToUpper(out.String()), paint); got != want {
			t.Errorf("%d cells are %s, want %d", got, paint, want)
		}
	}
	if !strings.Contains(out.String(), "orders.TestRefund") {
		t.Error("the picture does not name its rows")
	}
	if err := (chart.Grid{}).Write(&out, chart.SVG); err == nil {
		t.Error("a picture of nothing was drawn")
	}
}
