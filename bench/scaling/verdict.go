package scaling

import (
	"fmt"
	"strings"
)

// verdict is one sentence: how many workers to take, and what keeps them from
// being faster.
func (r Result) verdict(accounts [][]Account) string {
	best := 0
	for i, row := range r.Rows {
		if row.Wall.Median < r.Rows[best].Wall.Median {
			best = i
		}
	}
	row := r.Rows[best]
	text := fmt.Sprintf("%s takes the least with %s: %s", r.Suite, counted(row.Workers, "worker", "workers"), seconds(row.Wall.Median))
	var same []string
	for i, other := range r.Rows {
		if i != best && r.Rounds >= 6 && !apart(accounts[best], accounts[i]) {
			same = append(same, fmt.Sprint(other.Workers))
		}
	}
	if len(same) > 0 {
		text += fmt.Sprintf(" (%s cannot be told apart from it)", strings.Join(same, " and "))
	}
	text += fmt.Sprintf(", set-up %s; of the rest %.0f %%%s is what no schedule beats", seconds(row.SetUp), 100*row.Efficiency.Median, row.Efficiency.percent())
	name, loss := row.greatestLoss()
	return text + fmt.Sprintf(", and most of what is lost goes to %s (%s).", name, seconds(loss))
}

// greatestLoss is the greatest of what is not the tests as they are.
func (r Row) greatestLoss() (name string, seconds float64) {
	for _, loss := range []struct {
		name    string
		seconds float64
	}{
		{"processes that start and end", r.Starts}, {"clones that were waited for", r.Clones}, {"the time between tests", r.Between},
		{"idle workers", r.Idle}, {"the end of the run", r.Ending}, {"tests that take longer beside others", r.Slower},
	} {
		if name == "" || loss.seconds > seconds {
			name, seconds = loss.name, loss.seconds
		}
	}
	return name, seconds
}

// percent is f's interval in percent, behind a space; "" if it isn't known.
func (f Figure) percent() string {
	if f.Interval == nil {
		return ""
	}
	return fmt.Sprintf(" (%.0f – %.0f)", 100*f.Interval.Low, 100*f.Interval.High)
}

// seconds has as many digits as people care for.
func seconds(s float64) string {
	switch {
	case s < 0.1:
		return fmt.Sprintf("%.1f ms", 1000*s)
	case s < 10:
		return fmt.Sprintf("%.2f s", s)
	}
	return fmt.Sprintf("%.1f s", s)
}
