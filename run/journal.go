package run

import (
	"sync"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A Journal takes events from many goroutines and passes them on in one order:
// first to be recorded, as many at a time as have come in, and only then to be
// shown. So what a user has seen is never lost.
type Journal struct {
	record func([]suite.Event) error
	show   func(suite.Event)
	failed func(error)

	events  chan suite.Event
	closing chan struct{}
	idle    sync.WaitGroup
}

// most is how many events are recorded at once.
const most = 4096

// gather is how long events that come thick and fast are kept to be recorded at
// once, since each time costs as much as a short test.
const gather = 10 * time.Millisecond

// NewJournal returns a journal that calls record and show from one goroutine.
// When record returns an error, failed is called with it, once, and nothing is
// recorded or shown any more.
func NewJournal(record func([]suite.Event) error, show func(suite.Event), failed func(error)) *Journal {
	j := &Journal{record: record, show: show, failed: failed, events: make(chan suite.Event, most), closing: make(chan struct{})}
	j.idle.Go(j.pass)
	return j
}

// Emit takes the next event. It may be called by many goroutines, and not
// after Close.
func (j *Journal) Emit(e suite.Event) { j.events <- e }

// Close returns when all events have been passed on.
func (j *Journal) Close() {
	close(j.closing)
	close(j.events)
	j.idle.Wait()
}

func (j *Journal) pass() {
	var failed bool
	var last time.Time
	for e := range j.events {
		j.await(last.Add(gather))
		batch := j.queued(e)
		last = time.Now()
		if failed {
			continue
		}
		if err := j.record(batch); err != nil {
			failed = true
			j.failed(err)
			continue
		}
		for _, e := range batch {
			j.show(e)
		}
	}
}

// await returns at a time, or when nothing more will come.
func (j *Journal) await(at time.Time) {
	left := time.Until(at)
	if left <= 0 {
		return
	}
	select {
	case <-time.After(left):
	case <-j.closing:
	}
}

// queued is first and what else has come in.
func (j *Journal) queued(first suite.Event) []suite.Event {
	batch := []suite.Event{first}
	for len(batch) < most {
		select {
		case e, ok := <-j.events:
			if !ok {
				return batch
			}
			batch = append(batch, e)
		default:
			return batch
		}
	}
	return batch
}
