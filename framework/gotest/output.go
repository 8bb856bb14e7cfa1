package gotest

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// readOutput enters all that the process prints, until its end.
func (b *book) readOutput(r io.Reader) {
	s := &scanner{frame: b.frame, output: b.print}
	piece := make([]byte, 64<<10)
	timer := time.NewTimer(nap)
	defer timer.Stop()
	for n := 0; ; {
		var err error
		b.napOutput(timer, n)
		n, err = r.Read(piece)
		b.mu.Lock()
		s.write(piece[:n])
		if err != nil {
			s.end()
			b.flush()
		}
		news := len(b.events) > 0 || b.synced || b.plain
		b.mu.Unlock()
		if news {
			poke(b.changed)
		}
		if err != nil {
			return
		}
	}
}

// print enters what a test, or somebody outside of tests, printed.
func (b *book) print(text []byte) {
	b.recent.Write(text)
	if b.current != nil && !b.current.closed {
		b.current.print(text)
	} else {
		b.outside.Write(text)
	}
}

// frame enters a line of package testing.
func (b *book) frame(f frame) {
	b.flush()
	b.current = nil
	switch f.action {
	case actSync:
		b.synced = b.synced || string(f.name) == b.nonce+" "+strconv.Itoa(b.batch)
	case actRun, actName, actCont, actPause:
		r := b.find(f.name, f.action == actRun)
		if b.plain && r != nil && r.top == r && f.action == actRun {
			b.begin(r.name, time.Now())
		}
		b.current = r
		if f.action == actRun && r != nil {
			r.from = b.recent.Len()
		}
		if r != nil && !r.settled {
			b.tick(r, f.action)
		}
	case actEnd:
		if r := b.find(f.name, false); r != nil {
			b.current = r
			b.ending = append(b.ending, r)
			b.enterEnd(r, f)
		}
	}
}

// enterEnd enters an outcome that stands in the output: of subtests and examples
// there is no other.
func (b *book) enterEnd(r *record, f frame) {
	if r.top != r {
		r.outcome = f.outcome
		if r.waited {
			r.keepParents(time.Now())
		}
		r.elapsed = f.elapsed
		if r.elapsed == 0 { // it says less than 5 ms
			r.elapsed = min(time.Since(r.start), 5*time.Millisecond)
		}
	} else if r.outcome == "" || b.plain && f.outcome == suite.Fail { // of two twins, too
		r.outcome, r.elapsed = f.outcome, f.elapsed
	}
}

// tick stops a parallel test's clock while it waits for its turn.
func (b *book) tick(r *record, a action) {
	switch {
	case r.start.IsZero():
	case a == actPause:
		r.clock, r.waited = time.Time{}, true
	case a == actCont:
		r.clock = time.Now()
		poke(b.changed)
	}
}

// flush ends what was about to end: no more output of theirs can follow.
func (b *book) flush() {
	for _, r := range b.ending {
		if r.top == r {
			r.printed = true
			b.tryEnd(r)
		} else {
			b.endSub(r, suite.Unfinished)
		}
	}
	b.ending = b.ending[:0]
}

// find is the record of a name, made if it is a subtest that begins.
func (b *book) find(name []byte, begins bool) *record {
	if r := b.records[string(name)]; r != nil {
		return r
	}
	top, _, isSub := bytes.Cut(name, []byte("/"))
	if !begins || !isSub {
		return nil
	}
	test := b.tests[string(top)]
	if test == nil || test.closed {
		return nil
	}
	now := time.Now()
	r := &record{name: string(name), top: test, parent: b.parentOf(string(name), test), start: now, clock: now}
	test.subs = append(test.subs, r)
	b.records[r.name] = r
	return r
}

// failure is what a test says went wrong: its first message, or which of its
// subtests failed.
func failure(r *record, output []byte) string {
	if text := message(output); text != "" {
		return text
	}
	for _, sub := range r.top.subs {
		if name, ok := strings.CutPrefix(sub.name, r.name+"/"); ok && sub.outcome.Bad() {
			return name + " failed"
		}
	}
	if r.outcome == suite.Unfinished {
		return "its end was not seen"
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(output)), "\n")
	return cmp.Or(first, fmt.Sprintf("%s without a message", r.outcome))
}

// longestMessage is how many lines of a message are told.
const longestMessage = 12

// message is the first that t.Error and its like, or an example, left in output.
func message(output []byte) string {
	var lines []string
	for line := range strings.Lines(string(output[:min(len(output), 256<<10)])) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case len(lines) == 0 && (isMessage(line) || line == "got:"):
			lines = append(lines, strings.TrimSpace(line))
		case len(lines) == 0:
		case lines[0] == "got:":
			lines = append(lines, line)
		case strings.HasPrefix(line, "        "):
			lines = append(lines, strings.TrimPrefix(line, "        "))
		default:
			return strings.Join(lines, "\n")
		}
		if len(lines) == longestMessage {
			break
		}
	}
	return strings.Join(lines, "\n")
}

// isMessage reports whether line is like "    orders_test.go:12: text".
func isMessage(line string) bool {
	text, ok := strings.CutPrefix(line, "    ")
	if !ok || strings.HasPrefix(text, " ") {
		return false
	}
	_, place, ok := strings.Cut(text, ".go:")
	number, _, colon := strings.Cut(place, ":")
	_, err := strconv.Atoi(number)
	return ok && colon && err == nil
}
