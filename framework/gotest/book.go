package gotest

import (
	"sync"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// excerptLimit is how much of a test's output is kept of its beginning, and as
// much of its end.
const excerptLimit = 2 << 20

// A book has what is known of the tests of a batch, from two sources: the worker
// says how tests ended, and the output tells of subtests and examples and has
// what tests printed. Two goroutines write it, a third reads.
type book struct {
	unit    string
	nonce   string
	plain   bool          // there is no worker: all that is known stands in the output
	closely bool          // as of [worker.Place]
	changed chan struct{} // has room for one: something is to be taken
	hurry   chan struct{} // has room for one: output is waited for

	mu      sync.Mutex
	tests   map[string]*record // of the batch
	records map[string]*record // these and their subtests
	running []*record          // tests that have begun and not ended, in order
	current *record            // whose output follows; nil for nobody's
	ending  []*record          // their end was read, and what they print yet may follow
	settled []*record          // their worker said how they ended
	events  []worker.Event
	outside worker.Excerpt // what was printed outside of tests
	recent  worker.Excerpt // what was printed by anybody

	batch   int       // that runs
	opened  time.Time // when it was begun
	left    int       // of its tests have not ended
	done    bool      // the worker says that it has ended
	synced  bool      // its output has been read
	refused string
	greeted bool
	begun   int            // tests, over the process's whole life
	failed  int            // of these
	past    map[string]int // how often each test has begun
	lost    error          // the control pipe ended
	undone  worker.Answers // to what was to be undone
}

func newBook(unit, nonce string) *book {
	return &book{
		unit: unit, nonce: nonce, changed: make(chan struct{}, 1), hurry: make(chan struct{}, 1), past: map[string]int{},
		outside: worker.Excerpt{Limit: excerptLimit}, recent: worker.Excerpt{Limit: 64 << 10},
		undone: worker.NewAnswers(),
	}
}

// open begins a batch.
func (b *book) open(batch int, tests []suite.Test) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tests = make(map[string]*record, len(tests))
	b.records = make(map[string]*record, len(tests))
	for _, t := range tests {
		r := &record{name: nameOf(t.ID, t.Unit), from: b.recent.Len(), issued: worker.Statements{Closely: b.closely}}
		r.top = r
		b.tests[r.name], b.records[r.name] = r, r
	}
	b.running, b.current, b.ending = nil, nil, nil
	b.opened, b.left = time.Now(), len(b.tests)
	b.batch, b.done, b.synced, b.refused = batch, false, false, ""
}

// take returns what has happened since the last call.
func (b *book) take() []worker.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	events := b.events
	b.events = nil
	return events
}

// poke wakes who waits for c, now or as soon as it does.
func poke(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// underWay are the tests that have begun and not ended.
func (b *book) underWay() []suite.ID {
	b.mu.Lock()
	defer b.mu.Unlock()
	var ids []suite.ID
	for _, r := range b.running {
		ids = append(ids, idOf(b.unit, r.name))
	}
	return ids
}

// finished reports whether the batch has ended: silent means that its output has
// been waited for long enough.
func (b *book) finished(silent bool) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.done || !b.synced && !silent {
		return false
	}
	b.closeSettled()
	return true
}

// closeSettled reports what has ended, whatever the output lacks.
func (b *book) closeSettled() {
	b.flush()
	for _, r := range b.settled {
		b.end(r)
	}
	b.settled = nil
}
