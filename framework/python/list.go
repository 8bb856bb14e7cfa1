package python

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/spoken"
)

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

// List finds the tests that labels name, or all. The error wraps a [*spoken.LabelError]
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
	f.once.Do(func() {
		f.labels = labels
		f.known, f.unknown = f.learn(ctx, labels)
	})
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
	// A process is set up for its labels, also where it is only to describe the suite.
	inventory, err := json.Marshal(map[string][]string{"labels": append([]string{}, labels...)})
	if err != nil {
		return knowledge{}, err
	}
	w, err := f.spawn("", worker.Place{Env: f.o.Env, TempDir: f.o.Temp}, string(inventory))
	if err != nil {
		return knowledge{}, err
	}
	defer w.Close(context.WithoutCancel(ctx))
	project, err := w.Describe(ctx)
	if err != nil {
		return knowledge{}, setUp(ctx, err)
	}
	known := knowledge{Project: project.Name, Versions: project.Settings["versions"], Starting: time.Since(begin)}
	listing, err := w.Select(ctx, labels)
	if err != nil {
		return known, setUp(ctx, err)
	}
	known.Tests, known.Inventory = listing.Tests, listing.Inventory
	if text := project.Settings["databases"]; text != "" {
		if err := json.Unmarshal([]byte(text), &known.Databases); err != nil {
			return known, fmt.Errorf("the worker's databases: %w", err)
		}
	}
	return known, nil
}

// setUp says that err is the suite's, unless a label is wrong or ptr was
// interrupted.
func setUp(ctx context.Context, err error) error {
	var label *spoken.LabelError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &label):
		return err
	}
	return &SetUpError{err}
}
