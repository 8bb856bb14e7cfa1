package reports

import (
	"strings"
	"time"
)

// Took is d as people say it: two digits that matter, and a unit.
func Took(d time.Duration) string { return took(d) }

// Thousands is n with commas.
func Thousands(n int) string { return thousands(n) }

// Plural is such as "1 worker" or "1,000 workers".
func Plural(n int, noun string) string { return plural(n, noun) }

// Printable is text that came from a test, fit to be shown: without colours, and with
// � for other control characters and what is no UTF-8.
func Printable(text string) string { return strings.Join(lines(text), "\n") }
