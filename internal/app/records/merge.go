package records

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// MergeOptions say what is merged into what.
type MergeOptions struct {
	Files   []string // JSON reports
	Reports []string
}

// Merge makes one report of the JSON reports of several shards, and returns the
// status that a run of the whole suite would have had.
func Merge(streams console.Streams, o MergeOptions) (int, error) {
	var m merged
	for _, name := range o.Files {
		if err := m.read(name); err != nil {
			return console.BadUsage, err
		}
	}
	shown, err := app.Retell(streams, o.Reports, false)
	if err != nil {
		return console.BadUsage, err
	}
	if err := m.lacking(); err != nil {
		return console.BadUsage, err
	}
	finished := m.finished()
	shown.Event(m.started)
	for _, e := range m.events {
		shown.Event(e)
	}
	shown.Event(finished)
	if err := shown.Close(); err != nil {
		return console.PtrFailed, err
	}
	if finished.Summary.Failed+finished.Summary.Units > 0 {
		return console.TestsFailed, nil
	}
	return console.OK, nil
}

// merged is several runs as one. Their workers get numbers of their own.
type merged struct {
	started  suite.RunStarted
	events   []suite.Event
	shards   []suite.RunFinished
	longest  time.Duration
	workers  int            // of the shards before
	units    map[string]int // where each unit's end is among events
	verdicts map[suite.ID]suite.Verdict
}

func (m *merged) read(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return console.Usage(err, "name the files that ptr run --shard 1/3 --json FILE wrote")
	}
	defer f.Close()
	before := len(m.shards)
	for event, err := range reports.ReadJSON(f) {
		if err != nil {
			return console.Usage(fmt.Errorf("%s: %w", name, err), "is it a report of ptr run --json FILE?")
		}
		m.add(event)
	}
	if len(m.shards) == before {
		return console.Usage(errors.New(name+" has no end: its run was cut short"), "run that shard again")
	}
	m.workers = m.started.Workers
	return nil
}

func (m *merged) add(event suite.Event) {
	switch e := event.(type) {
	case suite.RunStarted:
		m.start(e)
		return
	case suite.RunFinished:
		m.shards = append(m.shards, e)
		m.longest = max(m.longest, e.Duration)
		return
	case suite.UnitEnded:
		m.unit(e)
		return
	case suite.Began:
		e.Worker += m.workers
		event = e
	case suite.Ended:
		e.Worker += m.workers
		if e.Parent == "" {
			m.verdicts[e.Test] = m.verdicts[e.Test].After(e.Attempt)
		}
		event = e
	}
	m.events = append(m.events, event)
}

func (m *merged) start(e suite.RunStarted) {
	if m.verdicts == nil {
		m.started, m.verdicts, m.units = e, map[suite.ID]suite.Verdict{}, map[string]int{}
	} else {
		m.started.Tests = append(m.started.Tests, e.Tests...)
		m.started.Workers += e.Workers
	}
	for _, t := range e.Tests {
		m.verdicts[t.ID] = suite.NotRun
	}
}

// lacking is the error where tests are in no shard: one wasn't given, or each was cut by
// another history.
func (m *merged) lacking() error {
	missing := m.started.Of - len(m.verdicts)
	if missing <= 0 {
		return nil
	}
	return console.Usage(fmt.Errorf("%d of %s are in none of these reports", missing, console.Plural(m.started.Of, "test")),
		"merge all shards, each run with a copy of the same .ptr/history.db, or none: the durations in it say where to cut")
}

// unit keeps the worst of what became of a unit that shards divided.
func (m *merged) unit(e suite.UnitEnded) {
	i, ok := m.units[e.Unit]
	if !ok {
		m.units[e.Unit] = len(m.events)
		m.events = append(m.events, e)
		return
	}
	before := m.events[i].(suite.UnitEnded)
	if before.Outcome.Good() {
		e.Duration += before.Duration
		before = e
	}
	m.events[i] = before
}

func (m *merged) finished() suite.RunFinished {
	e := suite.RunFinished{Time: m.started.Time.Add(m.longest), Duration: m.longest}
	for _, v := range m.verdicts {
		e.Summary.Add(v)
	}
	for _, i := range m.units {
		if !m.events[i].(suite.UnitEnded).Outcome.Good() {
			e.Summary.Units++
		}
	}
	for _, shard := range m.shards {
		e.Interrupted, e.Cause = e.Interrupted || shard.Interrupted, cmp.Or(e.Cause, shard.Cause)
	}
	return e
}
