package reports

import (
	"io"
	"strings"
	"sync"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// widest is how many columns are used for what stays: on wider terminals the eye
// would lose the line.
const widest = 100

// Between two pictures of the live view.
const frame = 100 * time.Millisecond

// LiveOptions are how the live view is shown. All fields but Colour must be set.
type LiveOptions struct {
	Colour bool
	Size   func() (columns, rows int) // of the terminal, now
	Now    func() time.Time
}

// NewLive shows a run on a terminal: below, redrawn in place, how far it is and
// what runs; above, failures as they happen; and at last what [NewText] shows.
//
// It draws by itself, ten times a second, however many events come, and not by
// a library of progress bars: it is not bars that are wanted, and what is
// printed above must not tear the picture.
func NewLive(w io.Writer, o LiveOptions) Reporter {
	l := newLive(w, o)
	ticker := time.NewTicker(frame)
	l.drawer.Go(func() {
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				l.redraw()
			case <-l.done:
				return
			}
		}
	})
	return l
}

type live struct {
	o      LiveOptions
	done   chan struct{}
	drawer sync.WaitGroup

	mu      sync.Mutex // of all below
	p       *printer
	tally   *tally
	running map[place]suite.Began
	drawn   int // lines of the picture that stands
	err     error
}

// newLive is a live view that draws when it is told to.
func newLive(w io.Writer, o LiveOptions) *live {
	return &live{
		o: o, done: make(chan struct{}),
		p: newPrinter(w, TextOptions{Colour: o.Colour}), tally: newTally(),
		running: map[place]suite.Began{},
	}
}

func (l *live) Event(e suite.Event) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := len(l.tally.failures)
	l.tally.event(e)
	switch e := e.(type) {
	case suite.Began:
		l.running[place{e.Test, e.Worker, e.Process}] = e
	case suite.Ended:
		delete(l.running, place{e.Test, e.Worker, e.Process})
		if len(l.tally.failures) > known {
			l.above(func() { l.p.failure(l.tally, l.tally.failures[known]) })
		}
	case suite.UnitEnded:
		if !e.Outcome.Good() || e.Outcome == suite.Skip {
			l.above(func() { l.p.happening(l.tally, e, false) })
		}
	case suite.WorkerDied, suite.Warned:
		l.above(func() { l.p.happening(l.tally, e, false) })
	}
	return l.err
}

// Close shows the end in place of the picture.
func (l *live) Close() error {
	close(l.done)
	l.drawer.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.above(func() { l.p.ending(l.tally) })
	return l.err
}

// above prints what is to stay, where the picture was.
func (l *live) above(print func()) {
	columns, _ := l.o.Size()
	l.p.width = min(columns, widest)
	l.erase()
	print()
	l.flush()
}

func (l *live) redraw() {
	l.mu.Lock()
	defer l.mu.Unlock()
	columns, rows := l.o.Size()
	picture := l.picture(columns, rows)
	l.erase()
	l.write(strings.Join(picture, "\n") + "\n")
	l.drawn = len(picture)
	l.flush()
}

// erase moves to where the picture begins, and clears all from there.
func (l *live) erase() {
	l.write(strings.Repeat("\x1b[A", l.drawn))
	if l.drawn > 0 {
		l.write("\r\x1b[J")
	}
	l.drawn = 0
}

func (l *live) write(s string) {
	// Errors come back from Flush.
	_, _ = l.p.WriteString(s)
}

func (l *live) flush() {
	if err := l.p.flush(); l.err == nil {
		l.err = err
	}
}
