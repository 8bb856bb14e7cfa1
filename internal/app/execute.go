package app

import (
	"cmp"
	"context"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// What is expected of tests and processes that history does not know.
const (
	guessedTest  = 20 * time.Millisecond
	guessedStart = 40 * time.Millisecond
)

// executor is what runs this session's plan.
func (s *Session) executor(l *housing.Landlord, costs plan.Costs, emit func(suite.Event)) *run.Executor {
	keep, _ := together(s.KeepTogether) // it was compiled before
	x := &run.Executor{
		Start:     s.Framework.Start,
		Lease:     l.Lease,
		Emit:      emit,
		Costs:     costs,
		Rules:     s.rules(costs),
		Together:  keep,
		Seed:      s.Config.Seed,
		Isolation: run.Isolation(s.Config.Isolation),
		MaxBatch:  maxBatch(s.Framework),
		FailFast:  s.FailFast,
		Diagnose:  !s.NoDiagnose,
		Repeated:  s.Repeat > 1,
		NoSteal:   s.NoBalance,
		Keeper:    s.Area,
	}
	if s.Python.Hatch {
		x.Anew, x.Spared = true, sparedAnew
	}
	return x
}

// sparedAnew is how many failed tests are diagnosed in processes that start by themselves
// before it is worth to have one from which others are forked.
const sparedAnew = 2

// batchTests is how many tests a worker takes at once that doesn't say.
const batchTests = 64

func maxBatch(framework any) int {
	if limited, ok := framework.(interface{ MaxBatch() int }); ok {
		return limited.MaxBatch()
	}
	return batchTests
}

// rules are those of ptr.toml, with what flags set over them.
func (s *Session) rules(costs plan.Costs) func(suite.Test) run.Rules {
	return func(t suite.Test) run.Rules {
		set := s.Config.Rules(t, config.Past{Duration: costs.Tests[t.ID]})
		r := run.Rules{Timeout: set.Timeout, Retries: set.Retries, Group: set.Group, Excused: s.excused(t.ID)}
		if s.Retries >= 0 {
			r.Retries = s.Retries
		}
		return r
	}
}

// costs are what history knows of how long tests take.
func (s *Session) costs(ctx context.Context) (plan.Costs, error) {
	costs := plan.Costs{
		Tests: map[suite.ID]time.Duration{}, Guess: guessedTest, Start: guessedStart,
		Parallel: cmp.Or(s.Go.Parallel, runtime.GOMAXPROCS(0)),
	}
	estimates, err := s.DB.Estimates(ctx, s.Name)
	if err != nil {
		return costs, HistoryError(err)
	}
	var sum time.Duration
	for id, e := range estimates {
		costs.Tests[id] = e.Duration
		sum += e.Duration
	}
	if len(estimates) > 0 {
		costs.Guess = sum / time.Duration(len(estimates))
	}
	return costs, nil
}

// past is what history knows of tests, for filters.
func (s *Session) past(ctx context.Context) (map[suite.ID]config.Past, error) {
	estimates, err := s.DB.Estimates(ctx, s.Name)
	if err != nil {
		return nil, HistoryError(err)
	}
	past := make(map[suite.ID]config.Past, len(estimates))
	for id, e := range estimates {
		past[id] = config.Past{Duration: e.Duration, Failed: e.FailedRecently}
	}
	return past, nil
}

// workers is how many workers this run has.
func (s *Session) workers(ctx context.Context) (int, error) {
	var past used
	if s.Config.Workers == config.Auto {
		usage, err := s.DB.Usage(ctx, s.Name)
		if err != nil {
			return 0, HistoryError(err)
		}
		for _, u := range usage {
			past.wall, past.cpu, past.workers = past.wall+u.Wall, past.cpu+u.CPU, max(past.workers, u.Workers)
		}
	}
	perCore := mostPerCore
	if slices.ContainsFunc(s.Config.Databases, func(d config.Database) bool { return d.Backend != "sqlite" && d.Server == "" }) {
		perCore = mostPerCoreWithServers
	}
	count := workers(s.Config.Workers, past, perCore)
	if s.limit > 0 {
		count = min(count, s.limit)
	}
	return count, nil
}

const Dirty = "-dirty"

// Revision is the commit that the suite is at, with [dirty] behind it where the
// files differ from it; "" if git doesn't know.
func Revision(ctx context.Context, dir string) string {
	c := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty="+Dirty, "--exclude=*", "--abbrev=12")
	c.Dir = dir
	out, err := c.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
