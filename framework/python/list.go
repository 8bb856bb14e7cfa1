package python

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/spoken"
)

// A LabelError says that a label names no test.
type LabelError struct {
	Label string
	Text  string   // why, in the loader's words; may be ""
	Like  []string // names that are near it
}

func (e *LabelError) Error() string {
	if e.Text != "" {
		return fmt.Sprintf("%q names no test: %s", e.Label, e.Text)
	}
	return fmt.Sprintf("%q names no test", e.Label)
}

// A SetUpError says, in the suite's own words, why it cannot be set up.
type SetUpError struct{ Err error }

func (e *SetUpError) Error() string { return e.Err.Error() }
func (e *SetUpError) Unwrap() error { return e.Err }

// Parts are what went wrong, as one line, and the traceback; "" if there is none.
func (e *SetUpError) Parts() (reason, trace string) {
	reason, trace, _ = strings.Cut(strings.TrimSpace(e.Err.Error()), "\n")
	_, reason, _ = strings.Cut(reason, ": ") // which message it answers
	if trace != "" {
		trace = "\n" + trace
	}
	return reason, trace
}

// List finds the tests that labels name, or all. The error wraps a [*LabelError]
// or a [*SetUpError] where the suite is to blame.
func (f *Framework) List(ctx context.Context, labels []string) (framework.Listing, error) {
	known, err := f.learned(ctx, labels)
	if err != nil {
		return framework.Listing{}, err
	}
	unit := suite.Unit{Name: f.unitName(known.Project), Dir: f.o.Dir}
	listing := framework.Listing{Name: unit.Name, Units: []suite.Unit{unit}}
	for _, t := range known.Tests {
		t.Unit = unit.Name
		listing.Tests = append(listing.Tests, t)
	}
	return listing, nil
}

// learned is what is known of the suite. Whoever needs it first finds it out.
func (f *Framework) learned(ctx context.Context, labels []string) (knowledge, error) {
	f.once.Do(func() { f.known, f.unknown = f.learn(ctx, labels) })
	return f.known, f.unknown
}

// learn asks a process, unless what it would say is known from an earlier run.
func (f *Framework) learn(ctx context.Context, labels []string) (knowledge, error) {
	key, err := f.key(labels)
	if err != nil {
		return knowledge{}, err
	}
	if known, ok := f.recall(key); ok {
		return known, nil
	}
	known, err := f.ask(ctx, labels)
	if err != nil {
		return known, err
	}
	return known, f.remember(key, known)
}

// ask has a process describe and list the suite.
func (f *Framework) ask(ctx context.Context, labels []string) (knowledge, error) {
	begin := time.Now()
	w, err := f.spawn("", worker.Place{Env: f.o.Env, TempDir: f.o.Temp}, "")
	if err != nil {
		return knowledge{}, err
	}
	defer w.Close(context.WithoutCancel(ctx))
	project, err := w.Describe(ctx)
	if err != nil {
		return knowledge{}, setUp(ctx, err)
	}
	known := knowledge{Project: project.Name, Versions: project.Settings["versions"], Starting: time.Since(begin)}
	listing, err := w.List(ctx, labels)
	if err != nil {
		return known, setUp(ctx, err)
	}
	known.Tests, known.Inventory = listing.Tests, listing.Inventory
	if err := f.resolve(ctx, w, labels, listing, &known); err != nil {
		return known, err
	}
	if text := project.Settings["databases"]; text != "" {
		if err := json.Unmarshal([]byte(text), &known.Databases); err != nil {
			return known, fmt.Errorf("the worker's databases: %w", err)
		}
	}
	return known, nil
}

// setUp says that err is the suite's, unless ptr was interrupted.
func setUp(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return &SetUpError{err}
}

// resolve looks for labels that the loader does not know among the names of all
// tests: a test's ID is meant by any part of it that is its alone, and so is a
// class or module.
func (f *Framework) resolve(ctx context.Context, w *spoken.Worker, labels []string, listing spoken.Listing, known *knowledge) error {
	var strange []spoken.Problem
	for _, p := range listing.Problems {
		if p.What == "label" {
			strange = append(strange, p)
		}
	}
	if len(strange) == 0 {
		return nil
	}
	all, err := w.List(ctx, nil)
	if err != nil {
		return setUp(ctx, err)
	}
	chosen := map[suite.ID]bool{}
	if len(strange) < len(labels) {
		for _, t := range listing.Tests {
			chosen[t.ID] = true
		}
	}
	for _, p := range strange {
		ids := named(all.Tests, p.Name)
		if len(ids) == 0 {
			return &LabelError{p.Name, p.Text, p.Like}
		}
		for _, id := range ids {
			chosen[id] = true
		}
	}
	known.Inventory = all.Inventory
	known.Tests = slices.DeleteFunc(all.Tests, func(t suite.Test) bool { return !chosen[t.ID] })
	return nil
}

// named are the tests of which label is a sequence of parts, such as m2m_through
// or OrderTests.test_refund; with several such classes or modules, those of all.
func named(tests []suite.Test, label string) []suite.ID {
	var ids []suite.ID
	for _, t := range tests {
		if strings.Contains("."+string(t.ID)+".", "."+label+".") {
			ids = append(ids, t.ID)
		}
	}
	return ids
}
