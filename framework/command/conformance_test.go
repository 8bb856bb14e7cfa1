//go:build unix

package command_test

import (
	"testing"

	"github.com/ptr-project/ptr/framework/command"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

func TestConformance(t *testing.T) {
	for name, line := range map[string]string{
		"one process for each test":     "sh -c {id}",
		"one process for several tests": "for id in {ids}; do sh -c \"$id\"; done",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := command.New(command.Options{Name: "lines", Dir: t.TempDir(), Run: line})
			workertest.Run(t, workertest.Subject{
				Start: func(t *testing.T, place worker.Place) worker.Worker {
					w, err := f.Start(t.Context(), "lines", place)
					if err != nil {
						t.Fatal(err)
					}
					return w
				},
				Tests: tests("true", "echo printed", "exit 77", "echo 'with spaces'"),
				Slow:  tests("sleep 60")[0],
			})
		})
	}
}

func tests(ids ...suite.ID) []suite.Test {
	var all []suite.Test
	for _, id := range ids {
		all = append(all, suite.Test{ID: id, Unit: "lines", Kind: suite.KindTest})
	}
	return all
}
