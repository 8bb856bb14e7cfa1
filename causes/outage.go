// Package causes tells which failures have one cause: those that speak of something
// missing that tests need, and those that come together too often for chance.
package causes

import (
	"slices"
	"strings"
)

// phrases are what failures say, in lower case, if something is missing that tests need,
// so that no test is to blame.
func phrases() []string {
	return []string{
		"connection refused", "connection reset", "no route to host", "network is unreachable", "no such host",
		"temporary failure in name resolution", "name or service not known", "i/o timeout",
		"no space left on device", "disk full", "disk quota exceeded", "read-only file system", "input/output error",
		"too many open files", "cannot allocate memory", "out of memory",
		"too many connections", "too many clients", "server closed the connection", "server has gone away", "lost connection to",
		"database system is starting up", "database system is shutting down", "terminating connection",
	}
}

// ManyAtOnce is how many tests of one run have to speak of an outage for it to be one.
const ManyAtOnce = 3

// An Ear hears failures speak of outages.
type Ear struct{ phrases []string }

// NewEar knows the usual phrases.
func NewEar() Ear { return Ear{phrases()} }

// Hear finds the first phrase of an outage in a text, and the line that has it; both are ""
// if there is none.
func (e Ear) Hear(text string) (phrase, line string) {
	lower := strings.ToLower(text)
	first := len(lower)
	for _, p := range e.phrases {
		if i := strings.Index(lower[:min(len(lower), first+len(p))], p); i >= 0 && i < first {
			first, phrase = i, p
		}
	}
	if phrase == "" {
		return "", ""
	}
	if len(lower) != len(text) { // letters whose lower case is longer or shorter
		text = lower
	}
	begin := strings.LastIndexByte(text[:first], '\n') + 1
	line, _, _ = strings.Cut(text[begin:], "\n")
	return phrase, strings.TrimSpace(line)
}

// Speaks reports whether a text speaks of an outage.
func (e Ear) Speaks(text string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(e.phrases, func(p string) bool { return strings.Contains(lower, p) })
}
