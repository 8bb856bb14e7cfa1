package outcomes

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A Suite can be run in two ways, its own and ptr's.
type Suite interface {
	// Record runs the suite in its own way and writes what becomes of each test to
	// file, line by line, as it happens. That tests fail is no error.
	Record(ctx context.Context, file string) error

	// Read reads what Record has written. The error says that it is no whole
	// record, or one of another suite or order.
	Read(r io.Reader) (Outcomes, error)

	// Own is what the suite's own way is called, such as "go test".
	Own() string

	// Ptr runs the suite under ptr, and writes its JSON report to file.
	Ptr(ctx context.Context, file string) error

	// ReadPtr reads that report.
	ReadPtr(r io.Reader) (Outcomes, error)
}

// A Comparison says where both runs of a suite are to be found, or put.
type Comparison struct {
	Baseline string // a file that Record has written before; "" runs the suite now
	Record   string // the file that is to be written; "" is none that stays

	// Follow, if it isn't nil, is called for each of the two runs with a name and the
	// file that grows, and what it returns once that run is over.
	Follow func(name, file string) (stop func())
}

// Run runs the suite in both ways, or once if there is a baseline already.
func (c Comparison) Run(ctx context.Context, s Suite) (baseline, ptr Outcomes, err error) {
	temp, err := os.MkdirTemp("", "ptr-outcomes-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(temp)
	if baseline, err = c.baseline(ctx, s, filepath.Join(temp, "baseline")); err != nil {
		return nil, nil, err
	}
	report := filepath.Join(temp, "report.json")
	stop := c.follow("ptr run", report)
	err = s.Ptr(ctx, report)
	stop()
	if err != nil {
		return nil, nil, err
	}
	ptr, err = readFile(report, s.ReadPtr)
	return baseline, ptr, err
}

// baseline is that of a file, or recorded now.
func (c Comparison) baseline(ctx context.Context, s Suite, temporary string) (Outcomes, error) {
	if c.Baseline != "" {
		o, err := readFile(c.Baseline, s.Read)
		if err != nil {
			return nil, &BaselineError{err}
		}
		return o, nil
	}
	file := c.Record
	if file == "" {
		file = temporary
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	stop := c.follow(s.Own(), file)
	err := s.Record(ctx, file)
	stop()
	if err != nil {
		return nil, err
	}
	return readFile(file, s.Read)
}

func (c Comparison) follow(name, file string) func() {
	if c.Follow == nil {
		return func() {}
	}
	return c.Follow(name, file)
}

// A BaselineError says that a file cannot be the baseline.
type BaselineError struct{ Err error }

func (e *BaselineError) Error() string { return e.Err.Error() }
func (e *BaselineError) Unwrap() error { return e.Err }

func readFile(path string, read func(io.Reader) (Outcomes, error)) (Outcomes, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	o, err := read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return o, nil
}
