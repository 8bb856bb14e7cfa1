package health

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/stats"
)

// A ratePart tells how often runs, and tests, fail as the code changes.
type ratePart struct {
	Rows []rateRow
	Text string
}

// A rateRow is one series: the suite, or a test whose rate has changed.
type rateRow struct {
	Name     string
	Segments []string // in words, the oldest first
	Now      string
	Picture  template.HTML
	change   float64 // by how much the latest rate is above the one before
}

// A segment is runs, or revisions, with one rate.
type segment struct {
	first, last int // indices of points
	tally       stats.Tally
}

// A point is all runs of one revision that follow each other, or one of an unknown one.
type point struct {
	name string // the revision or, where that is not known, the run
	runs []int
}

// mostRates is how many tests are shown whose rate has changed.
const mostRates = 10

// failureRates is nil if there are fewer than [enoughForTrend] runs that count.
func (v *view) failureRates() *ratePart {
	if v.Compared != nil || len(v.counted) < enoughForTrend {
		return nil
	}
	points := v.points()
	whole := v.rateRow("the suite: red runs", points, func(run int) (bad, told bool) { return slices.Contains(v.red, run), true })
	p := &ratePart{Rows: []rateRow{whole}}
	for _, t := range v.ranked {
		if v.tallies[t].Wrong() == 0 {
			break
		}
		results := v.Tests[t].Results
		row := v.rateRow(line(v.Tests[t].Short), points, func(run int) (bool, bool) {
			verdict := results[run].Verdict
			return ran(verdict) && verdict != "passed", ran(verdict)
		})
		if len(row.Segments) > 1 {
			p.Rows = append(p.Rows, row)
		}
	}
	changed := len(p.Rows) - 1
	slices.SortStableFunc(p.Rows[1:], func(a, b rateRow) int { return cmp.Compare(b.change, a.change) })
	p.Rows = p.Rows[:min(len(p.Rows), mostRates+1)]
	p.Text = fmt.Sprintf("Each dot is a revision, as far as runs follow each other on it: how many of them failed, and the line the rate between changes. "+
		"Changes are where the likelihood says so; in 1 of 20 steady series one is found, too. The rate of %d of %d tests that ever failed has changed.",
		changed, v.everWrong())
	return p
}

func (v *view) everWrong() int {
	n := 0
	for _, t := range v.tallies {
		if t.Wrong() > 0 {
			n++
		}
	}
	return n
}

// points are the runs that count, by revision.
func (v *view) points() []point {
	var points []point
	for _, run := range v.counted {
		r := v.Runs[run]
		if n := len(points); n > 0 && r.Revision != "" && points[n-1].name == r.Revision {
			points[n-1].runs = append(points[n-1].runs, run)
			continue
		}
		points = append(points, point{cmp.Or(r.Revision, "run "+r.ID), []int{run}})
	}
	return points
}

// rateRow makes a row of what runs tell.
func (v *view) rateRow(name string, points []point, of func(run int) (bad, told bool)) rateRow {
	tallies := make([]stats.Tally, len(points))
	for i, p := range points {
		for _, run := range p.runs {
			if bad, told := of(run); told {
				tallies[i].Trials++
				if bad {
					tallies[i].Events++
				}
			}
		}
	}
	segments := segmentsOf(tallies)
	row := rateRow{Name: name, Picture: ratePicture(name, tallies, segments)}
	for _, s := range segments {
		row.Segments = append(row.Segments, fmt.Sprintf("%d of %d since %s", s.tally.Events, s.tally.Trials, points[s.first].name))
	}
	last := segments[len(segments)-1]
	row.Now = rateText(count(last.tally.Events, last.tally.Trials))
	if len(segments) > 1 {
		row.change = rateOf(last.tally) - rateOf(segments[len(segments)-2].tally)
	}
	return row
}

// segmentsOf cuts a series where its rate changes.
func segmentsOf(tallies []stats.Tally) []segment {
	begins := append([]int{0}, stats.ChangePoints(tallies)...)
	segments := make([]segment, len(begins))
	for i, first := range begins {
		end := len(tallies)
		if i+1 < len(begins) {
			end = begins[i+1]
		}
		segments[i] = segment{first: first, last: end - 1}
		for _, t := range tallies[first:end] {
			segments[i].tally.Events += t.Events
			segments[i].tally.Trials += t.Trials
		}
	}
	return segments
}

func rateOf(t stats.Tally) float64 {
	if t.Trials == 0 {
		return 0
	}
	return float64(t.Events) / float64(t.Trials)
}

// ratePicture draws a series: a dot for each point, and a line for each segment.
func ratePicture(name string, tallies []stats.Tally, segments []segment) template.HTML {
	const height = 34.0
	n := float64(max(1, len(tallies)))
	x := func(i float64) string { return fmt.Sprintf("%.2f%%", 100*i/n) }
	y := func(rate float64) string { return fmt.Sprintf("%.1f", height-4-(height-8)*rate) }
	var words []string
	for _, s := range segments {
		words = append(words, fmt.Sprintf("%d of %d", s.tally.Events, s.tally.Trials))
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="rate" role="img" aria-label="%s: %s">`, template.HTMLEscapeString(name), strings.Join(words, ", then "))
	fmt.Fprintf(&b, `<line class="axis" x1="0" x2="100%%" y1="%[1]s" y2="%[1]s"/>`, y(0))
	for i, t := range tallies {
		if t.Trials > 0 {
			fmt.Fprintf(&b, `<circle class="dot" cx="%s" cy="%s" r="2"/>`, x(float64(i)+.5), y(rateOf(t)))
		}
	}
	for _, s := range segments {
		fmt.Fprintf(&b, `<line class="median" x1="%s" x2="%s" y1="%[3]s" y2="%[3]s"/>`, x(float64(s.first)), x(float64(s.last+1)), y(rateOf(s.tally)))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // numbers of our own, and an escaped name
}
