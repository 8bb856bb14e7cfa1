package evidence

import (
	"cmp"
	"context"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// Weighed is which of the things that a cause leaves changed has the effect, and by which
// way: each was put back between the cause and the victim.
type Weighed struct {
	Sham  *Cell  `json:"sham"`             // nothing is put back, with the same pause
	All   *Cell  `json:"all,omitempty"`    // all things are; nil if there is one, or none
	Parts []Part `json:"parts"`            // the things; if there are many, those that were left when the others were found not to matter
	Other int    `json:"others,omitempty"` // so many things were left out of Parts

	Databases *Cell `json:"databases"`                          // all databases are made like their templates
	Fresh     *Cell `json:"fresh_process"`                      // the victim has a process of its own
	Anew      *Cell `json:"fresh_process_and_clones,omitempty"` // it has clones of its own, too; nil if the others tell enough

	Matters []suite.Thing `json:"matters"`       // those that do; see How
	How     How           `json:"how,omitempty"` // they do
	Through Medium        `json:"through,omitempty"`
}

// A Part is one thing, alone and left out.
type Part struct {
	Thing  suite.Thing `json:"thing"`
	Alone  *Cell       `json:"alone"`            // nothing else is put back
	Others *Cell       `json:"others,omitempty"` // all else is; nil if there is nothing else
}

// A How says how things matter.
type How string

// The ways in which things matter. If none is known the pause changed the outcome by
// itself, or what would have told could not be put back.
const (
	ByItself    How = "by itself"    // putting back the one thing takes the effect away, and putting back all else does not
	Alone       How = "alone"        // putting back the one thing does; of putting back all else it is not clear
	AnyOf       How = "any of them"  // putting back any of the things does: the effect needs all
	Together    How = "together"     // putting back all of them does, and no single one
	NothingSeen How = "nothing seen" // putting back all that was seen does not
)

// A Medium is by which way a cause reaches its victim.
type Medium string

// The media.
const (
	ByDatabase Medium = "database"
	ByProcess  Medium = "process" // its memory, environment and directory
	ByBoth     Medium = "both"    // of which each is needed
	Elsewhere  Medium = "elsewhere"
)

// manyThings is from which number on they are not tried one by one at once, and likeliest how many
// are where halves cannot tell.
const (
	manyThings = 12
	likeliest  = 5
)

// Weigh puts back what a cause has left changed, each thing alone and all but it, and
// tries the 2 x 2 of the process, the same or a fresh one, and of the databases, as they
// are left or restored. The error is the probe's.
func Weigh(ctx context.Context, c Case, things []suite.Thing, databases bool) (Weighed, error) {
	var w Weighed
	pauses := []suite.Pause{{}, {Fresh: true}, {PutBack: things}, {Databases: true}}
	if !databases {
		pauses = pauses[:3]
	}
	cells, err := c.try(ctx, pauses)
	if err != nil {
		return w, err
	}
	w.Sham, w.Fresh = cells[0], cells[1]
	if databases {
		w.Databases = cells[3]
	}
	if c.keeps(w.Sham) && c.With.Of > 0 {
		c.With = *w.Sham // a pause may make it rarer
	}
	if databases && c.keeps(w.Fresh) && !c.cures(w.Databases) {
		anew, err := c.try(ctx, []suite.Pause{{Fresh: true, Databases: true}})
		if err != nil {
			return w, err
		}
		w.Anew = anew[0]
	}
	w.Through = c.through(w)
	if !c.keeps(w.Sham) || len(things) == 0 {
		return w, nil
	}
	if len(things) == 1 {
		w.Parts = []Part{{Thing: things[0], Alone: cells[2]}}
		c.judge(&w)
		return w, nil
	}
	w.All = cells[2]
	left := things
	if len(left) >= manyThings && c.cures(w.All) {
		if left, err = c.narrow(ctx, things); err != nil {
			return w, err
		}
		w.Other = len(things) - len(left)
	}
	if len(left) >= manyThings && !c.keeps(w.All) {
		// Together they do harm, such as with what a library keeps: what tests mean to change comes first.
		left = byKind(left)[:likeliest]
		w.Other = len(things) - len(left)
	}
	if len(left) < manyThings {
		err = c.parts(ctx, &w, things, left)
	}
	c.judge(&w)
	return w, err
}

// byKind has variables behind what is in databases and elsewhere.
func byKind(things []suite.Thing) []suite.Thing {
	sorted := slices.Clone(things)
	rank := func(t suite.Thing) int {
		switch {
		case t.Kind == suite.ThingDatabase:
			return 0
		case t.Kind != suite.ThingVariable:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(sorted, func(a, b suite.Thing) int { return cmp.Compare(rank(a), rank(b)) })
	return sorted
}

// narrow leaves out what need not be put back, by halves.
func (c Case) narrow(ctx context.Context, things []suite.Thing) ([]suite.Thing, error) {
	for len(things) > 1 {
		half := len(things) / 2
		halves := [][]suite.Thing{things[:half], things[half:]}
		cells, err := c.try(ctx, []suite.Pause{{PutBack: halves[0]}, {PutBack: halves[1]}})
		if err != nil {
			return nil, err
		}
		switch {
		case c.cures(cells[0]):
			things = halves[0]
		case c.cures(cells[1]):
			things = halves[1]
		default:
			return things, nil
		}
	}
	return things, nil
}

// parts tries what is left of things, one by one.
func (c Case) parts(ctx context.Context, w *Weighed, things, left []suite.Thing) error {
	var pauses []suite.Pause
	for _, t := range left {
		others := slices.DeleteFunc(slices.Clone(things), func(o suite.Thing) bool { return o == t })
		pauses = append(pauses, suite.Pause{PutBack: []suite.Thing{t}}, suite.Pause{PutBack: others})
	}
	cells, err := c.try(ctx, pauses)
	if err != nil {
		return err
	}
	for i, t := range left {
		w.Parts = append(w.Parts, Part{t, cells[2*i], cells[2*i+1]})
	}
	return nil
}

// judge decides which things matter.
func (c Case) judge(w *Weighed) {
	for _, p := range w.Parts {
		if c.cures(p.Alone) {
			w.Matters = append(w.Matters, p.Thing)
		}
	}
	all := w.All
	if all == nil && len(w.Parts) == 1 {
		all = w.Parts[0].Alone
	}
	switch {
	case len(w.Matters) == 1:
		w.How = c.alone(*w)
	case len(w.Matters) > 0:
		w.How = AnyOf
	case c.keeps(all):
		w.How = NothingSeen
	case c.cures(all):
		w.How = Together
		for _, p := range w.Parts {
			if c.keeps(p.Others) {
				w.Matters = append(w.Matters, p.Thing)
			}
		}
	}
}

// alone is how the one thing matters that does.
func (c Case) alone(w Weighed) How {
	i := slices.IndexFunc(w.Parts, func(p Part) bool { return p.Thing == w.Matters[0] })
	others := w.Parts[i].Others
	switch {
	case others == nil || c.keeps(others):
		return ByItself
	case c.cures(others):
		return AnyOf
	}
	return Alone
}

// through decides by which way the effect comes about.
func (c Case) through(w Weighed) Medium {
	effect, told := c.shows(w.Fresh)
	switch {
	case !c.keeps(w.Sham) || !told:
		return ""
	case w.Databases == nil && !effect:
		return ByProcess
	case w.Databases == nil:
		return Elsewhere
	case c.cures(w.Anew):
		return ByDatabase // whether or not what it is can be restored
	}
	restored, known := c.shows(w.Databases)
	switch {
	case !known:
		return ""
	case !effect && !restored:
		return ByBoth
	case !effect:
		return ByProcess
	case !restored:
		return ByDatabase
	}
	return Elsewhere
}
