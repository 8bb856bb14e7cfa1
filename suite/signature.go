package suite

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Signature tells one way to fail from others of the same test: what it says, without
// the values in it and, where that is known as fields, where it was raised. A search that took any failure for the one that it is after would
// slip to another bug, and a cause would be blamed for what others break.
type Signature struct {
	Outcome Outcome // "" is any way to fail
	Text    string
}

// values are what differs from one failure of a kind to the next: numbers, but those of
// lines in files, and what is quoted.
var values = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|0x[0-9a-fA-F]+|([.]\w+:|line )?[0-9]+(?:[.][0-9]+)*`)

// signatureLines is how many lines of a failure count: below are details, such as
// differences of whole structures.
const signatureLines = 4

// SignatureOf is that of a failed attempt.
//
// Those of timeouts are all the same: how long a test was given is not its doing, and where
// it was when that was over is luck, if it waits in a loop.
func SignatureOf(a Attempt) Signature {
	if a.Outcome == Timeout {
		return Signature{Timeout, "timed out"}
	}
	if len(a.Raised) > 0 {
		return Signature{a.Outcome, a.Raised[0].signature()}
	}
	return Signature{a.Outcome, withoutValues(a.Failure)}
}

// Matches reports whether a failed as s says: like it in all, or at its place if s is only
// that. The zero Signature is like any failure.
func (s Signature) Matches(a Attempt) bool {
	if s.Outcome == "" {
		return true
	}
	of := SignatureOf(a)
	return of == s || of.Place() == s
}

// places are where a failure was raised, and the type of an exception.
var places = regexp.MustCompile(`(?m)^[\w.]*(?:Error|Exception)\b|[\w./-]+\.\w+:[0-9]+`)

// Place is what is left of s without what it says: that may be other values, of things that
// tests before it have left behind, which do not look like values.
func (s Signature) Place() Signature {
	return Signature{s.Outcome, strings.Join(places.FindAllString(s.Text, -1), "\n")}
}

// signatureFrames is how many of the innermost frames count.
const signatureFrames = 3

// signature is the type, the message without values, and the innermost frames in the
// suite's own files: below them libraries take other ways from one time to the next.
func (e Exception) signature() string {
	frames := slices.DeleteFunc(slices.Clone(e.Frames), func(f Frame) bool { return path.IsAbs(f.File) })
	if len(frames) == 0 {
		frames = e.Frames
	}
	message := e.Message
	if e.Type == "AssertionError" {
		// What follows is how two values differ, which is one thing for a list that has one
		// element too many, and another for one that has two.
		message, _, _ = strings.Cut(strings.TrimSpace(message), "\n")
	}
	text := e.Type + ": " + withoutValues(message)
	for _, f := range frames[max(0, len(frames)-signatureFrames):] {
		text += fmt.Sprintf("\n%s:%d %s", f.File, f.Line, f.Function)
	}
	return text
}

// explained are the lines in which pytest says where the values of an assertion came from:
// values again, cut off in the middle where they are long.
var explained = regexp.MustCompile(`(?m)^\s*\+ +(?:where|and) .*\n?`)

func withoutValues(failure string) string {
	failure = explained.ReplaceAllString(failure, "")
	lines := strings.SplitN(strings.TrimSpace(failure), "\n", signatureLines+1)
	text := strings.Join(lines[:min(signatureLines, len(lines))], "\n")
	return withoutStructures(values.ReplaceAllStringFunc(text, func(value string) string {
		if strings.HasPrefix(value, ".") || strings.HasPrefix(value, "line ") {
			return value // the place of a failure is what tells most
		}
		return "#"
	}))
}

// Structures are values, too, however many elements they have: what is in brackets, Python's
// <Person: Ada>, and what is left of one that was cut off.
var (
	structure = regexp.MustCompile(`\[[^][{}\n]*\]|\{[^][{}\n]*\}|\(nil\)`)
	object    = regexp.MustCompile(`<([\w.]+)[: ][^<>\n]*>`)
	cut       = regexp.MustCompile(`(?m)[[{].*$`)
)

func withoutStructures(text string) string {
	text = object.ReplaceAllString(text, "<$1 #>")
	for structure.MatchString(text) {
		text = structure.ReplaceAllString(text, "#")
	}
	return cut.ReplaceAllString(text, "#")
}
