package gotest

import (
	"bytes"
	"strconv"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A marker tells lines of package testing from what tests print: it begins each
// of them, wherever the test left off, under -test.v=test2json.
const marker = 0x16

// longestFrame is as long as a line of package testing may be. Longer ones are
// output that happens to begin with the marker.
const longestFrame = 64 << 10

// An action is what a line of package testing says.
type action byte

const (
	actRun   action = iota + 1 // a test begins
	actPause                   // it waits for its turn as a parallel test
	actCont                    // it has it
	actName                    // what follows is its output
	actEnd                     // it has ended
	actSync                    // the worker's own: all that was printed before has been read
	actFinal                   // PASS or FAIL of the whole binary
)

// A frame is one such line.
type frame struct {
	action  action
	name    []byte // of the test; of actSync, what the worker wrote
	outcome suite.Outcome
	elapsed time.Duration // of actEnd, in steps of 10 ms
}

// A scanner divides output into frames and what tests printed. Neither call may
// keep what it is given.
type scanner struct {
	frame  func(frame)
	output func([]byte)

	line    []byte // a frame that hasn't ended
	framing bool
}

// write takes the next piece of output, of any length.
func (s *scanner) write(b []byte) {
	for len(b) > 0 {
		if !s.framing {
			i := bytes.IndexByte(b, marker)
			if i < 0 {
				s.output(b)
				return
			}
			if i > 0 {
				s.output(b[:i])
			}
			b, s.framing = b[i+1:], true
			continue
		}
		b = s.writeFrame(b)
	}
}

// writeFrame takes what belongs to a frame and returns the rest.
func (s *scanner) writeFrame(b []byte) []byte {
	i := bytes.IndexAny(b, "\n\x16")
	if i < 0 {
		if s.line = append(s.line, b...); len(s.line) > longestFrame {
			s.abandon()
		}
		return nil
	}
	rest := b[i:] // another frame begins in the midst of this one
	if b[i] == '\n' {
		rest = b[i+1:]
	}
	line := b[:len(b)-len(rest)]
	if len(s.line) > 0 {
		s.line = append(s.line, line...)
		line = s.line
	}
	s.parse(line)
	s.line, s.framing = s.line[:0], false
	return rest
}

// abandon gives what looked like a frame to the output.
func (s *scanner) abandon() {
	s.reject(s.line)
	s.line, s.framing = s.line[:0], false
}

// end takes the end of the output.
func (s *scanner) end() {
	if s.framing {
		s.parse(s.line)
		s.line, s.framing = s.line[:0], false
	}
}

// parse tells frames from output that happened to hold a marker.
func (s *scanner) parse(line []byte) {
	if f, ok := parseFrame(bytes.TrimRight(line, "\r\n")); ok {
		s.frame(f)
	} else {
		s.reject(line)
	}
}

// reject gives back what is no frame, marker and all.
func (s *scanner) reject(line []byte) {
	s.output([]byte{marker})
	if len(line) > 0 {
		s.output(line)
	}
}

func parseFrame(line []byte) (frame, bool) {
	if rest, ok := bytes.CutPrefix(line, []byte("=== ")); ok {
		return parseUpdate(rest)
	}
	if bytes.Equal(line, []byte("PASS")) || bytes.Equal(line, []byte("FAIL")) {
		return frame{action: actFinal}, true
	}
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(line, " "), []byte("--- "))
	if !ok || len(rest) < 6 || string(rest[4:6]) != ": " {
		return frame{}, false
	}
	f := frame{action: actEnd, name: rest[6:]}
	switch string(rest[:4]) {
	case "PASS":
		f.outcome = suite.Pass
	case "FAIL":
		f.outcome = suite.Fail
	case "SKIP":
		f.outcome = suite.Skip
	default:
		return frame{}, false
	}
	if i := bytes.LastIndex(f.name, []byte(" (")); i >= 0 {
		f.elapsed = parseElapsed(f.name[i+2:])
		f.name = f.name[:i]
	}
	return f, true
}

func parseUpdate(rest []byte) (frame, bool) {
	word, name, _ := bytes.Cut(rest, []byte(" "))
	f := frame{name: bytes.TrimSpace(name)}
	switch string(word) {
	case "RUN":
		f.action = actRun
	case "PAUSE":
		f.action = actPause
	case "CONT":
		f.action = actCont
	case "NAME":
		f.action = actName
	case "SYNC":
		f.action = actSync
	default:
		return frame{}, false
	}
	return f, true
}

// parseElapsed reads "0.01s)".
func parseElapsed(b []byte) time.Duration {
	text, ok := bytes.CutSuffix(b, []byte("s)"))
	if !ok {
		return 0
	}
	seconds, err := strconv.ParseFloat(string(text), 64)
	if err != nil || seconds < 0 || seconds > 1e9 {
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
}
