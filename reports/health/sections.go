package health

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/reports"
)

// shownCauses is how many causes are told in full. The rest are groups in a table.
const shownCauses = 5

// mostTold is how many characters of an evidence are shown; what was said last tells most.
const mostTold = 6000

// A causeCard is a cause as the page tells it.
type causeCard struct {
	Number                                           int
	Name, Class                                      string
	Kind                                             Kind
	Runs, Since, Tests, Owners, Proof, Command, Hits string
	Excused                                          string
	Failing, Passing                                 Evidence
	Notes                                            []string
	Details                                          []Detail
}

func (v *view) cards() []causeCard {
	var cards []causeCard
	for _, c := range v.causes[:min(shownCauses, len(v.causes))] {
		cards = append(cards, causeCard{
			Number: c.Number, Name: nameOf(c.Cause), Kind: c.Kind, Class: class(c.Kind),
			Runs: v.runsText(c), Since: v.since(c), Tests: fmt.Sprintf("%d: %s", len(c.Tests), v.titles(c.Tests, 4)),
			Owners: strings.Join(c.Owners, ", "), Excused: v.excused(c.Tests), Proof: proof(c), Command: line(c.Again.Command), Hits: hits(c.Again),
			Failing: told(c.Failing), Passing: told(c.Passing), Notes: c.Notes, Details: append(c.rateDetails(), c.Details...),
		})
	}
	return cards
}

// excused says which of tests are in quarantine.
func (v *view) excused(tests []int) string {
	var texts []string
	for _, t := range tests {
		if one := v.Tests[t]; one.Excused != "" {
			texts = append(texts, line(one.Short+" "+one.Excused))
		}
	}
	return strings.Join(texts, "; ")
}

// nameOf is what a cause is called.
func nameOf(c Cause) string {
	name := line(c.Name)
	if name == "" {
		return "it said nothing"
	}
	return clip(name, 200)
}

func clip(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

func class(k Kind) string {
	switch k {
	case Broken:
		return "broken"
	case InCompany, OrderDependent:
		return "company"
	case Intermittent, Nondeterministic, Provoked:
		return "intermittent"
	}
	return ""
}

// runsText says how many runs a cause spoilt.
func (v *view) runsText(c causeView) string {
	text := fmt.Sprintf("%d of %d red by it", len(c.Red), len(v.counted))
	if per := v.perWeek(len(c.Red)); per != "" && len(c.Red) > 0 {
		text += ", " + per + " a week"
	}
	if seen := v.seenPlainly(c.Cause); seen > len(c.Red) {
		text += fmt.Sprintf("; %d more passed on a retry", seen-len(c.Red))
	}
	if c.Saves < len(c.Red) {
		text += ", " + alone(c.Saves)
	}
	return text
}

// seenPlainly is in how many of the runs that count c was seen.
func (v *view) seenPlainly(c Cause) int {
	n := 0
	for _, run := range v.SeenIn(c) {
		if slices.Contains(v.counted, run) {
			n++
		}
	}
	return n
}

// alone says how many runs nothing else made red.
func alone(n int) string {
	if n == 0 {
		return "none of them by it alone"
	}
	return fmt.Sprintf("%d of them by it alone", n)
}

// perWeek is a number of runs by the time that all of them span, if that is a week.
func (v *view) perWeek(n int) string {
	const week = 7 * 24
	span := v.Runs[len(v.Runs)-1].Started.Sub(v.Runs[0].Started).Hours()
	if span < week {
		return ""
	}
	return fmt.Sprintf("%.1f", float64(n)*week/span)
}

// proof says what shows that a cause is mended.
func proof(c causeView) string {
	switch {
	case c.Clean == 0:
		return ""
	case c.Kind == Broken:
		return "its tests pass: until now they failed every time"
	}
	if c.Clean == 1 {
		return "one run does not show it (95 % certain)"
	}
	return fmt.Sprintf("%s in a row do not show it (95 %% certain)", reports.Plural(c.Clean, "run"))
}

func hits(r Reproduction) string {
	switch {
	case r.Command == "":
		return ""
	case r.Tries == 0 && r.Why == "":
		return ""
	case r.Tries == 0:
		return r.Why + "; how often that shows it was not measured"
	}
	return fmt.Sprintf("fails %d of %d times, %s", r.Hits, r.Tries, r.Why)
}

// told is an evidence fit to be shown.
func told(e Evidence) Evidence {
	e.Text = reports.Printable(e.Text)
	if over := len(e.Text) - mostTold; over > 0 {
		_, rest, _ := strings.Cut(e.Text[over:], "\n")
		e.Text = "… " + strings.ToValidUTF8(rest, "")
	}
	return e
}

// rateDetails are how often a cause was seen, with intervals.
func (c causeView) rateDetails() []Detail {
	var details []Detail
	for _, r := range c.Rates {
		name := "in ordinary runs"
		if r.Condition != Plain {
			name = "with " + r.Condition
		}
		details = append(details, Detail{name, fmt.Sprintf("seen in %d of %d, so in %s of such runs (Jeffreys' interval)", r.Bad, r.Of, rateText(r.Count))})
	}
	return details
}

// A groupRow is a cause in a table.
type groupRow struct {
	Number, Red, Seen, Tests int
	Name, Kind, Last         string
}

// mostGroups is how many the page's table has.
const mostGroups = 100

// groups are all causes, if there are more than are told in full.
func (v *view) groups() ([]groupRow, string) {
	if len(v.causes) <= shownCauses {
		return nil, ""
	}
	var rows []groupRow
	for _, c := range v.causes[:min(mostGroups, len(v.causes))] {
		rows = append(rows, groupRow{c.Number, len(c.Red), len(v.SeenIn(c.Cause)), len(c.Tests), nameOf(c.Cause), string(c.Kind), v.Runs[c.Latest].ID})
	}
	text := "All of them; the first are told above."
	if over := len(v.causes) - mostGroups; over > 0 {
		text = fmt.Sprintf("The first %d of %s; the report as JSON has all.", mostGroups, reports.Thousands(len(v.causes)))
	}
	return rows, text
}

// A changeRow is a change in a table.
type changeRow struct {
	Test, What, Before, After, TookBefore, TookAfter, Ratio string
}

func (v *view) changeRows(changes []Change) []changeRow {
	var rows []changeRow
	for _, c := range changes {
		row := changeRow{Test: line(v.Tests[c.Test].Short), What: string(c.What), Before: fraction(c.Before), After: fraction(c.After)}
		if c.Ratio > 0 && (c.What == Slower || c.What == Faster) {
			row.TookBefore, row.TookAfter = took(c.Took[0]), took(c.Took[1])
			row.Ratio = fmt.Sprintf("%.2f (%.2f – %.2f)", c.Ratio, c.Interval.Low, c.Interval.High)
		}
		rows = append(rows, row)
	}
	return rows
}

func fraction(c Count) string {
	if c.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", c.Bad, c.Of)
}
