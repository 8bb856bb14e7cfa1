//go:build unix

package examples_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/framework/program"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

// spokenChecks are the tests that the transcripts tell of, and a slow one.
const spokenChecks = `
import time


class Skip(Exception):
    pass


def check_cancel():
    pass


def check_print():
    raise Skip("no printer")


def check_refund():
    raise AssertionError("too little")
`

const slowCheck = `

def check_sleep():
    time.sleep(60)
`

// workerSuite is a folder with the worker of the example and other checks.
func workerSuite(t *testing.T, checks string) string {
	t.Helper()
	worker, err := os.ReadFile(filepath.Join("worker", "worker.py"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"worker.py": string(worker), "checks.py": checks} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestTheWorkerOfTheExampleSpeaksTheProtocol(t *testing.T) {
	dir := workerSuite(t, spokenChecks)
	workertest.Speaker{
		Start: func(t *testing.T) *worker.Child {
			child, err := worker.Spawn(worker.Command{Path: "python3", Args: []string{"-B", "worker.py"}, Dir: dir, Env: os.Environ()})
			if err != nil {
				t.Fatal(err)
			}
			return child
		},
		Names: map[string]string{"TestCancel": "check_cancel", "TestPrint": "check_print", "TestRefund": "check_refund"},
	}.Replay(t)
}

func TestTheWorkerOfTheExampleConforms(t *testing.T) {
	f := openProgram(t, workerSuite(t, spokenChecks+slowCheck))
	listing, err := f.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	last := len(listing.Tests) - 1
	workertest.Run(t, workertest.Subject{
		Start: func(t *testing.T, place worker.Place) worker.Worker {
			w, err := f.Start(t.Context(), listing.Name, place)
			if err != nil {
				t.Fatal(err)
			}
			return w
		},
		Tests: listing.Tests[:last], Slow: listing.Tests[last],
	})
}

// What a check prints is shown as its own, and so is where it failed.
func TestTheWorkerOfTheExampleTellsWhatAFailurePrinted(t *testing.T) {
	f := openProgram(t, workerSuite(t, "class Skip(Exception):\n    pass\n\n\ndef check_a():\n    print('in a')\n\n\ndef check_b():\n    print('in b', flush=True)\n    assert False, 'b'\n"))
	listing, err := f.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.Start(t.Context(), listing.Name, worker.Place{Env: os.Environ(), TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	ended := map[suite.ID]suite.Attempt{}
	err = w.Run(t.Context(), worker.Batch{Tests: listing.Tests}, func(e worker.Event) {
		if e, ok := e.(worker.Ended); ok {
			ended[e.Test] = e.Attempt
		}
	})
	if _, closed := w.Close(t.Context()); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	if a := ended["check_a"]; a.Outcome != suite.Pass || string(a.Output) != "in a\n" {
		t.Errorf("check_a: %s, %q", a.Outcome, a.Output)
	}
	b := ended["check_b"]
	want := "in b\nTraceback (most recent call last):\n"
	if b.Outcome != suite.Fail || b.Failure != "AssertionError: b" || len(b.Output) < len(want) || string(b.Output[:len(want)]) != want {
		t.Errorf("check_b: %s, %q, %q", b.Outcome, b.Failure, b.Output)
	}
}

func openProgram(t *testing.T, dir string) framework.Framework {
	t.Helper()
	f, err := program.New(program.Options{Dir: dir, Command: []string{"python3", "-B", "worker.py"}, Env: os.Environ(), Temp: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return f
}
