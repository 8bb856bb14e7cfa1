package gotest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

const (
	lastWords = 64 << 10               // how much of a process's output is told with its death
	straggle  = 300 * time.Millisecond // how long output may come from those whom it left behind
)

// bury reports what had ended before the process did, and says of what it died.
func (s *session) bury(report func(worker.Event)) error {
	s.drain()
	if s.book.plain {
		s.book.settlePrinted()
	}
	if s.book.finished(true) {
		s.pass(report)
		return nil
	}
	return s.die(report, worker.Death{Reason: s.child.State().Text, Killed: s.child.State().Killed})
}

// settlePrinted settles, of a process that ran by itself, what it printed an end
// of: there is no other word. A panic prints one, too, and is a death still.
func (b *book) settlePrinted() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if reason, _ := b.autopsy(b.recent.End(lastWords)); reason != "" {
		return
	}
	for _, r := range slices.Clone(b.running) {
		if r.outcome != "" {
			b.settle(r.name, "", 0, "")
		}
	}
	b.done = b.begun > 0 && len(b.running) == 0
}

// timeout ends a process one of whose tests has taken too long.
func (s *session) timeout(l limit, report func(worker.Event)) error {
	s.child.Quit()
	s.await(parting)
	d := worker.Death{Reason: fmt.Sprintf("timed out after %v", l.took), Charged: l.test, Outcome: suite.Timeout}
	if l.test == "" {
		d.Reason += " before its first test"
	}
	return s.die(report, d)
}

func (s *session) interrupt(ctx context.Context, report func(worker.Event)) error {
	s.await(0)
	return s.die(report, worker.Death{Reason: context.Cause(ctx).Error(), Interrupted: true})
}

func (s *session) disown(report func(worker.Event)) error {
	s.await(0)
	return s.die(report, worker.Death{Reason: "a test closed descriptors that weren't its own"})
}

// await waits for the process to end by itself, then kills it.
func (s *session) await(grace time.Duration) {
	select {
	case <-s.child.Exited():
	case <-time.After(grace):
		s.child.Kill()
		<-s.child.Exited()
	}
	s.drain()
}

// drain waits until all that the process printed has been read. Descendants that
// left its group may hold the pipe: they are not waited for.
func (s *session) drain() {
	select {
	case <-s.drained:
	case <-time.After(straggle):
		s.child.Close()
		<-s.drained
	}
}

// die completes d, whose process is gone and read to the end.
func (s *session) die(report func(worker.Event), d worker.Death) error {
	s.book.mu.Lock()
	s.book.closeSettled()
	d.Output = s.book.recent.End(lastWords)
	if d.Outcome == "" && !d.Interrupted {
		if reason, culprit := s.book.autopsy(d.Output); reason != "" {
			d.Reason = reason
			if culprit != "" {
				d.Charged, d.Outcome = idOf(s.book.unit, culprit), suite.Crash
			}
		}
	}
	d.Output = s.book.lastWords(d.Charged)
	s.book.mu.Unlock()
	if found, ok := readDump(d.Output, s.stuck(d)); ok {
		d.Output, d.Stack = found.text(), found.stacks[0]
	}
	s.pass(report)
	d.UnderWay = s.book.underWay()
	d.Statements = s.book.unfinished()
	s.death = &d
	return s.death
}

// lastWords are what the process printed since the test that is charged began
// or, if none is, the first of those under way: others' output is told with them.
func (b *book) lastWords(charged suite.ID) []byte {
	first := 0
	if charged == "" && len(b.running) > 0 {
		first = b.running[0].from
	} else if charged != "" && b.tests[nameOf(charged, b.unit)] != nil {
		first = b.tests[nameOf(charged, b.unit)].from
	}
	return b.recent.End(min(lastWords, b.recent.Len()-first))
}

// stuck is the name of the test that was stopped for taking too long; "" if d
// is no such death.
func (s *session) stuck(d worker.Death) string {
	if d.Outcome != suite.Timeout || d.Charged == "" {
		return ""
	}
	name, _, _ := strings.Cut(nameOf(d.Charged, s.book.unit), "/")
	return function(name)
}

// autopsy finds in the last words of a process why it ended, and the test on
// whose account: the one on the stack of the goroutine that panicked, or that
// created it. A test that has ended can be to blame, too.
func (b *book) autopsy(output []byte) (reason, culprit string) {
	text := "\n" + string(output)
	at := max(strings.LastIndex(text, "\npanic: "), strings.LastIndex(text, "\nfatal error: "))
	if at < 0 {
		return "", ""
	}
	text = text[at+1:]
	reason, _, _ = strings.Cut(text, "\n")
	reason, _, _ = strings.Cut(reason, " [recovered")
	_, stack, found := strings.Cut(text, "\ngoroutine ")
	if !found {
		return "", "" // somebody just printed it
	}
	stack, _, _ = strings.Cut(stack, "\n\n")
	for line := range strings.Lines(stack) {
		if name := b.testOf(strings.TrimSpace(strings.TrimPrefix(line, "created by "))); name != "" {
			return reason, name
		}
	}
	return reason, b.lastFailed()
}

// testOf is the test that a line of a stack, such as
// "example.com/shop/orders_test.TestRefund.func1(0xc000012345)", is of; "" if
// it is of none that has begun in this process.
func (b *book) testOf(line string) string {
	dir, base := line[:strings.LastIndexByte(line, '/')+1], line[strings.LastIndexByte(line, '/')+1:]
	if i := strings.IndexByte(line, '('); i >= 0 { // arguments may hold slashes
		dir = line[:strings.LastIndexByte(line[:i], '/')+1]
		base = line[len(dir):]
	}
	if dir != b.unit[:strings.LastIndexByte(b.unit, '/')+1] {
		return ""
	}
	_, rest, _ := strings.Cut(base, ".")
	name := rest[:len(rest)-len(strings.TrimLeftFunc(rest, isNamePart))]
	for _, r := range b.running {
		if isTwin(r.name) && function(r.name) == name {
			return r.name
		}
	}
	if b.past[name] == 0 {
		return ""
	}
	return name
}

// isNamePart reports whether r continues an identifier.
func isNamePart(r rune) bool { return !strings.ContainsRune(".([ \t", r) }

// lastFailed is the test under way that package testing said has failed: it does
// so just before it lets a panic of the test's goroutines end the process.
func (b *book) lastFailed() string {
	for _, r := range b.running {
		if r.outcome == suite.Fail {
			return r.name
		}
	}
	return ""
}
