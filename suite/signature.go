package suite

import (
	"regexp"
	"strings"
)

// A Signature tells one way to fail from others of the same test: what it says, without
// the values in it. A search that took any failure for the one that it is after would
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
func SignatureOf(a Attempt) Signature {
	lines := strings.SplitN(strings.TrimSpace(a.Failure), "\n", signatureLines+1)
	text := strings.Join(lines[:min(signatureLines, len(lines))], "\n")
	text = values.ReplaceAllStringFunc(text, func(value string) string {
		if strings.HasPrefix(value, ".") || strings.HasPrefix(value, "line ") {
			return value // the place of a failure is what tells most
		}
		return "#"
	})
	return Signature{a.Outcome, text}
}
