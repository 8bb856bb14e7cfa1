package scratch_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"go.uber.org/goleak"

	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/internal/scratch"
)

// The test binary, given one of these as its first argument, isn't one: it is
// a run to be killed, or a supervisor.
const (
	roleOwner     = "scratch-owner"
	roleSupervise = "scratch-supervise"
)

func TestMain(m *testing.M) {
	var err error
	switch role := append(os.Args, "", "")[1]; role {
	case roleOwner:
		err = own(scratch.Roots{Disk: os.Args[2], Memory: os.Args[3]}, os.Args[4:])
	case roleSupervise:
		err = scratch.Supervise(os.Stdin)
	default:
		goleak.VerifyTestMain(m)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// own does what a run does, says "opened", "supervised", "started" and
// "adopted" as it gets there, and closes its area once it is told to.
func own(r scratch.Roots, supervisor []string) error {
	a, err := scratch.Open(r, "killed")
	if err != nil {
		return err
	}
	fmt.Println("opened")
	if len(supervisor) > 0 {
		if err := a.StartSupervisor(supervisor...); err != nil {
			return err
		}
	}
	fmt.Println("supervised")
	path, err := a.Folder(scratch.Memory, "w1")
	if err != nil {
		return err
	}
	// A worker whose child leaves its process group.
	worker := exec.Command("sh", "-c", "setsid sleep 600 & exec sleep 600")
	worker.Dir = path
	worker.Env = append(os.Environ(), a.Env())
	process.Group(worker)
	if err := worker.Start(); err != nil {
		return err
	}
	fmt.Println("started")
	if err := a.Adopt(worker.Process.Pid); err != nil {
		return err
	}
	fmt.Println("adopted")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	return a.Close()
}
