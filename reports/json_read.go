package reports

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/ptr-project/ptr/suite"
)

var errSchema = errors.New("its schema is that of a newer ptr")

// ReadJSON gives the events of a JSON report back. Lines of a kind that it
// doesn't know are passed over. It ends with the first error, which names the
// line.
func ReadJSON(r io.Reader) iter.Seq2[suite.Event, error] {
	return func(yield func(suite.Event, error) bool) {
		buffered := bufio.NewReader(r)
		for number := 1; ; number++ {
			line, end := buffered.ReadBytes('\n')
			if end != nil && !errors.Is(end, io.EOF) {
				yield(nil, fmt.Errorf("line %d: %w", number, end))
				return
			}
			e, err := readEvent(line)
			if err != nil {
				yield(nil, fmt.Errorf("line %d: %w", number, err))
				return
			}
			if e != nil && !yield(e, nil) || end != nil {
				return
			}
		}
	}
}

// readEvent returns nil for an event that it doesn't know, and for a blank
// line.
func readEvent(line []byte) (suite.Event, error) {
	if len(bytes.TrimSpace(line)) == 0 {
		return nil, nil
	}
	var head struct {
		Event  string `json:"event"`
		Schema int    `json:"schema"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return nil, err
	}
	if head.Schema > Schema {
		return nil, errSchema
	}
	switch head.Event {
	case "run_started":
		return readAs(line, (*wireRun).event)
	case "began":
		return readAs(line, (*wireBegan).event)
	case "ended":
		return readAs(line, (*wireEnded).event)
	case "unit_ended":
		return readAs(line, (*wireUnit).event)
	case "worker_started":
		return readAs(line, (*wireStarted).event)
	case "worker_died":
		return readAs(line, (*wireDied).event)
	case "stolen":
		return readAs(line, (*wireStolen).event)
	case "warned":
		return readAs(line, (*wireWarned).event)
	case "run_finished":
		return readAs(line, (*wireFinished).event)
	}
	return nil, nil
}

func readAs[W any](line []byte, event func(*W) suite.Event) (suite.Event, error) {
	w := new(W)
	if err := json.Unmarshal(line, w); err != nil {
		return nil, err
	}
	return event(w), nil
}

func (w *wireRun) event() suite.Event {
	return suite.RunStarted{
		Run: w.Run, Name: w.Suite, Framework: w.Framework, Root: w.Root, Time: w.Time,
		Seed: w.Seed, Workers: w.Workers, Estimate: w.Estimate,
		SetUp:     convert(w.SetUp, func(p wirePhase) suite.Phase { return suite.Phase(p) }),
		Of:        w.Of,
		Perturbed: convert(w.Perturbed, func(p wirePerturbed) suite.Perturbed { return suite.Perturbed(p) }),
		Tests:     convert(w.Tests, func(t wireTest) suite.Test { return suite.Test(t) }),
		Units:     convert(w.Units, func(u wireFolder) suite.Unit { return suite.Unit(u) }),
	}
}

func (w *wireBegan) event() suite.Event {
	return suite.Began{Test: w.Test, Worker: w.Worker, Process: w.Process, Time: w.Time, Usual: w.Usual}
}

func (w *wireEnded) event() suite.Event {
	return suite.Ended{Attempt: suite.Attempt{
		Test: w.Test, Parent: w.Parent, Unit: w.Unit, Cause: w.Cause, Number: w.Number,
		Worker: w.Worker, Process: w.Process, Position: w.Position,
		Outcome: w.Outcome, Start: w.Start, Duration: w.Duration, Failure: w.Failure, Raised: w.Raised, Output: w.bytes(),
		Leaks:   convert(w.Leaks, func(l wireLeak) suite.Leak { return suite.Leak(l) }),
		Changes: convert(w.Changes, func(c wireChange) suite.Change { return suite.Change(c) }),

		Statements: convert(w.Statements, func(s wireStatement) suite.Statement { return suite.Statement(s) }),
	}}
}

func (w *wireUnit) event() suite.Event {
	return suite.UnitEnded{UnitResult: suite.UnitResult{
		Unit: w.Unit, Outcome: w.Outcome, Reason: w.Reason, Output: w.bytes(), Duration: w.Duration, CPU: w.CPU, Left: w.Left,
	}}
}

func (w *wireStarted) event() suite.Event {
	return suite.WorkerStarted{Worker: w.Worker, Process: w.Process, Unit: w.Unit, Clones: w.Clones, Waited: w.Waited}
}

func (w *wireDied) event() suite.Event {
	return suite.WorkerDied{
		Worker: w.Worker, Process: w.Process, Unit: w.Unit,
		Reason: w.Reason, Output: w.bytes(), Charged: w.Charged, UnderWay: w.UnderWay, When: w.When, Over: w.Over,
	}
}

func (w *wireStolen) event() suite.Event {
	return suite.Stolen{From: w.From, To: w.To, Tests: w.Tests}
}

func (w *wireWarned) event() suite.Event { return suite.Warned{Text: w.Text, Hint: w.Hint} }

func (w *wireFinished) event() suite.Event {
	return suite.RunFinished{
		Time: w.Time, Duration: w.Duration, Interrupted: w.Interrupted, Cause: w.Cause, Summary: suite.Summary(w.Summary),
		Notes: convert(w.Notes, func(n wireNote) suite.Note { return suite.Note(n) }),
	}
}

func (p printed) bytes() []byte {
	if p.Bytes != nil || p.Output == "" {
		return p.Bytes
	}
	return []byte(p.Output)
}
