package cloning

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/stats"
)

// noWay is concluded where no strategy has made a clone that is like its template.
const noWay = "None of these is a way of cloning this database."

// conclude compares the strategies with the fastest, and says which to use.
func (r *Result) conclude(series []bench.Series, rows []*Row) {
	if len(rows) == 0 {
		r.Recommendation = noWay
		return
	}
	best := 0
	for i, row := range rows {
		if rows[best].aside || row.Median < rows[best].Median && !row.aside {
			best = i
		}
	}
	const confidence = 0.95
	each := confidence
	ways := slices.DeleteFunc(slices.Clone(rows), func(r *Row) bool { return r.aside })
	if n := len(rows) - 1; n > 1 {
		each = 1 - (1-confidence)/float64(n) // Bonferroni: all of them hold at once
	}
	var rivals []string
	known := len(ways) > 1
	for i, row := range rows {
		ratios := bench.Ratios(series[i], series[best], bench.Wall)
		row.Ratio = stats.Median(ratios)
		if i == best {
			continue
		}
		interval, ok := stats.MedianInterval(ratios, each)
		row.RatioRange = intervalOf(interval, ok)
		if row.aside {
			continue
		}
		known = known && ok
		if ok && interval.Low <= 1 {
			rivals = append(rivals, row.Name)
		}
	}
	if len(ways) == 0 {
		r.Recommendation = "None of these is a way of cloning: they say what others are to be compared with."
		return
	}
	if known && len(rivals) == 0 {
		r.Fastest = rows[best].Name
	}
	least := slices.MinFunc(ways, func(a, b *Row) int { return cmp.Or(cmp.Compare(a.Prepare, b.Prepare), cmp.Compare(a.Median, b.Median)) })
	for _, row := range ways {
		row.PaysFrom = paysFrom(row, least)
	}
	r.Recommendation = recommend(rows[best], ways, rivals, known) + worth(rows[best])
}

// paysFrom is from how many clones on row takes less time than other, which takes
// less to prepare; 0 if it never does, or does from the first on.
func paysFrom(row, other *Row) int {
	more, less := row.Prepare-other.Prepare, other.Median-row.Median
	if more <= 0 || less <= 0 {
		return 0
	}
	return int(math.Floor(more/less)) + 1
}

// worth says when what row needs once has paid; "" if that is not worth a word.
func worth(row *Row) string {
	if row.PaysFrom <= 1 {
		return ""
	}
	return fmt.Sprintf(" Preparing it takes %s once, which pays from %d clones on.", duration(row.Prepare), row.PaysFrom)
}

// recommend is one sentence.
func recommend(best *Row, rows []*Row, rivals []string, known bool) string {
	slices.Sort(rivals)
	text := fmt.Sprintf("Use %s: %s for a clone", best.Name, duration(best.Median))
	switch {
	case len(rows) == 1:
		return text + "; nothing else was measured."
	case !known:
		return text + ", the least of what was measured, in too few rounds to be sure."
	case len(rivals) > 0:
		return text + fmt.Sprintf(", the least of what was measured; at 95 %% confidence %s cannot be told apart from it.", enumerate(rivals))
	}
	second := slices.MinFunc(slices.DeleteFunc(slices.Clone(rows), func(r *Row) bool { return r == best }),
		func(a, b *Row) int { return int(1e9 * (a.Ratio - b.Ratio)) })
	return text + fmt.Sprintf(", at 95 %% confidence the fastest; %s, the next, takes %.2f times as long.", second.Name, second.Ratio)
}

func enumerate(names []string) string {
	text := names[0]
	for i, name := range names[1:] {
		if i == len(names)-2 {
			text += " and " + name
		} else {
			text += ", " + name
		}
	}
	return text
}

// duration has three digits, and a unit.
func duration(seconds float64) string {
	switch ms := 1000 * seconds; {
	case ms < 9.995:
		return fmt.Sprintf("%.2f ms", ms)
	case ms < 99.95:
		return fmt.Sprintf("%.1f ms", ms)
	case ms < 999.5:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.2f s", seconds)
}
