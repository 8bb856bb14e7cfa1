package program

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/spoken"
)

// A ListError says that a program does not tell which tests there are.
type ListError struct {
	Command []string
	Err     error
}

func (e *ListError) Error() string {
	return fmt.Sprintf("listing tests by %q: %v", line(e.Command), e.Err)
}

func (e *ListError) Unwrap() error { return e.Err }

// Hint is a way out.
func (e *ListError) Hint() string {
	var missing *exec.Error
	var ended *spoken.EndedError
	var silent *spoken.SilentError
	switch {
	case errors.As(e.Err, &missing):
		return "command of [worker] in ptr.toml is a program on the PATH, or a path from the suite's folder such as ./worker, and its arguments"
	case errors.As(e.Err, &ended) && ended.Mute, errors.As(e.Err, &silent) && silent.Mute:
		return "a worker says hello on the pipe that PTR_WORKER names, not on its standard output: docs/writing-a-worker.md shows how"
	case ended != nil:
		return "what it printed tells why; it has to go on until ptr says bye"
	case silent != nil:
		return "a worker answers list by tests, and says inventory when that is all: docs/writing-a-worker.md shows how"
	}
	return "this is the worker's to mend: docs/protocol.md has what it may say"
}

// List has the program list the tests that labels name, or all. The error wraps
// a [*spoken.LabelError] or a [*ListError], but where ctx ended.
func (p *program) List(ctx context.Context, labels []string) (framework.Listing, error) {
	unit := suite.Unit{Name: p.Options.Name, Dir: p.Dir}
	listing := framework.Listing{Name: unit.Name, Units: []suite.Unit{unit}}
	found, err := p.ask(ctx, labels)
	var label *spoken.LabelError
	switch {
	case ctx.Err() != nil:
		return listing, ctx.Err()
	case errors.As(err, &label):
		return listing, err
	case err == nil:
		err = check(found.Tests)
	}
	if err != nil {
		return listing, &ListError{p.Command, err}
	}
	for _, problem := range found.Problems {
		listing.Notes = append(listing.Notes, suite.Warned{Text: problem.Name + ": " + problem.Text})
	}
	for _, t := range found.Tests {
		t.Unit = unit.Name
		listing.Tests = append(listing.Tests, t)
	}
	return listing, nil
}

func (p *program) ask(ctx context.Context, labels []string) (spoken.Listing, error) {
	w, err := p.start("", worker.Place{Env: p.Env, TempDir: p.Temp})
	if err != nil {
		return spoken.Listing{}, err
	}
	found, err := w.Select(ctx, labels)
	_, closed := w.Close(context.WithoutCancel(ctx))
	return found, errors.Join(err, closed)
}

// check says what is wrong with the names and kinds that a program tells: they
// are shown, recorded and given back to it.
func check(tests []suite.Test) error {
	seen := map[suite.ID]bool{}
	for _, t := range tests {
		switch name := string(t.ID); {
		case name == "":
			return errors.New("a test has no name")
		case strings.ContainsFunc(name, unicode.IsControl):
			return fmt.Errorf("the name %q has a control character", name)
		case seen[t.ID]:
			return fmt.Errorf("it lists %q twice", name)
		case t.Kind.Stage() < 0:
			return fmt.Errorf("the tests have kind %q, which is none: use \"test\"", t.Kind)
		}
		seen[t.ID] = true
	}
	return nil
}

// find is where the program called name is: on the PATH, or where its path from
// dir leads.
func find(name, dir string) (string, error) {
	if strings.ContainsAny(name, `/\`) && !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	return exec.LookPath(name)
}
