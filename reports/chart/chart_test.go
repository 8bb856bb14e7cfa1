package chart_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/reports/chart"
)

func near() chart.Strips {
	return chart.Strips{
		Title: "clones", Axis: "milliseconds",
		Groups: []chart.Group{
			{Name: "filecopy", Values: []float64{1.2, 1.3, 1.5}, Median: 1.3, Low: 1.2, High: 1.5},
			{Name: "backup", Values: []float64{2, 3}, Median: 2.5},
			{Name: "disqualified"},
		},
	}
}

func far() chart.Strips {
	s := near()
	s.Groups = append(s.Groups, chart.Group{Name: "dump", Values: []float64{40, 50}, Median: 45})
	return s
}

func svg(t *testing.T, s chart.Strips) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Write(&b, chart.SVG); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAChartNamesWhatItShows(t *testing.T) {
	for name, tt := range map[string]struct {
		chart chart.Strips
		want  []string
	}{
		"alike":           {near(), []string{">clones<", ">milliseconds<", ">filecopy<", ">backup<", ">disqualified<"}},
		"tenfold or more": {far(), []string{">milliseconds (logarithmic)<", ">dump<", ">1<", ">2<", ">5<", ">10<", ">20<", ">50<"}},
	} {
		t.Run(name, func(t *testing.T) {
			drawn := svg(t, tt.chart)
			for _, want := range tt.want {
				if !strings.Contains(drawn, want) {
					t.Errorf("there is no %q", want)
				}
			}
		})
	}
}

func TestTheSameChartIsDrawnTheSame(t *testing.T) {
	if svg(t, far()) != svg(t, far()) {
		t.Error("it differs")
	}
}

func TestAPNGIsAsHighAsItsStripsNeed(t *testing.T) {
	height := func(s chart.Strips) int {
		var b bytes.Buffer
		if err := s.Write(&b, chart.PNG); err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		return picture.Bounds().Dy()
	}
	if three, four := height(near()), height(far()); four <= three {
		t.Errorf("three strips take %d pixels, four %d", three, four)
	}
}

func TestAnyValuesCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(1e-6, 1e6), 1, 20).Draw(r, "values")
		s := chart.Strips{Groups: []chart.Group{{Name: rapid.String().Draw(r, "name"), Values: values, Median: values[0]}}}
		var b bytes.Buffer
		if err := s.Write(&b, chart.SVG); err != nil || b.Len() == 0 {
			r.Fatalf("%d bytes, %v", b.Len(), err)
		}
	})
}

func TestWhatCannotBeDrawnIsAnError(t *testing.T) {
	if err := (chart.Strips{}).Write(&bytes.Buffer{}, chart.SVG); err == nil {
		t.Error("nothing was drawn")
	}
	if err := near().Write(&bytes.Buffer{}, "gif89"); err == nil {
		t.Error("an unknown format was written")
	}
}
