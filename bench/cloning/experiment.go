// Package cloning measures ways of cloning a database against each other: from
// nothing until another process has read and written a row in each of five tables of
// the clone. A way whose clones are not what they should be is disqualified.
package cloning

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/scratch"
)

// An Experiment compares strategies of one backend. All fields must be set but
// those that say otherwise.
type Experiment struct {
	Backend    clone.Backend
	Size       string           // [Small], [Schema], [Data], such as 20MB, or the path of a database
	Strategies []string         // by name; none: all whose clones other processes can reach
	Baselines  []clone.Strategy // that can be asked for, too
	Clones     int              // of each strategy in each round
	Parallel   int              // how many are made at a time
	Rounds     int              // at most, if Precision is set
	Precision  float64          // of medians, to find out how many rounds are needed; 0: Rounds. See [bench.Rounds]
	Storage    scratch.Storage  // of clones
	Visitor    []string         // the command that runs [Visit]
	Seed       uint64           // of the order within rounds

	Prepare, Cleanup func(ctx context.Context) error // before and after each measurement; optional
}

// A StrategyError says that there is no such strategy to be measured.
type StrategyError struct {
	Name string
	Have []string
}

func (e *StrategyError) Error() string {
	return fmt.Sprintf("unknown strategy %q: there are %s", e.Name, strings.Join(e.Have, ", "))
}

// Run makes the template, checks each strategy once, and measures those that
// pass. After each round it calls progress, which may be nil. The error of an
// unknown strategy is a [*StrategyError], that of one that cannot be used here a
// [*clone.UnfitError], that of a template that can't be used is
// Backend.Fill's or Backend.Check's. If ctx ends, the result has the rounds that were
// whole by then: see [Result.Measured].
func (e Experiment) Run(ctx context.Context, progress func(done int)) (r Result, err error) {
	area, err := scratch.Open(scratch.SystemRoots(), "ptrbench")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, area.Close()) }()
	templates, err := area.Folder(scratch.Disk, "template")
	if err != nil {
		return r, err
	}
	l := &laboratory{Experiment: e}
	if l.dialect, err = dialectOf(e.Backend); err != nil {
		return r, err
	}
	if l.dir, err = area.Folder(e.Storage, "clones"); err != nil {
		return r, err
	}
	begin := time.Now()
	if l.template, err = l.fill(ctx, templates); err != nil {
		return r, err
	}
	prepared := time.Since(begin)
	if err := l.open(ctx); err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	return l.run(ctx, prepared, progress)
}

// strategies are those to be measured: where nothing else is asked for, those of the
// backend that can be used here, and cp.
func (e Experiment) strategies(t clone.Template, dir string) ([]clone.Strategy, error) {
	all, _ := e.Backend.Strategies(t)
	all = slices.DeleteFunc(slices.Clone(all), func(s clone.Strategy) bool { return s.Reach() != clone.ByAddress })
	if !e.Backend.Shares() {
		all = append(all, cp{})
	}
	if len(e.Strategies) == 0 {
		return slices.DeleteFunc(all, func(s clone.Strategy) bool { return clone.Unfit(s, t) != nil }), nil
	}
	all = append(all, e.Baselines...)
	if e.Backend.Shares() {
		all = append(all, &pooled{Strategy: all[0], ahead: e.Clones, dir: dir}, &connected{Strategy: all[0], dir: dir})
	}
	var names []string
	var chosen []clone.Strategy
	for _, s := range all {
		names = append(names, s.Name())
	}
	for _, name := range e.Strategies {
		i := slices.Index(names, name)
		if i < 0 {
			return nil, &StrategyError{name, names}
		}
		if err := clone.Unfit(all[i], t); err != nil {
			return nil, err
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// A laboratory is where one experiment is made.
type laboratory struct {
	Experiment
	dialect    dialect
	template   clone.Template
	dir        string // of clones
	call       call   // what is done with each, but for its address
	visitors   chan *visitor
	strategies []clone.Strategy
}

func (l *laboratory) open(ctx context.Context) (err error) {
	if l.strategies, err = l.Experiment.strategies(l.template, l.dir); err != nil {
		return err
	}
	l.visitors = make(chan *visitor, l.Parallel)
	for range l.Parallel {
		v, err := startVisitor(ctx, l.Visitor)
		if err != nil {
			return fmt.Errorf("starting the process that opens clones: %w", err)
		}
		l.visitors <- v
	}
	return nil
}

func (l *laboratory) close() error {
	var errs []error
	for _, s := range l.strategies {
		if c, ok := s.(interface{ close() error }); ok {
			errs = append(errs, c.close())
		}
	}
	for range len(l.visitors) {
		v := <-l.visitors
		errs = append(errs, v.close())
	}
	return errors.Join(errs...)
}

// leaves reports whether a strategy is left out that failed so: it cannot be used here, which
// was not known before, and nobody has asked for it.
func (l *laboratory) leaves(err error) bool {
	var unfit *clone.UnfitError
	return len(l.Experiment.Strategies) == 0 && errors.As(err, &unfit)
}

func (l *laboratory) run(ctx context.Context, prepared time.Duration, progress func(int)) (Result, error) {
	original, err := l.original(ctx)
	if err != nil {
		return Result{}, fmt.Errorf("the template: %w", err)
	}
	r := Result{
		Backend: l.Backend.Name(), Version: l.Backend.Version(), Size: sizeName(l.Size), Bytes: l.template.Size, Tables: len(l.call.Touch),
		Machine: thisMachine(), Prepare: prepared.Seconds(), Clones: l.Clones, Parallel: l.Parallel,
	}
	var arms []bench.Arm
	var measured []*Row
	var parts []*timing
	r.Rows = make([]Row, 0, len(l.strategies)) // which stay where they are
	for _, s := range l.strategies {
		took, err := l.prepare(ctx, s)
		if l.leaves(err) {
			continue
		}
		if err != nil {
			return r, fmt.Errorf("%s: %w", s.Name(), err)
		}
		r.Rows = append(r.Rows, Row{Name: s.Name(), Prepare: took})
		row := &r.Rows[len(r.Rows)-1]
		_, ahead := s.(*pooled)
		_, one := s.(*connected) // clone for all, which is no fault here
		row.aside = ahead || one
		if one {
			row.Disqualified = ""
		} else if row.Disqualified, err = l.check(ctx, s, original); err != nil {
			return r, fmt.Errorf("%s: %w", s.Name(), err)
		}
		if row.Disqualified == "" {
			part := &timing{}
			arms, measured, parts = append(arms, l.arm(s, part)), append(measured, row), append(parts, part)
		}
	}
	if l.Precision > 0 && len(arms) > 0 {
		if l.Rounds, err = bench.Rounds(ctx, arms, l.Precision, l.Rounds, l.Seed, progress); err != nil {
			return r, err
		}
		for _, part := range parts {
			part.reset() // what is measured now counts
		}
	}
	series, err := bench.Interleave(ctx, arms, l.Rounds, l.Seed, progress)
	if err != nil && (ctx.Err() == nil || len(series[0].Samples) == 0) {
		return r, err
	}
	for i, row := range measured {
		row.fill(series[i], parts[i])
	}
	r.conclude(series, measured)
	return r, err
}

// prepare gets what s needs beyond the template, and returns how many seconds that
// took.
func (l *laboratory) prepare(ctx context.Context, s clone.Strategy) (float64, error) {
	p, ok := s.(clone.Preparer)
	if !ok {
		return 0, nil
	}
	begin := time.Now()
	err := p.Prepare(ctx, l.template)
	return time.Since(begin).Seconds(), err
}
