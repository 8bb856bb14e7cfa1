package app

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// laps is how often what runs beside a test may be over before that is.
const laps = 50

// over is a lane that runs an order over and over. Each begins elsewhere in it.
func (p *Prober) over(order suite.Order, tests int) plan.Lane {
	if len(order) == 0 {
		return nil
	}
	begin := int(p.ran.Load()) % len(order)
	lap := p.lane(slices.Concat(order[begin:], order[:begin]))
	var lane plan.Lane
	for range laps * max(1, tests) {
		lane = append(lane, lap...)
		if len(lane) > 10_000 {
			break
		}
	}
	return lane
}

// mostStagger is for how long a test waits at most for another phase of those beside it.
const mostStagger = 500 * time.Millisecond

// stagger is how long the first worker of a trial begins after the others, another time in
// each trial: while the first test of any of them lasts. Else tests that take equally long
// would meet in the same phase each time, such as when one has just ended.
func (p *Prober) stagger(lanes []plan.Lane) time.Duration {
	var longest time.Duration
	for _, lane := range lanes[1:] {
		if len(lane) > 0 && len(lane[0].Tests) > 0 {
			longest = max(longest, p.Costs.Of(lane[0].Tests[0]))
		}
	}
	const golden = 0.618034 // its multiples are spread evenly, however many there are
	_, share := math.Modf(golden * float64(p.ran.Load()))
	return time.Duration(share * float64(min(longest, mostStagger)))
}

// meet has the first worker of a trial begin so long after all others have begun their first
// test: else it would mostly be over before they run.
func meet(x *run.Executor, lanes []plan.Lane, after time.Duration) {
	m := meeting{awaited: map[int]bool{}, all: make(chan struct{})}
	for i, lane := range lanes {
		if i > 0 && len(lane) > 0 {
			m.awaited[i+1] = true
		}
	}
	m.come(0)
	emit, lease := x.Emit, x.Lease
	x.Emit = func(e suite.Event) {
		switch e := e.(type) {
		case suite.Began:
			m.come(e.Worker)
		case suite.WorkerDied:
			m.come(e.Worker) // perhaps before any test
		}
		emit(e)
	}
	x.Lease = func(ctx context.Context, worker, process int) (run.Lease, error) {
		if worker == 1 {
			select {
			case <-m.all:
			case <-ctx.Done():
				return run.Lease{}, ctx.Err()
			}
			select {
			case <-time.After(after):
			case <-ctx.Done():
				return run.Lease{}, ctx.Err()
			}
		}
		return lease(ctx, worker, process)
	}
}

// A meeting is over when all who are awaited have come.
type meeting struct {
	all chan struct{} // closed then

	mu      sync.Mutex
	awaited map[int]bool
	over    bool
}

func (m *meeting) come(worker int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.awaited, worker)
	if len(m.awaited) == 0 && !m.over {
		m.over = true
		close(m.all)
	}
}
