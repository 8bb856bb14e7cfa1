package health

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A timelinePart shows what the workers of a run did.
type timelinePart struct {
	Text  string
	Lanes []laneRow
	Ticks []tick
}

// A laneRow is a worker as a picture, and as a row of a table.
type laneRow struct {
	Worker, Tests                                      int
	Picture                                            template.HTML
	Testing, Cloning, Starting, Between, Idle, Longest string
}

// timeline is nil if no run tells.
func (v *view) timeline() *timelinePart {
	t := v.Last
	if t.Length <= 0 {
		return nil
	}
	short := map[suite.ID]string{}
	for _, one := range v.Tests {
		short[one.ID] = line(one.Short)
	}
	p := &timelinePart{}
	busy := time.Duration(0)
	for _, w := range t.Workers {
		row, testing := w.row(t.Length, short)
		busy += testing
		p.Lanes = append(p.Lanes, row)
	}
	p.Text = fmt.Sprintf("Who ran what when in run %s. From its start to the end of its last test it took %s; workers were in tests for %s of their time.",
		t.Run, took(t.Length), percent(float64(busy)/float64(t.Length*time.Duration(len(t.Workers)))))
	for i := range 6 {
		p.Ticks = append(p.Ticks, tick{20 * float64(i), took(t.Length * time.Duration(i) / 5)})
	}
	p.Ticks[0].Text = "0"
	return p
}

// row is the lane as a row, with the time for which any test ran.
func (l Lane) row(length time.Duration, short map[suite.ID]string) (laneRow, time.Duration) {
	row := laneRow{Worker: l.Worker, Picture: l.picture(length, short)}
	sums := map[Activity]time.Duration{}
	var longest Span
	end := time.Duration(0)
	for _, s := range l.Spans {
		taken := s.Length
		if s.Activity == Testing {
			row.Tests++
			taken = max(0, s.Begin+s.Length-max(end, s.Begin)) // tests can overlap
			if s.Length > longest.Length {
				longest = s
			}
		}
		sums[s.Activity] += taken
		end = max(end, s.Begin+s.Length)
	}
	text := func(a Activity) string {
		if sums[a] == 0 {
			return ""
		}
		return fmt.Sprintf("%s (%s)", took(sums[a]), percent(float64(sums[a])/float64(length)))
	}
	row.Testing, row.Cloning, row.Starting, row.Between, row.Idle = text(Testing), text(Cloning), text(Starting), text(Between), text(Idling)
	if longest.Test != "" {
		row.Longest = fmt.Sprintf("%s, %s", short[longest.Test], took(longest.Length))
	}
	return row, sums[Testing]
}

// finest is the part of a lane, of 1, that is drawn by itself: less is drawn with its
// neighbours.
const finest = 1.0 / 600

// picture draws the lane.
func (l Lane) picture(length time.Duration, short map[suite.ID]string) template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg role="img" aria-label="worker %d; the table has the sums">`, l.Worker)
	odd := false
	for i := 0; i < len(l.Spans); {
		n, merged := mergeFine(l.Spans[i:], length)
		i += n
		class, title := look(merged, n, short)
		if merged.Activity == Testing {
			if odd = !odd; odd && class == "tests" {
				class += " odd"
			}
		}
		fmt.Fprintf(&b, `<rect class="%s" x="%.3f%%" width="%.3f%%" height="24"><title>%s</title></rect>`,
			class, share(merged.Begin, length), share(merged.Length, length), html.EscapeString(title))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // its texts were escaped
}

func share(part, whole time.Duration) float64 {
	return math.Round(1e5*float64(part)/float64(whole)) / 1e3
}

// mergeFine joins the first of spans with those behind it while all are too short to be
// seen. A failed test stays by itself.
func mergeFine(spans []Span, length time.Duration) (n int, merged Span) {
	fine := time.Duration(finest * float64(length))
	merged, n = spans[0], 1
	for n < len(spans) && spans[n].Length < fine && spans[n-1].Length < fine && merged.Length < fine && !spans[n].Verdict.Bad() && !merged.Verdict.Bad() {
		next := spans[n]
		if next.Activity == Testing {
			merged.Activity = Testing
		}
		merged.Length = max(merged.Length, next.Begin+next.Length-merged.Begin)
		n++
	}
	return n, merged
}

func look(s Span, n int, short map[suite.ID]string) (class, title string) {
	switch {
	case s.Activity == Testing && n > 1:
		return "tests", fmt.Sprintf("short tests and what is between them, %s together", took(s.Length))
	case s.Activity == Testing:
		class, title = "tests", fmt.Sprintf("%s, %s: %s", short[s.Test], s.Verdict, took(s.Length))
		if s.Verdict.Bad() {
			class = "fail"
		}
		return class, title
	}
	class = map[Activity]string{Cloning: "clones", Starting: "starts", Between: "between", Idling: "idle"}[s.Activity]
	return class, fmt.Sprintf("%s: %s", s.Activity, took(s.Length))
}
