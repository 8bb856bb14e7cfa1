package kill

import (
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A phase is a part of a run, recognised from outside.
type phase struct {
	name   string
	spread time.Duration // the kill comes at a random moment of that, after the beginning
	args   []string      // of ptr run, beside the usual ones
	edit   bool          // change the suite before, so that there is something to build
	spared string        // the name of processes that run meanwhile and are part of another phase
	brief  bool          // it doesn't last until the target that is aimed at comes, if there is none
	begun  func(*shot) bool
}

// Phases are the names of all phases, in the order of a run.
func Phases() []string {
	var names []string
	for _, p := range phases() {
		names = append(names, p.name)
	}
	return names
}

func phases() []phase {
	const ms = time.Millisecond
	return []phase{
		{name: "build", spread: 500 * ms, edit: true, begun: (*shot).builds},
		{name: "template", spread: 120 * ms, args: []string{"--fresh"}, spared: "go", begun: (*shot).prepares},
		{name: "clone", spread: 3 * ms, begun: (*shot).clones},
		{name: "first-test", spread: 20 * ms, begun: func(s *shot) bool { return s.marks("began") > 0 }},
		{name: "steady-state", spread: 200 * ms, begun: func(s *shot) bool { return len(s.shown()) >= suiteTests/8 }},
		{name: "report", spread: 50 * ms, brief: true, begun: func(s *shot) bool { return s.marks("ended") == suiteTests }},
	}
}

// builds reports whether a go command runs.
func (s *shot) builds() bool {
	return slices.ContainsFunc(s.generation(child, ""), func(p process) bool { return p.name == "go" })
}

// prepares reports whether a template is there that lacks its final mark.
func (s *shot) prepares() bool {
	for _, dir := range s.glob(s.module, ".ptr/templates/*/[0-9]*") {
		if _, err := os.Stat(filepath.Join(dir, "complete")); err != nil {
			return true
		}
	}
	return false
}

// clones reports whether a process is given clones: the first, or, where a
// worker or its child is to be killed, one that comes when there are some.
func (s *shot) clones() bool {
	which := "w*p*/*.db"
	switch {
	case len(s.backend.servers) > 0:
		which = "pool*/c*"
	case s.aim != ptr:
		which = "w*p2/*.db"
	}
	for _, dir := range s.scratch() {
		if len(s.glob(dir, which)) > 0 {
			return true
		}
	}
	return false
}

// marks are how many the tests have left.
func (s *shot) marks(what string) int { return len(s.glob(s.marked, "*."+what)) }

// glob finds files below dir, whose name may hold anything.
func (s *shot) glob(dir, pattern string) []string {
	found, _ := filepath.Glob(filepath.Join(dir, pattern)) // no pattern is malformed
	return found
}
