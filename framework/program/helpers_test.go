package program

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/worker/workertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A program is this test binary, running the test that it is for, whose name is
// in this variable: there, suiteOf plays its part.
const playsFor = "PTR_PROGRAM_TEST"

// suiteOf is the suite of a program that plays a part.
func suiteOf(t *testing.T, part func(*workertest.Actor), o Options) framework.Framework {
	t.Helper()
	if os.Getenv(playsFor) == t.Name() {
		part(workertest.NewActor(os.Stdout))
		os.Exit(0)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o.Command = []string{self, "-test.run=" + pattern(t.Name())}
	o.Dir = t.TempDir()
	o.Env = append(os.Environ(), playsFor+"="+t.Name(), "GORACE=atexit_sleep_ms=0")
	f, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// pattern is what -test.run takes for one test.
func pattern(name string) string {
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		parts = append(parts, "^"+regexp.QuoteMeta(part)+"$")
	}
	return strings.Join(parts, "/")
}
