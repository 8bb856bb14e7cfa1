package health

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// The page's tables of tests and of failures are arrays, since names of fields would
// take most of the page.
type (
	pageData struct {
		Runs     [][2]string `json:"runs"` // ID, when
		Tests    [][]any     `json:"tests"`
		Failures [][]any     `json:"failures"` // test by test, in the order of runs
		Said     []string    `json:"said"`
	}
	// A saying numbers what failures say.
	sayings struct {
		index map[string]int
		all   []string
	}
)

func (s *sayings) of(text string) int {
	i, known := s.index[text]
	if !known {
		i = len(s.all)
		s.index[text], s.all = i, append(s.all, text)
	}
	return i
}

// data are the elements that the page's script reads.
func (v *view) data() (data, blocks template.HTML, err error) {
	d := pageData{Runs: [][2]string{}, Tests: make([][]any, 0, len(v.Tests)), Failures: [][]any{}}
	for _, r := range v.Runs {
		d.Runs = append(d.Runs, [2]string{r.ID, r.Started.Local().Format("Jan 2 15:04")})
	}
	byTest := make([][]int, len(v.Tests))
	for i, f := range v.Failures {
		byTest[f.Test] = append(byTest[f.Test], i)
	}
	said := &sayings{index: map[string]int{}}
	places, packed, err := v.pack(byTest)
	if err != nil {
		return "", "", err
	}
	for _, t := range v.ranked {
		first := len(d.Failures)
		for _, i := range byTest[t] {
			d.Failures = append(d.Failures, v.failureRow(v.Failures[i], places[i], said))
		}
		d.Tests = append(d.Tests, v.testRow(t, first, len(byTest[t])))
	}
	d.Said = said.all
	text, err := json.Marshal(d)
	if err != nil {
		return "", "", err
	}
	small, err := deflated(text)
	return template.HTML(`<script type="text/plain" id="data">` + small + "</script>"), packed, err // letters and digits
}

func (v *view) testRow(i, firstFailure, failures int) []any {
	t, sum := v.Tests[i], v.tallies[i]
	place := reports.Printable(t.File)
	if t.Line > 0 {
		place = fmt.Sprintf("%s:%d", place, t.Line)
	}
	results, id := "", ""
	if sum.Wrong() > 0 || failures > 0 || sum.Skipped+sum.NotRun > 0 {
		results = runLengths(t.Results)
	}
	if string(t.ID) != t.Short {
		id = line(string(t.ID))
	}
	return []any{
		line(t.Short), status(sum), sum.Failed, sum.Flaky, sum.Rate.Of, rounded(sum.Rate.Rate.Low), rounded(sum.Rate.Rate.High),
		shown(sum.Median), shown(sum.High), results, firstFailure, failures, id, place, strings.Join(t.Owners, ", "), line(t.Excused),
	}
}

// shown is d in nanoseconds, with as many digits as are shown.
func shown(d time.Duration) int64 {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return int64(d.Round(unit))
}

// rounded is a rate in percent with as many digits as are shown.
func rounded(rate float64) json.Number { return json.Number(fmt.Sprintf("%.4g", 100*rate)) }

// failureRow has where the output is last: the block, and how many bytes it has. Outputs
// follow each other.
func (v *view) failureRow(f Failure, p place, said *sayings) []any {
	first, _, _ := strings.Cut(strings.TrimSpace(cmp.Or(f.Signature.Text, f.Said)), "\n")
	row := []any{f.Run, string(f.Outcome), f.Worker, f.Before, said.of(clip(line(first), 160)), p.block, p.length}
	if p.block < 0 {
		row = append(row, line(v.Tests[f.Test].Short))
	}
	return row
}

// runLengths are results as letters, each with how often it comes in a row.
func runLengths(results []Result) string {
	var b strings.Builder
	for i := 0; i < len(results); {
		letter, n := letterOf(results[i].Verdict), 1
		for i+n < len(results) && letterOf(results[i+n].Verdict) == letter {
			n++
		}
		b.WriteByte(letter)
		if n > 1 {
			fmt.Fprint(&b, n)
		}
		i += n
	}
	return b.String()
}

func letterOf(v suite.Verdict) byte {
	switch v {
	case suite.Passed:
		return 'p'
	case suite.Failed, suite.Errored:
		return 'f'
	case suite.Flaky:
		return 'r'
	case suite.Skipped:
		return 's'
	case suite.NotRun:
		return 'n'
	}
	return '-'
}

// newest are the indices of failures, those of the latest runs first.
func (v *view) newest() []int {
	order := make([]int, len(v.Failures))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(v.Failures[b].Run, v.Failures[a].Run) })
	return order
}
