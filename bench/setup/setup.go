// Package setup measures how long it takes to prepare a template: phase by phase,
// statement by statement, and setting by setting of the server, each with what it saves.
package setup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/bench/template"
	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
)

// A Workshop is where templates of one backend are prepared, step by step.
type Workshop interface {
	// Name and Version are those of [clone.Backend].
	Name() string
	Version() string

	// Settings are those that ptr prepares templates with.
	Settings() ([]clone.Setting, error)

	// Lay makes a place for one database, in memory-backed storage or on disk. What it
	// needs to begin with is made anew, or a copy of what is kept.
	Lay(ctx context.Context, memory, anew bool) (clone.Work, error)
}

// An Experiment measures one script.
type Experiment struct {
	Workshop Workshop
	Memory   bool        // ptr has memory-backed storage for templates in the making
	Size     string      // a name of package template's, or the path of a file of SQL or a SQLite database
	Script   []Statement // what is measured, if there are any; Size then says what people call it
	Settings []string    // by name, those to be tried by themselves; none: all
	Rounds   int
	Seed     uint64 // of the order within rounds

	// Progress is told what is being done, and may be nil: how many preparations are
	// done of how many, and of what statement it is the turn.
	Progress func(done, all int, doing string)
}

// Errors for what is to be measured.
var (
	ErrSetting = errors.New("unknown setting")
	ErrNothing = errors.New("there are no statements")
)

// A laboratory is where one experiment is made.
type laboratory struct {
	Experiment
	script    []Statement
	own       []clone.Setting // ptr's
	done, all int             // preparations
}

func (l *laboratory) tell(doing string) {
	if l.Progress != nil {
		l.Progress(l.done, l.all, doing)
	}
}

// Run prepares the template once to see that it can be, and then in rounds in which
// each way has its turn, after one round that isn't counted. What is wrong with a
// script is a [*ScriptError].
func (e Experiment) Run(ctx context.Context) (r Result, err error) {
	l := &laboratory{Experiment: e}
	if l.script, err = l.read(ctx); err != nil {
		return r, err
	}
	if len(l.script) == 0 {
		return r, fmt.Errorf("%s: %w", e.Size, ErrNothing)
	}
	if l.own, err = e.Workshop.Settings(); err != nil {
		return r, err
	}
	for _, name := range e.Settings {
		if !slices.Contains(l.names(), name) {
			return r, fmt.Errorf("%w %q: there are %s", ErrSetting, name, strings.Join(l.names(), ", "))
		}
	}
	return l.run(ctx)
}

// read is the script that is asked for.
func (l *laboratory) read(ctx context.Context) ([]Statement, error) {
	if len(l.Script) > 0 {
		return l.Script, nil
	}
	backend := l.Workshop.Name()
	if text, ok := template.Script(backend, l.Size); ok {
		return divide(backend, l.Size, text)
	}
	file, err := os.Open(l.Size)
	if err != nil {
		return nil, template.NoSize(l.Size)
	}
	head := make([]byte, 16)
	_, _ = file.Read(head) // a shorter file is none
	if err := file.Close(); err != nil {
		return nil, err
	}
	const magic = "SQLite format 3\x00"
	if backend != "sqlite" || string(head) != magic {
		return read(backend, l.Size)
	}
	texts, err := sqlite.DumpFile(ctx, l.Size)
	var all []Statement
	for i, text := range texts {
		all = append(all, Statement{File: filepath.Base(l.Size), Line: i + 1, Text: text, Kind: kindOf(text)})
	}
	return all, err
}

// run measures.
func (l *laboratory) run(ctx context.Context) (Result, error) {
	r := l.begin()
	own := recipe{name: "ptr", settings: l.own, memory: l.Memory, script: l.script}
	stock := recipe{name: "default", settings: l.needed(), script: l.script}
	cold, err := l.prepare(ctx, own, manner{anew: true, finish: true})
	if err != nil {
		return r, err
	}
	settings, notes, err := l.settings(ctx, stock, own)
	if err != nil {
		return r, err
	}
	scripts, err := l.scripts(ctx, stock, own)
	if err != nil {
		return r, err
	}
	var recipes []recipe
	for _, t := range append(slices.Clone(settings), scripts...) {
		recipes = append(recipes, t.recipes()...)
	}
	arms := newArms(l, append([]recipe{stock, own}, recipes...))
	l.done, l.all = 0, (l.Rounds+1)*len(arms.all)
	series, err := bench.Interleave(ctx, arms.all, l.Rounds, l.Seed, nil)
	if err != nil {
		return r, err
	}
	r.Notes = append(r.Notes, notes...)
	if isMemory(os.TempDir()) {
		r.Notes = append(r.Notes, "The temporary folder is in memory here, and not on a disk that something could wait for: let TMPDIR name one that is.")
	}
	r.conclude(l, cold, arms, series, settings, scripts)
	return r, nil
}
