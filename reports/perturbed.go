package reports

import "strings"

// condition is what --perturb takes for all that was done to the suite; "" if nothing
// was.
func (t *tally) condition() string {
	var words []string
	for _, p := range t.run.Perturbed {
		words = append(words, p.By)
	}
	return strings.Join(words, ",")
}

// conditions have a line for each thing that was done to the suite.
func (t *tally) conditions() []string {
	var lines []string
	for _, p := range t.run.Perturbed {
		line := "by " + p.By
		if p.Means != "" {
			line += ": a test that fails of it relies on " + p.Means
		}
		lines = append(lines, line)
	}
	return lines
}

// provoked says of a failure that the suite was asking for it.
func (p *printer) provoked(t *tally) {
	if condition := t.condition(); condition != "" {
		p.prose(indent, "provoked by "+condition+"; it is not called flaky until it fails without")
	}
}
