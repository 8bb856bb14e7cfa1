// Package console is how commands talk: where they read and write, by which words and
// tables, and with which status they end.
package console

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Terminal bool // Out can be redrawn in place
	Colour   bool
}

// NewStreams finds out what out is. Nothing is redrawn in place where CI or
// TERM=dumb say so, nothing is coloured where NO_COLOR does.
func NewStreams(in io.Reader, out, err io.Writer) Streams {
	s := Streams{In: in, Out: out, Err: err}
	file, ok := out.(*os.File)
	s.Terminal = ok && term.IsTerminal(int(file.Fd())) && os.Getenv("CI") == "" && os.Getenv("TERM") != "dumb"
	s.Colour = s.Terminal && os.Getenv("NO_COLOR") == ""
	return s
}

// Bound is how many columns the reader has, which what is read elsewhere, in a file or the
// log of a CI service, does not say: 0. The variable COLUMNS may.
func (s Streams) Bound() int {
	if file, ok := s.Out.(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
			return columns
		}
	}
	columns, _ := strconv.Atoi(os.Getenv("COLUMNS"))
	return max(columns, 0)
}

// Size is how large the terminal is now: 80 columns and 24 rows if there is none.
func (s Streams) Size() (columns, rows int) {
	if file, ok := s.Out.(*os.File); ok {
		if columns, rows, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
			return columns, rows
		}
	}
	return 80, 24
}
