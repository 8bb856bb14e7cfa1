package gotest

import (
	"bytes"
	"strings"
)

// withoutTestFlags is what a process printed, but for package testing's own flags where
// it tells its usage: these are forty among which those of the package are lost.
func withoutTestFlags(output []byte) []byte {
	if !bytes.Contains(output, []byte("Usage of ")) {
		return output
	}
	var rest []byte
	usage, testing := false, false
	for line := range bytes.Lines(output) {
		text := string(line)
		switch {
		case strings.HasPrefix(text, "Usage of "):
			usage, testing = true, false
		case strings.HasPrefix(text, "  -"):
			testing = usage && strings.HasPrefix(text, "  -test.")
		case !strings.HasPrefix(text, "    \t"): // it explains the flag before it
			usage, testing = false, false
		}
		if !testing {
			rest = append(rest, line...)
		}
	}
	return rest
}
