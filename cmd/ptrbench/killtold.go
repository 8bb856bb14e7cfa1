package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/ptr-project/ptr/internal/figures/kill"
)

// told tells of a series of kills while it lasts: on a terminal how far it is, elsewhere
// of each phase when it is over, and at once of what should not be.
type told struct {
	w          io.Writer
	terminal   bool
	times, all int // kills: in a phase, and in all of them
	done       int
	found      int       // in this phase
	first      time.Time // when the first kill was over, before which things are built and planted
	phase      time.Time // when this one began
}

func newTold(w io.Writer, times, phases int) *told {
	t := &told{w: w, terminal: term.IsTerminal(int(os.Stderr.Fd())), times: times, all: times * phases, phase: time.Now()}
	t.status("a first run, and what is planted to be noticed")
	return t
}

// of is told of one kill.
func (t *told) of(one kill.Row) {
	t.done++
	t.found += len(one.Findings)
	for _, finding := range one.Findings {
		t.line(fmt.Sprintf("%s, %s: %s", one.Phase, one.Aim, finding))
	}
	if t.done%t.times == 0 {
		if !t.terminal {
			t.line(fmt.Sprintf("%s: %d kills, %d found that should not be, in %s", one.Phase, t.times, t.found, time.Since(t.phase).Round(time.Second)))
		}
		t.found, t.phase = 0, time.Now()
	}
	t.status(one.Phase + t.toGo())
}

// toGo is how long the rest may take, once that can be known.
func (t *told) toGo() string {
	if t.done == 1 {
		t.first = time.Now()
		return ""
	}
	left := time.Since(t.first) / time.Duration(t.done-1) * time.Duration(t.all-t.done)
	return fmt.Sprintf(", about %s to go", left.Round(time.Second))
}

// status is shown until something else is.
func (t *told) status(what string) {
	if t.terminal {
		fmt.Fprintf(t.w, "\r\x1b[K %d of %d kills: %s ", t.done, t.all, what)
	}
}

func (t *told) line(text string) {
	t.end()
	fmt.Fprintln(t.w, text)
}

// end takes the status away.
func (t *told) end() {
	if t.terminal {
		fmt.Fprint(t.w, "\r\x1b[K")
	}
}
