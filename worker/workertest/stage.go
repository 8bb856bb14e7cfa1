package workertest

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/protocol"
)

// A Stage is for tests that start their own binary as a process that plays a
// worker's part: which test it is for, is in an environment variable.
type Stage struct {
	variable string
	plays    string // the test whose part this process plays, if it plays any
	pipes    string
}

// NewStage is the stage whose tests are told by variable. Make it a package
// variable: those are set before any init function runs, and in one of these a
// test binary that was built by ptr takes the pipes for its own.
func NewStage(variable string) Stage {
	s := Stage{variable: variable, plays: os.Getenv(variable)}
	if s.plays == "" {
		return s
	}
	s.pipes = os.Getenv(protocol.Variable)
	if err := os.Unsetenv(protocol.Variable); err != nil {
		panic(err)
	}
	return s
}

// Play plays the part and ends the process, where that was started for t.
func (s Stage) Play(t testing.TB, part func(*Actor)) {
	if s.plays == t.Name() {
		part(newActor(s.pipes))
		os.Exit(0)
	}
}

// Command is what to start, and in which environment, for the process to reach
// Play in t.
func (s Stage) Command(t testing.TB) (args, env []string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	env = append(os.Environ(), s.variable+"="+t.Name(), "GORACE=atexit_sleep_ms=0")
	return []string{self, "-test.run=" + pattern(t.Name())}, env
}

// pattern is what -test.run takes for one test.
func pattern(name string) string {
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		parts = append(parts, "^"+regexp.QuoteMeta(part)+"$")
	}
	return strings.Join(parts, "/")
}
