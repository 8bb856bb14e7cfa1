package evidence

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/suite"
)

// A Look is what is seen of a cause by running it, and the victim with and without it.
type Look struct {
	Left    []Left
	Differs *Difference // nil if no difference was seen
	Heard   bool        // statements of the victim were seen at all

	BothWays bool // the effect was seen with the cause, and not without
}

// lookedAt is how many attempts of each sort are compared, and mostLooks how many rounds
// of them are made until there are so many.
const (
	lookedAt  = 2
	mostLooks = 12
)

// LookAt runs the case, and its victim alone, until that has gone both ways twice.
func LookAt(ctx context.Context, c Case) (Look, error) {
	var l Look
	var with, without [][]suite.Statement
	var before []suite.Statement // of the set, in the last round
	for n := 0; n < mostLooks && (len(with) < lookedAt || len(without) < lookedAt); n++ {
		behind, alone, err := c.both(ctx)
		if err != nil {
			return l, err
		}
		last := len(c.Set)
		before = statementsOf(behind[:last])
		effect, told := c.Shows(behind[last])
		if l.Left == nil || told && effect && len(with) == 0 {
			l.Left = leftByAll(behind[:last])
		}
		if told && effect {
			with = append(with, behind[last].Statements)
		}
		if effect, told := c.Shows(alone[0]); told && !effect {
			without = append(without, alone[0].Statements)
		}
		l.Heard = l.Heard || len(behind[last].Statements)+len(alone[0].Statements) > 0
	}
	l.BothWays = len(with) > 0 && len(without) > 0
	if l.Differs = firstTelling(with, without, before); l.Differs == nil {
		l.Differs = FirstDifference(with, without)
	}
	return l, c.attribute(ctx, l.Left)
}

func statementsOf(attempts []suite.Attempt) (all []suite.Statement) {
	for _, a := range attempts {
		all = append(all, a.Statements...)
	}
	return all
}

// firstTelling is the first difference of those that tell most. Others are in what a test runs alone and
// never behind the cause, which has run it in its place: a library asks a server once who it is, be it
// for whomever; and in where transactions begin and end.
func firstTelling(with, without [][]suite.Statement, before []suite.Statement) *Difference {
	texts := func(all []suite.Statement) map[string]bool {
		found := map[string]bool{}
		for _, s := range all {
			found[text(s)] = true
		}
		return found
	}
	ran, still := texts(before), texts(slices.Concat(with...))
	once := func(s suite.Statement) bool { return ran[text(s)] && !still[text(s)] || ofTransaction(s) }
	return FirstDifference(each(with, ofTransaction), each(without, once))
}

func ofTransaction(s suite.Statement) bool {
	return slices.Contains([]string{"BEGIN", "COMMIT", "ROLLBACK"}, s.Text)
}

// each are the statements of each attempt, but some.
func each(attempts [][]suite.Statement, but func(suite.Statement) bool) (kept [][]suite.Statement) {
	for _, all := range attempts {
		kept = append(kept, slices.DeleteFunc(slices.Clone(all), but))
	}
	return kept
}

// BothWays reports whether the victim shows the effect behind the set, and not alone, as
// often as is tried where a condition is to be told from its opposite.
func BothWays(ctx context.Context, c Case) (bool, error) {
	with, without := false, false
	for n := c.repeats(); n > 0 && !(with && without); n-- {
		behind, alone, err := c.both(ctx)
		if err != nil {
			return false, err
		}
		effect, told := c.Shows(behind[len(c.Set)])
		with = with || told && effect
		effect, told = c.Shows(alone[0])
		without = without || told && !effect
	}
	return with && without, nil
}

// both runs the victim behind the set, and at the same time alone.
func (c Case) both(ctx context.Context) (behind, alone []suite.Attempt, err error) {
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(c.Workers)
	work.Go(func() (err error) {
		behind, err = c.Probe(ctx, suite.Trial{Order: append(append(suite.Order{}, c.Set...), c.Victim)})
		return err
	})
	work.Go(func() (err error) {
		alone, err = c.Probe(ctx, suite.Trial{Order: suite.Order{c.Victim}})
		return err
	})
	return behind, alone, work.Wait()
}

func leftByAll(attempts []suite.Attempt) []Left {
	left := []Left{}
	for _, a := range attempts {
		left = append(left, LeftBy(a)...)
	}
	return left
}

// Things are those of left that can be put back, each once.
func Things(left []Left) (things []suite.Thing) {
	for _, l := range left {
		t := thing(l.Thing)
		if t.Kind.CanBePutBack() && !slices.Contains(things, t) {
			things = append(things, t)
		}
	}
	return things
}

// thing is t as it is put back: a process has one working directory.
func thing(t suite.Thing) suite.Thing {
	if t.Kind == suite.ThingKind(suite.LeakDir) {
		t.Name = ""
	}
	return t
}
