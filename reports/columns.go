package reports

import (
	"strings"
	"unicode"
)

// columns is how wide a terminal shows s, which has no control characters:
// combining marks take no room, and East Asian wide letters twice as much.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += width(r)
	}
	return n
}

func width(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul),
		r >= 0x1f300 && r <= 0x1faff, r >= 0xff01 && r <= 0xff60:
		return 2
	}
	return 1
}

// fit shortens s to n columns from the left, since the ends of names tell more.
func fit(s string, n int) string {
	if columns(s) <= n {
		return s
	}
	room, runes := n-1, []rune(s)
	from := len(runes)
	for from > 0 && room >= width(runes[from-1]) {
		from--
		room -= width(runes[from])
	}
	if n <= 0 {
		return ""
	}
	return "…" + string(runes[from:])
}

// pad fills s up to n columns.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-columns(s))) }
