// Package kill kills runs of ptr, at every phase and at every level of their
// processes, and looks for what that lost, left behind or broke.
package kill

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
)

// An Experiment kills Times runs in each of Phases.
type Experiment struct {
	Backend string // of [Backends]
	Times   int
	Phases  []string // of [Phases]
	Seed    uint64   // of the moments, and of the choice where there are several targets
}

// Run kills runs of the ptr command at path. Progress, which may be nil, is told
// of each kill what became of it.
//
// With an error the rows are those of what was done until then, without the kill
// that it came in, which has shown nothing. It wraps the cause of ctx's end if that
// is why, [ErrBlind] if what is planted at the beginning isn't noticed, and
// [errors.ErrUnsupported] on a system whose processes cannot be looked at.
func (e Experiment) Run(ctx context.Context, ptr string, progress func(Row)) (rows []Row, err error) {
	l, err := newLab(ctx, ptr, backendOf(e.Backend))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	if err := l.rehearse(ctx); err != nil {
		return nil, err
	}
	chance := rand.New(rand.NewPCG(e.Seed, 0))
	return e.series(ctx, l.backend.aims(), progress, func(p phase, a aim) (Row, error) { return l.trial(ctx, p, a, chance) })
}

// series are all trials, each of which returns what it finds.
func (e Experiment) series(ctx context.Context, aims []aim, progress func(Row), trial func(phase, aim) (Row, error)) (rows []Row, err error) {
	for _, phase := range phases() {
		if !slices.Contains(e.Phases, phase.name) {
			continue
		}
		of := newRows(phase, aims)
		for i := range e.Times {
			aim := aims[i%len(aims)]
			one, err := trial(phase, aim)
			if ctx.Err() != nil {
				err = context.Cause(ctx) // whatever it has found, it was not let
			}
			if err != nil {
				return append(rows, begun(of)...), fmt.Errorf("killing %s during %s: %w", aim, phase.name, err)
			}
			of[aim].add(one)
			if progress != nil {
				progress(one)
			}
		}
		rows = append(rows, of...)
	}
	return rows, nil
}

// newRows are those of a phase, by aim.
func newRows(p phase, aims []aim) []Row {
	rows := make([]Row, len(aims))
	for _, a := range aims {
		rows[a] = Row{Phase: p.name, Aim: a.String(), Struck: map[string]int{}}
	}
	return rows
}

// begun are the rows in which something was killed.
func begun(rows []Row) []Row {
	return slices.DeleteFunc(rows, func(r Row) bool { return r.Kills == 0 })
}

// trial kills one run, has the next clear up, and returns what it finds.
func (l *lab) trial(ctx context.Context, p phase, a aim, chance *rand.Rand) (one Row, err error) {
	before, err := l.templates()
	if err != nil {
		return one, err
	}
	s, err := l.shoot(ctx, p, a, chance)
	if err != nil {
		return one, err
	}
	one = Row{Phase: p.name, Aim: a.String(), Kills: 1, Struck: map[string]int{s.struck: 1}, Shown: len(s.shown())}
	one.note(&one.Wrong, s.wrong())
	killed, err := l.templates()
	if err != nil {
		return one, err
	}
	lost, err := l.lost(ctx, s)
	if err != nil {
		return one, err
	}
	one.note(&one.Lost, lost)
	one.note(&one.Wrong, l.next(ctx))
	left, err := l.left()
	if err != nil {
		return one, err
	}
	one.note(&one.Left, left)
	broken, err := l.broken(ctx, before, killed)
	one.note(&one.Broken, broken)
	return one, err
}
