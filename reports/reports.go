// Package reports shows runs: one file per format.
package reports

import "github.com/ptr-project/ptr/suite"

// A Reporter turns the events of one run into one format. It is called by one
// goroutine at a time.
type Reporter interface {
	// Event takes the next event. An error means that the report cannot be
	// written; the run goes on without it.
	Event(suite.Event) error

	// Close writes what is still to be written. It is called once, also after a
	// run that was cut short without a RunFinished.
	Close() error
}
