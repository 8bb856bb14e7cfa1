package cloning

import (
	"sync"
	"time"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/clone"
)

// A timing has the parts of what clones of one strategy took, a clone each, those
// of the round that isn't counted included.
type timing struct {
	mu                 sync.Mutex
	copy, first, touch []float64 // seconds
	bytes, memory      []float64 // that the clones take, once touched
	written            []float64 // bytes for a clone, a round each
	peak               float64   // bytes of memory beyond what there was, in the first round
	watched            bool      // that round is over
}

func (l *timing) add(copied time.Duration, v visit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.copy = append(l.copy, copied.Seconds())
	l.first = append(l.first, v.First.Seconds())
	l.touch = append(l.touch, v.Touch.Seconds())
}

// weigh notes what a clone takes.
func (l *timing) weigh(c clone.Clone) {
	bytes, memory := occupied(c.Path), bench.MemoryOf(c.Path)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bytes = append(l.bytes, float64(bytes))
	l.memory = append(l.memory, float64(memory))
}

// reset forgets everything but the peak, which is not measured where time is.
func (l *timing) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.copy, l.first, l.touch, l.bytes, l.memory, l.written = nil, nil, nil, nil, nil, nil
}

// watch looks for the peak of memory until stop is called, in the first round: to
// look costs time, and that round is not counted.
func (l *timing) watch() (stop func()) {
	if l.watched {
		return func() {}
	}
	l.watched = true
	before, most := bench.Memory(), int64(0)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			most = max(most, bench.Memory()-before)
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	return func() {
		close(done)
		<-ended
		l.peak = float64(most)
	}
}
