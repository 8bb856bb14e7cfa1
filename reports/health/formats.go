package health

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// Formats are all that a suite can be written in, by name, but for pictures.
func Formats() map[string]func(io.Writer, *Suite) error {
	return map[string]func(io.Writer, *Suite) error{
		"html": WriteHTML, "json": WriteJSON, "junit": WriteJUnit, "csv": WriteCSV, "markdown": WriteMarkdown, "text": WriteText,
	}
}

// WriteCSV writes a line for each test, the worst first.
func WriteCSV(w io.Writer, s *Suite) error {
	v := newView(s)
	lines := csv.NewWriter(w)
	_ = lines.Write([]string{"test", "file", "line", "owners", "status", "passed", "failed", "flaky", "skipped", "not_run", "rate", "rate_low", "rate_high", "median_seconds", "p95_seconds"}) // errors come back from Flush
	for _, i := range v.ranked {
		t, sum := s.Tests[i], v.tallies[i]
		rate := ""
		if sum.Rate.Of > 0 {
			rate = decimal(float64(sum.Rate.Bad) / float64(sum.Rate.Of))
		}
		_ = lines.Write([]string{string(t.ID), t.File, strconv.Itoa(t.Line), strings.Join(t.Owners, " "), status(sum),
			strconv.Itoa(sum.Passed), strconv.Itoa(sum.Failed), strconv.Itoa(sum.Flaky), strconv.Itoa(sum.Skipped), strconv.Itoa(sum.NotRun),
			rate, decimal(sum.Rate.Rate.Low), decimal(sum.Rate.Rate.High), decimal(sum.Median.Seconds()), decimal(sum.High.Seconds())})
	}
	lines.Flush()
	return lines.Error()
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

// A Slow is a test that takes long.
type Slow struct {
	Name     string
	Seconds  []float64 // in each run that tells
	Median   float64
	Interval stats.Interval // of Median; zero if the runs are too few to tell
}

// Slowest are the tests of s that take longest, for pictures of them.
func Slowest(s *Suite) []Slow {
	v := newView(s)
	var slow []Slow
	for _, t := range v.slowestTests() {
		one := Slow{Name: s.Tests[t].Short, Seconds: v.seconds(t), Median: v.tallies[t].Median.Seconds()}
		one.Interval, _ = interval(one.Seconds)
		slow = append(slow, one)
	}
	return slow
}

// A Row is what became of a test in each run, for pictures.
type Row struct {
	Name     string
	Verdicts []suite.Verdict // of [Suite.Runs]; "" where the run did not have it
}

// mostDrawn is how many a picture has room for.
const mostDrawn = 40

// Wrong are the tests that went wrong at least once, the worst first, as far as a picture
// has room.
func Wrong(s *Suite) []Row {
	v := newView(s)
	var rows []Row
	for _, i := range v.ranked {
		if v.tallies[i].Wrong() == 0 || len(rows) == mostDrawn {
			break
		}
		row := Row{Name: line(s.Tests[i].Short)}
		for _, r := range s.Tests[i].Results {
			row.Verdicts = append(row.Verdicts, r.Verdict)
		}
		rows = append(rows, row)
	}
	return rows
}
