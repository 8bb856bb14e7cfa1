package spoken

import (
	"sync"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// excerptLimit is how much of a test's output is kept of its beginning, and as
// much of its end.
const excerptLimit = 2 << 20

// A book has what is known of the tests of a batch, from two sources: messages
// say how tests ended, and the output has what they printed. Two goroutines
// write it, a third reads.
type book struct {
	nonce   string
	closely bool          // as of [worker.Place]
	changed chan struct{} // has room for one: something is to be taken

	mu        sync.Mutex
	tests     map[suite.ID]*record // of the batch
	running   []*record            // those that have begun and not ended, in order
	printed   map[int]*stretch     // by number of test, those of the batch
	current   *stretch             // what output goes to; nil: it is nobody's
	settled   []*record            // ended, but for their output
	events    []worker.Event
	outside   worker.Excerpt // what was printed outside of tests
	recent    worker.Excerpt // what was printed by anybody
	broken    []string       // fixtures that failed
	why       []byte         // they did
	leftovers []suite.Leftover

	greeted bool // it said hello
	marks   bool // there are marks in the output
	muted   bool // there is no more output
	refused string
	ofSuite bool  // that is the suite's fault
	strange bool  // something else than messages was read, and it was told
	lost    error // why nothing more is heard from it
	heard   time.Time
	total   int // tests that it said have begun, over the process's whole life
	found   listing
	undone  worker.Answers // to what was to be undone
	parting *record        // what tests shared is torn down; nil: it is not

	batch  int
	left   int  // executions of tests whose end the worker has to tell
	done   bool // it says that the batch has ended
	synced bool // the batch's output has been read
}

func newBook(nonce string) *book {
	return &book{
		nonce: nonce, changed: make(chan struct{}, 1), printed: map[int]*stretch{},
		outside: worker.Excerpt{Limit: excerptLimit}, recent: worker.Excerpt{Limit: 64 << 10},
		undone: worker.NewAnswers(),
	}
}

// open begins a batch.
func (b *book) open(batch int, tests []suite.Test) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tests = make(map[suite.ID]*record, len(tests))
	for _, t := range tests {
		b.tests[t.ID] = b.record(t.ID)
	}
	clear(b.printed)
	b.running, b.settled, b.current = nil, nil, nil
	b.batch, b.left, b.done, b.synced = batch, len(tests), false, false
	b.heard = time.Now()
}

func (b *book) record(id suite.ID) *record {
	return &record{id: id, issued: worker.Statements{Closely: b.closely}}
}

// part has the book enter, until the func is called, what comes of tearing down what
// tests shared. The func returns that.
func (b *book) part() func() suite.Parting {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.record("")
	r.start = time.Now()
	b.parting = r
	return func() suite.Parting {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.parting = nil
		return suite.Parting{Changes: r.changes, Leaks: r.leaks, Statements: r.issued.List(time.Since(r.start))}
	}
}

// of is the record that a message is about; nil if there is none.
func (b *book) of(m protocol.Message) *record {
	if b.parting != nil {
		return b.parting
	}
	return b.tests[suite.ID(m.Test)]
}

// take returns what has happened since the last call.
func (b *book) take() []worker.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	events := b.events
	b.events = nil
	return events
}

// poke wakes who waits for changes, now or as soon as it does.
func (b *book) poke() {
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

func (b *book) isDone() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.done
}

func (b *book) refusal() (why string, ofSuite bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refused, b.ofSuite
}

// finished reports whether the batch has ended: silent means that its output has
// been waited for long enough. Without marks nothing else can tell.
func (b *book) finished(silent bool) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.done || !b.synced && !b.muted && !silent {
		return false
	}
	b.closeSettled()
	return true
}

// closeSettled reports what has ended, whatever its output lacks.
func (b *book) closeSettled() {
	for _, r := range b.settled {
		b.close(r)
	}
	b.settled = nil
}
