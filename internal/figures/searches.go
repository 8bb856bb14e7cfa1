package figures

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/simulation"
)

// Searches counts how often a search for what makes a test fail is right, and what it
// costs, on simulated suites.
type Searches struct {
	Tests   int     // candidates of each suite
	Suites  int     // of each kind
	Workers int     // how many trials run at the same time
	Victim  float64 // how long the victim takes, in tests
	Start   float64 // how long a process takes to start, in tests
	Seed    uint64
}

// A SearchesRow is what became of the searches in suites of one kind. Costs are in
// multiples of running all candidates once: 1 is a serial run of the suite.
type SearchesRow struct {
	Kind      string  `json:"kind"`
	Suites    int     `json:"suites"`
	Right     int     `json:"right"`
	Wrong     int     `json:"wrong"`
	Abstained int     `json:"abstained"`
	Tests     float64 `json:"tests"`  // mean
	Wall      float64 `json:"wall"`   // mean
	Worst     float64 `json:"worst"`  // of the walls
	Rounds    float64 `json:"rounds"` // mean
}

// Search searches suites of every kind, or of those that only names.
func (s Searches) Search(ctx context.Context, only string, told func(int)) (rows []SearchesRow, err error) {
	done := 0
	one := func() {
		if done++; told != nil {
			told(done)
		}
	}
	for _, maker := range simulation.Makers() {
		if only != "" && maker.Name != only {
			continue
		}
		row, err := s.row(ctx, maker, one)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("unknown kind %q", only)
	}
	return rows, nil
}

// row calls done after each search, one at a time.
func (s Searches) row(ctx context.Context, maker simulation.Maker, done func()) (SearchesRow, error) {
	row := SearchesRow{Kind: maker.Name, Suites: s.Suites}
	var mu sync.Mutex
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.NumCPU())
	for i := range s.Suites {
		work.Go(func() error {
			seed := s.Seed + uint64(i)
			c := maker.Make(s.Tests, seed)
			f, err := bisect.Search(ctx, c.Options(s.Workers, s.Victim, s.Start, seed))
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			row.add(c.Judge(f), f, s.Tests)
			done()
			return nil
		})
	}
	return row, work.Wait()
}

func (r *SearchesRow) add(answer simulation.Answer, f bisect.Finding, n int) {
	switch answer {
	case simulation.Right:
		r.Right++
	case simulation.Wrong:
		r.Wrong++
	case simulation.Abstained:
		r.Abstained++
	}
	share := 1 / float64(r.Suites)
	wall := float64(f.Wall) / float64(time.Duration(n)*time.Millisecond)
	r.Tests += share * float64(f.Tests) / float64(n)
	r.Wall += share * wall
	r.Worst = max(r.Worst, wall)
	r.Rounds += share * float64(f.Rounds)
}
