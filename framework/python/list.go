package python

import (
	"context"
	"strings"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
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

// SettingsVariable names the module of Django's settings.
const SettingsVariable = "DJANGO_SETTINGS_MODULE"

// A NoSettingsError says that a suite of unittest's has tests of Django's, and nothing
// names the module of its settings.
type NoSettingsError struct {
	Text string
	Like []string // modules that may be it
}

func (e *NoSettingsError) Error() string { return e.Text }

// Hint is a way out.
func (e *NoSettingsError) Hint() string {
	if len(e.Like) == 0 {
		return "name their module by --settings, or by " + SettingsVariable
	}
	return "ptr run --settings " + e.Like[0] + ", or another module"
}

// List finds the tests that labels name, or all. The error wraps a [*spoken.LabelError]
// or a [*SetUpError] where the suite is to blame, and may be a [*NoSettingsError].
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
		f.checks.known, f.checks.each = f.known.Checks, !f.o.Settings.Accelerate
	})
	return f.known, f.unknown
}

// learn asks a process, unless what it would say is known from an earlier run.
func (f *Framework) learn(ctx context.Context, labels []string) (knowledge, error) {
	key, err := f.key(labels)
	if err != nil {
		return knowledge{}, err
	}
	known, ok := f.recall(key)
	if !ok {
		if known, err = f.ask(ctx, labels); err != nil {
			return known, err
		}
		err = f.remember(key, known)
	}
	f.checks.keep = func(found string) error {
		known.Checks = &found
		return f.remember(key, known)
	}
	return known, err
}

// ask has a process describe and list the suite.
func (f *Framework) ask(ctx context.Context, labels []string) (knowledge, error) {
	begin := time.Now()
	q, err := f.interview(ctx, labels, withServers(f.o.Settings.Backend))
	if own := serversOf(q.known.Databases); err == nil && f.o.Settings.Backend == "" && len(own) > 0 {
		q.close(ctx)
		q, err = f.interview(ctx, labels, own)
	}
	defer q.close(ctx)
	if err != nil {
		return q.known, err
	}
	q.known.Starting = time.Since(begin)
	return q.known, q.list(ctx, labels)
}
