package outcomes

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// A RunError is a run of ptr that came to no end.
type RunError struct {
	Status int
	Cause  string // its error, or the end of what it printed
	Hint   string // its own; may be ""
}

func (e *RunError) Error() string {
	return fmt.Sprintf("ptr run ended with status %d: %s", e.Status, e.Cause)
}

// runPtr runs `ptr run`. Tests that fail are no error.
func runPtr(ctx context.Context, ptr string, flags, labels []string) error {
	c := exec.CommandContext(ctx, ptr, append(append([]string{"run"}, flags...), labels...)...)
	c.Cancel = func() error {
		if c.Process.Signal(os.Interrupt) == nil {
			return nil // it cleans up behind itself
		}
		return c.Process.Kill()
	}
	c.WaitDelay = time.Minute
	out, err := c.CombinedOutput()
	if err == nil || c.ProcessState != nil && c.ProcessState.ExitCode() == 1 {
		return nil
	}
	if c.ProcessState == nil || ctx.Err() != nil {
		return fmt.Errorf("ptr run: %w", err)
	}
	e := &RunError{Status: c.ProcessState.ExitCode(), Cause: strings.TrimSpace(tail(out, 2000))}
	if _, said, found := bytes.Cut(out, []byte("ptr: error: ")); found {
		cause, hint, _ := strings.Cut(string(said), "\nptr: hint: ")
		e.Cause, e.Hint = strings.TrimSpace(cause), strings.TrimSpace(hint)
	}
	return e
}

func tail(b []byte, n int) string { return string(b[max(0, len(b)-n):]) }

// fixtures finds, in the reason of a unit's failure, the fixtures that are to
// blame.
var fixtures = regexp.MustCompile(`tearDown(?:Class|Module) \([^)]*\)`)

// readReport reads a JSON report of ptr's. Of several attempts at a test the last
// counts, but for those that only tell whether it fails alone.
func readReport(r io.Reader) (Outcomes, error) {
	ended := map[suite.ID]suite.Attempt{}
	subtests := map[suite.ID][]suite.Attempt{}
	outcomes := Outcomes{}
	for event, err := range reports.ReadJSON(r) {
		if err != nil {
			return nil, err
		}
		switch e := event.(type) {
		case suite.Ended:
			switch {
			case e.Cause == suite.Diagnosis:
			case e.Parent != "":
				subtests[e.Parent] = append(subtests[e.Parent], e.Attempt)
			default:
				ended[e.Test] = e.Attempt
			}
		case suite.UnitEnded:
			for _, name := range fixtures.FindAllString(e.Reason, -1) {
				outcomes[name] = Result{Outcome: "fail"}
			}
		}
	}
	for _, a := range ended {
		outcomes.addAttempt(a)
		for _, sub := range subtests[a.Test] {
			if sub.Number == a.Number && sub.Outcome != suite.Pass {
				outcomes.addAttempt(sub)
			}
		}
	}
	return outcomes, nil
}

func (o Outcomes) addAttempt(a suite.Attempt) {
	o.add(string(a.Test), Result{Outcome: string(a.Outcome), Failure: firstLine(a.Failure)})
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
