package setup

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

// A trial is one thing that may save time, by itself and in company.
type trial struct {
	name, what, why string
	alone           *recipe // default settings but for that
	company         *recipe // ptr's but for that; of a script, with it
	note            string  // why neither is measured
}

func (t trial) recipes() (all []recipe) {
	for _, r := range []*recipe{t.alone, t.company} {
		if r != nil {
			all = append(all, *r)
		}
	}
	return all
}

// inMemory is the name of what is no setting of a server's.
const inMemory = "memory"

// names are what can be tried.
func (l *laboratory) names() (all []string) {
	for _, s := range l.own {
		if s.For == clone.ForSpeed {
			all = append(all, s.Name)
		}
	}
	if l.Memory {
		all = append(all, inMemory)
	}
	for _, w := range rewritings(l.Workshop.Name()) {
		all = append(all, w.name)
	}
	return all
}

func (l *laboratory) asked(name string) bool {
	return len(l.Settings) == 0 || slices.Contains(l.Settings, name)
}

// needed are the settings without which some scripts cannot be executed.
func (l *laboratory) needed() []clone.Setting {
	return slices.DeleteFunc(slices.Clone(l.own), func(s clone.Setting) bool { return s.For != clone.ForScripts })
}

// settings are the trials of settings. Those that are the defaults anyway are none, as
// the notes say.
func (l *laboratory) settings(ctx context.Context, stock, own recipe) (trials []trial, notes []string, err error) {
	ordinary, err := l.ordinary(ctx, stock)
	if err != nil {
		return nil, nil, err
	}
	var same []string
	for _, s := range l.own {
		if s.For != clone.ForSpeed || !l.asked(s.Name) {
			continue
		}
		alone := stock
		alone.name, alone.settings = "default + "+s.Name, append(slices.Clone(stock.settings), s)
		changed, err := l.variables(ctx, alone)
		if err != nil {
			return nil, nil, err
		}
		t := trial{name: s.Name, what: fmt.Sprint(s.Args), why: s.Why}
		if ordinary.same(changed) {
			same = append(same, s.Name)
			continue
		}
		without := own
		without.name = "ptr - " + s.Name
		without.settings = slices.DeleteFunc(slices.Clone(own.settings), func(o clone.Setting) bool { return o.Name == s.Name })
		t.alone, t.company = &alone, &without
		trials = append(trials, t)
	}
	if len(same) > 0 {
		notes = append(notes, "Not measured, since that is the default here: "+strings.Join(same, ", ")+".")
	}
	if l.Memory && l.asked(inMemory) {
		alone, without := stock, own
		alone.name, alone.memory = "default + "+inMemory, true
		without.name, without.memory = "ptr - "+inMemory, false
		trials = append(trials, trial{name: inMemory, what: "the data directory in memory-backed storage", why: "nothing waits for a disk", alone: &alone, company: &without})
	}
	return trials, notes, nil
}

// variables are the settings of a server, as it says.
func (l *laboratory) variables(ctx context.Context, r recipe) (all map[string]string, err error) {
	l.tell("looking at " + r.name)
	w, err := l.Workshop.Lay(ctx, r.memory, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Remove()) }()
	dsn, first, err := w.Open(ctx, r.settings)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.name, err)
	}
	s, err := open(ctx, l.Workshop.Name(), dsn, first)
	if err != nil {
		return nil, err
	}
	all, err = s.variables(ctx)
	return all, errors.Join(err, s.close(ctx))
}

// defaults are what servers say that have the same settings.
type defaults struct {
	values   map[string]string
	volatile map[string]bool // names whose values differ even so, such as that of the socket
}

func (l *laboratory) ordinary(ctx context.Context, stock recipe) (defaults, error) {
	values, err := l.variables(ctx, stock)
	if err != nil {
		return defaults{}, err
	}
	again, err := l.variables(ctx, stock)
	volatile := map[string]bool{}
	for name, value := range values {
		volatile[name] = again[name] != value
	}
	return defaults{values, volatile}, err
}

// same reports whether a server has the default settings.
func (d defaults) same(values map[string]string) bool {
	steady := func(values map[string]string) map[string]string {
		values = maps.Clone(values)
		maps.DeleteFunc(values, func(name, _ string) bool { return d.volatile[name] })
		return values
	}
	return maps.Equal(steady(d.values), steady(values))
}
