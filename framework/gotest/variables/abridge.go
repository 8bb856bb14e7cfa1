package variables

import (
	"strings"
	"unicode/utf8"
)

const (
	long  = 240 // bytes of both texts, above which what is the same in both is left out
	piece = 160 // bytes of what is shown of one
	near  = 2   // words behind what differs, such as "in all]"
)

// Abridged are the texts of a variable before and after a test, for people: of
// long ones, such as a registry, what only the one has, and only the other.
func Abridged(old, now string) (string, string) {
	if len(old)+len(now) < long {
		return old, now
	}
	before, after := strings.Split(old, " "), strings.Split(now, " ")
	from := common(before, after, func(words []string, i int) string { return words[i] })
	before, after = before[from:], after[from:]
	same := common(before, after, func(words []string, i int) string { return words[len(words)-1-i] })
	gone, come := before[:len(before)-same], after[:len(after)-same]
	switch {
	case len(gone) == 0:
		return "without " + shortened(come), "with " + shortened(come)
	case len(come) == 0:
		return "with " + shortened(gone), "without " + shortened(gone)
	}
	behind := max(0, same-near)
	excerpt := func(words []string) string {
		text := shortened(words[:len(words)-behind])
		if from > 0 {
			text = "… " + text
		}
		if behind > 0 && !strings.HasSuffix(text, "…") {
			text += " …"
		}
		return text
	}
	return excerpt(before), excerpt(after)
}

// common is how many words are the same, in the order of at.
func common(a, b []string, at func([]string, int) string) int {
	n := 0
	for n < min(len(a), len(b)) && at(a, n) == at(b, n) {
		n++
	}
	return n
}

// shortened is the beginning of words.
func shortened(words []string) string {
	text := strings.Join(words, " ")
	if len(text) <= piece {
		return text
	}
	end := piece
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.TrimRight(text[:end], " …") + " …"
}
