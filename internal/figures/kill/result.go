package kill

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// A result is one line of the JSON report that says how an attempt ended.
type result struct {
	Test, Cause, Outcome, Output string
	Number, Worker, Process      int
}

func (r result) String() string {
	return fmt.Sprintf("%s, attempt %d (%s): %s", r.Test, r.Number, r.Cause, r.Outcome)
}

// results are those that lines of a JSON report tell.
func results(lines []string) []result {
	var all []result
	for _, line := range lines {
		var event struct {
			Event string
			result
		}
		if json.Unmarshal([]byte(line), &event) == nil && event.Event == "ended" {
			all = append(all, event.result)
		}
	}
	return all
}

// shown are the results that were shown up to now.
func (s *shot) shown() []result {
	s.mu.Lock()
	defer s.mu.Unlock()
	return results(s.lines)
}

// run is the ID of the run and the tests that it was to run; "" if it was not
// shown.
func (s *shot) run() (id string, planned []string) {
	var started struct {
		Run   string
		Tests []struct{ Test string }
	}
	if len(s.lines) == 0 || json.Unmarshal([]byte(s.lines[0]), &started) != nil {
		return "", nil
	}
	for _, t := range started.Tests {
		planned = append(planned, t.Test)
	}
	return started.Run, planned
}

// failures are the tests that failed: none should, whatever is killed.
func (s *shot) failures() []string {
	var failed []string
	for _, r := range s.shown() {
		if r.Outcome == "fail" || r.Outcome == "broken" {
			failed = append(failed, r.String())
		}
	}
	return failed
}

// withoutOutcome are the tests of a run that went on to its end which have none.
func (s *shot) withoutOutcome() []string {
	known := map[string]bool{}
	for _, r := range s.shown() {
		known[r.Test] = known[r.Test] || r.Outcome != "unfinished"
	}
	_, planned := s.run()
	var missing []string
	for _, test := range planned {
		if !known[test] {
			missing = append(missing, test+" has no outcome")
		}
	}
	return missing
}

// lost are the results that were shown and that `ptr show` doesn't show again.
func (l *lab) lost(ctx context.Context, s *shot) ([]string, error) {
	id, _ := s.run()
	if id == "" {
		return nil, nil
	}
	lines, err := l.output(ctx, "show", id, "--report", "json:-")
	if err != nil {
		return nil, err
	}
	kept := results(lines)
	var lost []string
	for _, r := range s.shown() {
		if !slices.Contains(kept, r) {
			lost = append(lost, "lost: "+r.String())
		}
	}
	return lost, nil
}
