package program

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/worker/workertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A program is this test binary, running the test that it is for: there, suiteOf
// plays its part.
var stage = workertest.NewStage("PTR_PROGRAM_TEST")

// suiteOf is the suite of a program that plays a part.
func suiteOf(t *testing.T, part func(*workertest.Actor), o Options) framework.Framework {
	t.Helper()
	stage.Play(t, part)
	o.Command, o.Env = stage.Command(t)
	o.Dir = t.TempDir()
	f, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
