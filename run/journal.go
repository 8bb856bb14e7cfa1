package run

import (
	"sync"

	"github.com/ptr-project/ptr/suite"
)

// A Journal takes events from many goroutines and passes them on in one order:
// first to be recorded, as many at a time as have come in, and only then to be
// shown. So what a user has seen is never lost.
type Journal struct {
	record func([]suite.Event) error
	show   func(suite.Event)
	failed func(error)

	events chan suite.Event
	idle   sync.WaitGroup
}

// most is how many events are recorded at once.
const most = 4096

// NewJournal returns a journal that calls record and show from one goroutine.
// When record returns an error, failed is called with it, once, and nothing is
// recorded or shown any more.
func NewJournal(record func([]suite.Event) error, show func(suite.Event), failed func(error)) *Journal {
	j := &Journal{record: record, show: show, failed: failed, events: make(chan suite.Event, most)}
	j.idle.Go(j.pass)
	return j
}

// Emit takes the next event. It may be called by many goroutines, and not
// after Close.
func (j *Journal) Emit(e suite.Event) { j.events <- e }

// Close returns when all events have been passed on.
func (j *Journal) Close() {
	close(j.events)
	j.idle.Wait()
}

func (j *Journal) pass() {
	var failed bool
	for e := range j.events {
		batch := j.queued(e)
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
