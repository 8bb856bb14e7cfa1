//go:build unix

package spoken

import (
	"os"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

func TestADeathNamesTheSignal(t *testing.T) {
	for want, signal := range map[string]syscall.Signal{
		"signal: killed":     syscall.SIGKILL,
		"signal: terminated": syscall.SIGTERM,
	} {
		t.Run(want, func(t *testing.T) {
			w := start(t, dies(func(a *workertest.Actor) {
				syscall.Kill(os.Getpid(), signal)
				forever(a)
			}))
			_, err := run(t, w, 0, "one", "two")
			wanted := worker.Death{
				Reason: want, UnderWay: []suite.ID{"two"}, Output: []byte("last words\n"),
				Killed: signal == syscall.SIGKILL,
			}
			if diff := cmp.Diff(wanted, death(t, err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
