package reports

import (
	"errors"
	"fmt"

	"github.com/ptr-project/ptr/suite"
)

// A Multi passes events on to several reporters. One that fails gets no more
// events, and does not stop the others.
type Multi struct {
	to     []Reporter
	failed []error // by reporter
	warn   func(error)
}

// NewMulti calls warn, at once, with the first error of each reporter.
func NewMulti(warn func(error), to ...Reporter) *Multi {
	return &Multi{to, make([]error, len(to)), warn}
}

// Event never returns an error: warn was told.
func (m *Multi) Event(e suite.Event) error {
	for i, r := range m.to {
		if m.failed[i] != nil {
			continue
		}
		if err := r.Event(e); err != nil {
			m.failed[i] = err
			m.warn(fmt.Errorf("report is cut short: %w", err))
		}
	}
	return nil
}

// Close closes all reporters, those that failed too, and returns all errors of
// closing those that had not.
func (m *Multi) Close() error {
	var errs []error
	for i, r := range m.to {
		if err := r.Close(); err != nil && m.failed[i] == nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
