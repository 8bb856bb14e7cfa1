package chart_test

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/reports/chart"
)

func scaling() chart.Lines {
	return chart.Lines{
		Title: "shop", X: "workers", Y: "seconds",
		Series: []chart.Series{
			{Name: "measured", Points: []chart.Point{{X: 1, Y: 9}, {X: 2, Y: 5, Low: 4.8, High: 5.4}, {X: 4, Y: 4}}},
			{Name: "ideal", Guide: true, Points: []chart.Point{{X: 1, Y: 9}, {X: 4, Y: 2.25}}},
			{Name: "too many"},
		},
	}
}

func growth() chart.Lines {
	l := chart.Lines{Title: "clones", X: "MB", Y: "milliseconds", Series: []chart.Series{{Name: "copy"}, {Name: "overlay"}}}
	for i := range 10 {
		size := math.Pow(2, float64(i))
		l.Series[0].Points = append(l.Series[0].Points, chart.Point{X: size, Y: 3 * size, Low: 2.5 * size, High: 4 * size})
		l.Series[1].Points = append(l.Series[1].Points, chart.Point{X: size, Y: 35})
	}
	return l
}

func drawnLines(t interface{ Fatal(...any) }, l chart.Lines) string {
	var b bytes.Buffer
	if err := l.Write(&b, chart.SVG); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// said are the texts of a drawing, in order.
func said(svg string) []string {
	var texts []string
	for _, found := range regexp.MustCompile(`(?s)<text[^>]*>([^<]*)</text>`).FindAllStringSubmatch(svg, -1) {
		texts = append(texts, found[1])
	}
	return texts
}

func TestLinesNameTheirAxesAndSeries(t *testing.T) {
	for name, tt := range map[string]struct {
		chart chart.Lines
		want  []string
	}{
		"within a decade":    {scaling(), []string{"shop", "workers", "seconds", "measured", "ideal", "too many"}},
		"more than that":     {growth(), []string{"MB (logarithmic)", "milliseconds (logarithmic)", "copy", "overlay"}},
		"X where points are": {scaling(), []string{"1", "2", "4"}},
		"many of them":       {growth(), []string{"1", "2", "4", "8", "16", "32", "64", "128", "256", "512"}},
	} {
		t.Run(name, func(t *testing.T) {
			texts := said(drawnLines(t, tt.chart))
			for _, want := range tt.want {
				if !slices.Contains(texts, want) {
					t.Errorf("%q is not among %q", want, texts)
				}
			}
		})
	}
}

func TestAnAxisIsLogarithmicFromADecadeOn(t *testing.T) {
	for name, tt := range map[string]struct {
		y    []float64
		want bool
	}{
		"less than a decade":       {[]float64{1, 9.9}, false},
		"a decade":                 {[]float64{1, 10}, true},
		"nothing has no logarithm": {[]float64{0, 10}, false},
		"nor has what is below":    {[]float64{-1, 10}, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := chart.Lines{Y: "seconds", Series: []chart.Series{{}}}
			for i, y := range tt.y {
				l.Series[0].Points = append(l.Series[0].Points, chart.Point{X: float64(i + 1), Y: y})
			}
			if got := strings.Contains(drawnLines(t, l), "seconds (logarithmic)"); got != tt.want {
				t.Errorf("logarithmic: %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAnIntervalCountsForItsAxis(t *testing.T) {
	l := scaling()
	l.Series[0].Points[1].High = 90
	if !strings.Contains(drawnLines(t, l), "seconds (logarithmic)") {
		t.Error("an interval from 4.8 to 90 is on a linear axis")
	}
}

func TestTheOrderOfPointsDoesNotMatter(t *testing.T) {
	forward, backward := growth(), growth()
	for _, s := range backward.Series {
		slices.Reverse(s.Points)
	}
	if drawnLines(t, forward) != drawnLines(t, backward) {
		t.Error("it differs")
	}
}

// placed are the labels below the X axis, with the middle of each.
var placed = regexp.MustCompile(`<text x="([0-9.-]+)"[^>]*\n?[^>]*>([^<]+)</text>`)

func TestNeitherManyNorNearPointsHaveLabelsOnEachOther(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := chart.Lines{Series: []chart.Series{{Name: "s"}}}
		xs := rapid.SliceOfNDistinct(rapid.IntRange(1, 1_000_000), 2, 60, rapid.ID).Draw(r, "x")
		var labels []string
		for _, x := range xs {
			at := float64(x) + 0.5
			l.Series[0].Points = append(l.Series[0].Points, chart.Point{X: at, Y: 1})
			labels = append(labels, strconv.FormatFloat(at, 'g', 6, 64))
		}
		marked, end := 0, math.Inf(-1)
		for _, found := range placed.FindAllStringSubmatch(drawnLines(r, l), -1) {
			if !slices.Contains(labels, found[2]) {
				continue // not on the X axis
			}
			begin, err := strconv.ParseFloat(found[1], 64)
			if err != nil {
				r.Fatal(err)
			}
			if begin < end {
				r.Fatalf("%q begins at %v, and its neighbour ends at %v", found[2], begin, end)
			}
			marked++
			end = begin + 5*float64(len(found[2])) // a digit of 10 points is half as wide
		}
		if marked < 2 {
			r.Fatalf("%d of %d points have labels", marked, len(xs))
		}
	})
}

func TestAnyLinesCanBeDrawn(t *testing.T) {
	value := rapid.Float64Range(-1e9, 1e9)
	rapid.Check(t, func(r *rapid.T) {
		point := rapid.Custom(func(r *rapid.T) chart.Point {
			return chart.Point{X: value.Draw(r, "x"), Y: value.Draw(r, "y"), Low: value.Draw(r, "low"), High: value.Draw(r, "high")}
		})
		l := chart.Lines{}
		for range rapid.IntRange(1, 20).Draw(r, "series") {
			l.Series = append(l.Series, chart.Series{
				Name: rapid.String().Draw(r, "name"), Guide: rapid.Bool().Draw(r, "guide"),
				Points: rapid.SliceOfN(point, 1, 10).Draw(r, "points"),
			})
		}
		if first := drawnLines(r, l); first == "" || first != drawnLines(r, l) {
			r.Fatal("nothing was drawn, or another thing")
		}
	})
}

func TestLinesThatCannotBeDrawnAreAnError(t *testing.T) {
	with := func(p chart.Point) chart.Lines {
		return chart.Lines{Series: []chart.Series{{Name: "overlay", Points: []chart.Point{p}}}}
	}
	for name, tt := range map[string]struct {
		chart  chart.Lines
		format string
		want   string
	}{
		"no series":         {chart.Lines{}, chart.SVG, "no points"},
		"no points":         {chart.Lines{Series: []chart.Series{{Name: "a"}}}, chart.SVG, "no points"},
		"no number":         {with(chart.Point{X: 1, Y: math.NaN()}), chart.SVG, "overlay"},
		"infinity":          {with(chart.Point{X: 1, Y: 1, High: math.Inf(1)}), chart.SVG, "overlay"},
		"an unknown format": {scaling(), "gif89", "gif89"},
	} {
		t.Run(name, func(t *testing.T) {
			err := tt.chart.Write(&bytes.Buffer{}, tt.format)
			if err == nil || !strings.Contains(fmt.Sprint(err), tt.want) {
				t.Errorf("Write: %v, want something with %q", err, tt.want)
			}
		})
	}
}
