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

// A Row is what became of the runs of one phase in which one kind of process was
// aimed at. All but Kills, Struck and Shown should be zero.
type Row struct {
	Phase  string
	Aim    string
	Kills  int
	Struck map[string]int // how often, by the name of what was killed
	Shown  int            // results, until ptr ended
	Lost   int            // of them, not in the history
	Left   int            // files and processes that the next run did not remove
	Broken int            // templates
	Wrong  int            // runs that hung, crashed, or left a test without an outcome; next runs that didn't pass

	Findings []string // one for each that should not be, in words
}

// Flawless reports whether nothing was found.
func (r Row) Flawless() bool { return len(r.Findings) == 0 }

// Run kills runs of the ptr command at path. Progress, which may be nil, is told
// how many are done.
//
// The error wraps [ErrBlind] if what is planted at the beginning isn't noticed,
// and [errors.ErrUnsupported] on a system whose processes cannot be looked at.
func (e Experiment) Run(ctx context.Context, ptr string, progress func(int)) (rows []Row, err error) {
	l, err := newLab(ctx, ptr, backendOf(e.Backend))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	if err := l.rehearse(ctx); err != nil {
		return nil, err
	}
	chance := rand.New(rand.NewPCG(e.Seed, 0))
	done := 0
	for _, phase := range phases() {
		if !slices.Contains(e.Phases, phase.name) {
			continue
		}
		of := l.newRows(phase)
		for i := range e.Times {
			aims := l.backend.aims()
			aim := aims[i%len(aims)]
			if err := l.trial(ctx, phase, aim, chance, &of[aim]); err != nil {
				return rows, fmt.Errorf("killing %s during %s: %w", aim, phase.name, err)
			}
			if done++; progress != nil {
				progress(done)
			}
		}
		rows = append(rows, of...)
	}
	return rows, nil
}

// newRows are those of a phase, by aim.
func (l *lab) newRows(p phase) []Row {
	rows := make([]Row, len(l.backend.aims()))
	for _, a := range l.backend.aims() {
		rows[a] = Row{Phase: p.name, Aim: a.String(), Struck: map[string]int{}}
	}
	return rows
}

// trial kills one run, has the next clear up, and enters in row what it finds.
func (l *lab) trial(ctx context.Context, p phase, a aim, chance *rand.Rand, row *Row) error {
	before, err := l.templates()
	if err != nil {
		return err
	}
	s, err := l.shoot(ctx, p, a, chance)
	if err != nil {
		return err
	}
	row.Kills++
	row.Struck[s.struck]++
	row.Shown += len(s.shown())
	row.note(&row.Wrong, s.wrong())
	killed, err := l.templates()
	if err != nil {
		return err
	}
	lost, err := l.lost(ctx, s)
	if err != nil {
		return err
	}
	row.note(&row.Lost, lost)
	row.note(&row.Wrong, l.next(ctx))
	left, err := l.left()
	if err != nil {
		return err
	}
	row.note(&row.Left, left)
	broken, err := l.broken(ctx, before, killed)
	row.note(&row.Broken, broken)
	return err
}

func (r *Row) note(count *int, findings []string) {
	*count += len(findings)
	r.Findings = append(r.Findings, findings...)
}
