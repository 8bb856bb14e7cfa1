package reports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// picture is the live view: the lines that stand below all else. It leaves the
// last column and the last row free, since terminals differ in what they do
// there.
func (l *live) picture(columns, rows int) []string {
	columns, rows = max(columns-1, 1), max(rows-2, 1)
	all := []string{l.progress(columns)}
	running := l.byWorker()
	for i, now := range running {
		if left := len(running) - i; len(all) == rows-1 && left > 1 {
			return append(all, fit(" … "+plural(left, "more worker"), columns))
		}
		if len(all) == rows {
			return all
		}
		all = append(all, l.worker(now, columns))
	}
	return all
}

// A word of the progress line.
type word struct {
	text   string
	colour colour
	rank   int // the higher goes first where there is no room
}

// progress is the first line: what has been done, and how long it took and
// will take.
func (l *live) progress(room int) string {
	c := l.tally.counts
	words := []word{
		{l.tally.run.Name, "", 4},
		{fmt.Sprintf("%s of %s", thousands(c.Tests()), thousands(len(l.tally.run.Tests))), "", 0},
	}
	count := func(what string, n int, hue colour, rank int) {
		if n > 0 {
			words = append(words, word{what + " " + thousands(n), hue, rank})
		}
	}
	count("ok", c.Passed, green, 5)
	count("failed", c.Failed+c.Broken+len(l.tally.units), red, 1)
	count("flaky", c.Flaky, yellow, 3)
	count("skipped", c.Skipped, "", 6)
	words = append(words, word{l.clock(room), "", 2}, word{plural(l.tally.run.Workers, "worker"), faint, 7})
	return l.join(words, room)
}

// roomy is from how many columns on the time that is left is told.
const roomy = 50

func (l *live) clock(room int) string {
	if l.tally.run.Time.IsZero() {
		return clock(0)
	}
	now := clock(l.o.Now().Sub(l.tally.run.Time))
	if l.tally.run.Estimate > 0 && room >= roomy {
		return now + " of about " + clock(l.tally.run.Estimate)
	}
	return now
}

// join leaves out words until the others fit.
func (l *live) join(words []word, room int) string {
	for {
		line, wide := "", 0
		for _, w := range words {
			if w.text != "" {
				line += "  " + l.p.paint(w.colour, w.text)
				wide += 2 + columns(w.text)
			}
		}
		if wide-1 <= room || len(words) == 1 {
			return line[1:]
		}
		worst := slices.MaxFunc(words, func(a, b word) int { return cmp.Compare(a.rank, b.rank) })
		words = slices.DeleteFunc(words, func(w word) bool { return w == worst })
	}
}

// byWorker is what each busy worker has under way, the longest first.
func (l *live) byWorker() [][]suite.Began {
	busy := map[int][]suite.Began{}
	for _, b := range l.running {
		busy[b.Worker] = append(busy[b.Worker], b)
	}
	var all [][]suite.Began
	for _, worker := range slices.Sorted(maps.Keys(busy)) {
		slices.SortFunc(busy[worker], func(a, b suite.Began) int {
			return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Test, b.Test))
		})
		all = append(all, busy[worker])
	}
	return all
}

// worker is the line of one worker, which has at least one test under way.
func (l *live) worker(now []suite.Began, room int) string {
	first := now[0]
	elapsed := max(l.o.Now().Sub(first.Time), 0)
	head := fmt.Sprintf(" w%d  ", first.Worker)
	name := l.tally.short(first.Test)
	for _, side := range sides(elapsed, first.Usual, len(now)-1) {
		free := room - columns(head) - columns(side)
		if free >= min(columns(name), leastName) {
			hue := colour("")
			if isSlow(elapsed, first.Usual) {
				hue = yellow
			}
			return head + pad(fit(name, free), min(free, usualName)) + l.p.paint(hue, side)
		}
	}
	return fit(head+name, room)
}

// A name has as many columns if it needs them; what stands behind it begins in
// one column if it can.
const leastName, usualName = 16, 34

// sides are what can stand behind the name of a test, the best first.
func sides(elapsed, usual time.Duration, others int) []string {
	side := fmt.Sprintf("  %6s", took(elapsed.Round(frame)))
	all := []string{side, ""}
	if others > 0 {
		side += fmt.Sprintf("  +%d", others)
		all = append([]string{side}, all...)
	}
	if isSlow(elapsed, usual) {
		all = append([]string{side + "  slow: usually " + took(usual), side + "  slow"}, all...)
	}
	return all
}

// isSlow reports whether a test takes so much longer than usual that somebody
// would want to know.
func isSlow(elapsed, usual time.Duration) bool {
	return usual > 0 && elapsed > time.Second && elapsed > 4*usual
}
