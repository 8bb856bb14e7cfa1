package reports

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/ptr-project/ptr/suite"
)

// Schema is the version of the JSON report. It changes when a reader of the one
// before would go wrong; new fields and events don't change it.
const Schema = 1

// NewJSON streams one JSON object per event and line, as docs/reports.md
// describes. Nothing is left out: [ReadJSON] gives the events back.
func NewJSON(w io.Writer) Reporter {
	buffered := bufio.NewWriter(w)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	return &jsonReport{buffered, encoder}
}

type jsonReport struct {
	w       *bufio.Writer
	encoder *json.Encoder
}

// Event writes e at once, unless it is a test that went well: those are many,
// and nobody waits for them.
func (r *jsonReport) Event(e suite.Event) error {
	if err := r.encoder.Encode(wireOf(e)); err != nil {
		return err
	}
	switch e := e.(type) {
	case suite.Began:
		return nil
	case suite.Ended:
		if e.Outcome.Good() {
			return nil
		}
	}
	return r.w.Flush()
}

func (r *jsonReport) Close() error { return r.w.Flush() }

// wireOf is the object that stands for e.
func wireOf(e suite.Event) any {
	switch e := e.(type) {
	case suite.RunStarted:
		return runStartedWire(e)
	case suite.Began:
		return &wireBegan{"began", e.Test, e.Worker, e.Process, e.Time, e.Usual}
	case suite.Ended:
		return endedWire(e.Attempt)
	case suite.UnitEnded:
		out := textOf(e.Output)
		return &wireUnit{"unit_ended", e.Unit, e.Outcome, e.Reason, out, e.Duration, e.CPU, e.Left}
	case suite.WorkerStarted:
		return &wireStarted{"worker_started", e.Worker, e.Process, e.Unit, e.Clones, e.Waited}
	case suite.WorkerDied:
		return &wireDied{"worker_died", e.Worker, e.Process, e.Unit, e.Reason, textOf(e.Output), e.Charged, e.UnderWay, e.When, e.Over}
	case suite.Stolen:
		return &wireStolen{"stolen", e.From, e.To, e.Tests}
	case suite.Warned:
		return &wireWarned{"warned", e.Text, e.Hint}
	case suite.RunFinished:
		return finishedWire(e)
	}
	return nil
}
