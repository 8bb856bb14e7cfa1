package culprits

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports/chart"
	"github.com/ptr-project/ptr/suite"
)

// A matrixView is a matrix without those that have nothing to do with others.
type matrixView struct {
	rows    []bisect.Finding // those with causes
	names   []string         // of rows
	columns []suite.ID       // who affects them
	by      []string         // names of columns
	loose   []bisect.Finding // those without
	tests   int
}

func newMatrixView(w wording, m bisect.MatrixFinding) matrixView {
	v := matrixView{tests: len(m.Tests)}
	guilty := map[suite.ID]bool{}
	for _, f := range m.Affected {
		if len(f.Causes) == 0 {
			v.loose = append(v.loose, f)
			continue
		}
		v.rows, v.names = append(v.rows, f), append(v.names, w.short(f.Victim))
		for _, c := range f.Causes {
			for _, id := range c.Tests {
				guilty[id] = true
			}
		}
	}
	for _, id := range m.Tests {
		if guilty[id] {
			v.columns, v.by = append(v.columns, id), append(v.by, w.short(id))
		}
	}
	return v
}

// sentences are what it comes to and, where that is not much, each effect.
func (v matrixView) sentences(w wording) []string {
	var all []string
	for _, f := range slices.Concat(v.rows, v.loose) {
		if len(all) < 12 || len(f.Causes) == 0 {
			all = append(all, w.sentences(f, nil)...)
		}
	}
	switch {
	case len(all) == 0:
		return []string{fmt.Sprintf("no test of %d affects another, as far as can be seen", v.tests)}
	case len(v.rows) == 0:
		return all
	}
	return append(all, fmt.Sprintf("of %s, %s by others, and %s", console.Plural(v.tests, "test"), are(len(v.rows), "is affected", "are affected"), are(len(v.columns), "affects others", "affect others")))
}

// are is a number of tests, and what they do.
func are(n int, one, more string) string {
	if n == 1 {
		return "one " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// effect is what the test of a column does to that of a row: how much oftener it fails
// behind it, in [-1, 1], and whether it takes others, too. ok is false if it does nothing.
func (v matrixView) effect(row, column int) (much float64, together, ok bool) {
	for _, c := range v.rows[row].Causes {
		if slices.Contains(c.Tests, v.columns[column]) {
			return share(c.With) - share(c.Without), len(c.Tests) > 1, true
		}
	}
	return 0, false, false
}

func share(c suite.Count) float64 { return float64(c.Failed) / float64(max(1, c.Of())) }

// lines are the matrix as text.
func (v matrixView) lines() []string {
	if len(v.columns) == 0 {
		return nil
	}
	label, name := 0, 0
	for i := range v.columns {
		label = max(label, len(letters(i)))
	}
	for _, n := range v.names {
		name = max(name, utf8.RuneCountInString(n))
	}
	head := strings.Repeat(" ", name+2)
	for i := range v.columns {
		head += fmt.Sprintf(" %*s", label, letters(i))
	}
	lines := []string{head}
	for i, n := range v.names {
		line := " " + n + strings.Repeat(" ", name+1-utf8.RuneCountInString(n))
		for j := range v.columns {
			line += fmt.Sprintf(" %*s", label, v.sign(i, j))
		}
		lines = append(lines, line)
	}
	lines = append(lines, "", " "+v.key())
	for i, n := range v.by {
		lines = append(lines, fmt.Sprintf(" %*s  %s", label, letters(i), n))
	}
	return lines
}

func (v matrixView) sign(row, column int) string {
	much, together, ok := v.effect(row, column)
	switch {
	case !ok:
		return "."
	case together:
		return "+"
	case much > 0.9:
		return "F"
	case much > 0:
		return "f"
	case much < -0.9:
		return "P"
	}
	return "p"
}

// key explains the signs that there are.
func (v matrixView) key() string {
	meanings := []struct{ sign, text string }{
		{"F", "F fails after it"}, {"f", "f sometimes fails after it"}, {"P", "P passes only after it"}, {"p", "p passes oftener after it"},
		{"+", "+ takes all that have a + in the row"},
	}
	var used []string
	for _, m := range meanings {
		if v.has(m.sign) {
			used = append(used, m.text)
		}
	}
	return strings.Join(used, "; ")
}

func (v matrixView) has(sign string) bool {
	for i := range v.rows {
		for j := range v.columns {
			if v.sign(i, j) == sign {
				return true
			}
		}
	}
	return false
}

// letters name the i-th column: a, b, … z, aa, ab, ….
func letters(i int) string {
	name := string(rune('a' + i%26))
	if i >= 26 {
		name = letters(i/26-1) + name
	}
	return name
}

// picture is the matrix as a heat map.
func (v matrixView) picture() ([]byte, error) {
	h := chart.Heat{Axis: "what ran before", Rows: v.names}
	for j := range v.columns {
		h.Columns = append(h.Columns, letters(j))
	}
	for i := range v.rows {
		row := make([]float64, len(v.columns))
		for j := range row {
			much, _, ok := v.effect(i, j)
			if row[j] = much; !ok {
				row[j] = math.NaN()
			}
		}
		h.Values = append(h.Values, row)
	}
	var svg bytes.Buffer
	err := h.Write(&svg, chart.SVG)
	return svg.Bytes(), err
}
