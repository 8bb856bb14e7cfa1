package scratch_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/internal/scratch"
)

// An owner is a process that holds an area. All that it starts, its supervisor
// included, has mark in its environment.
type owner struct {
	cmd   *exec.Cmd
	roots scratch.Roots
	mark  string
	in    io.Closer
	out   *bufio.Reader
}

// startOwner starts one in roots of its own, with a supervisor if a command is
// given.
func startOwner(t *testing.T, supervisor ...string) *owner {
	t.Helper()
	o := &owner{roots: roots(t), mark: "SCRATCH_TEST=" + rand.Text()}
	args := append([]string{roleOwner, o.roots.Disk, o.roots.Memory}, supervisor...)
	o.cmd = exec.CommandContext(t.Context(), os.Args[0], args...)
	o.cmd.Env = append(os.Environ(), o.mark, "GORACE=atexit_sleep_ms=0")
	o.cmd.Stderr = os.Stderr
	in, err := o.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	o.in, o.out = in, bufio.NewReader(out)
	return o
}

// until waits for the owner to say that it has got to stage.
func (o *owner) until(t *testing.T, stage string) {
	t.Helper()
	for said := ""; said != stage+"\n"; {
		var err error
		if said, err = o.out.ReadString('\n'); err != nil {
			t.Fatalf("waiting for %q: %v", stage, err)
		}
	}
}

func (o *owner) kill(t *testing.T) {
	t.Helper()
	if err := o.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = o.cmd.Wait()
}

// left is what is there of the owner: paths, and command lines of processes.
func (o *owner) left(t *testing.T) []string {
	found := left(t, o.roots)
	environs, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range environs {
		environ, _ := os.ReadFile(path) // of a process that may be gone
		if bytes.Contains(environ, []byte(o.mark)) {
			cmdline, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
			found = append(found, path+": "+strings.ReplaceAll(string(cmdline), "\x00", " "))
		}
	}
	return found
}

// wantNothingLeft waits for what is on its way out.
func (o *owner) wantNothingLeft(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for found := o.left(t); len(found) > 0; found = o.left(t) {
		if ctx.Err() != nil {
			t.Fatalf("left behind:\n%s", strings.Join(found, "\n"))
		}
		time.Sleep(time.Millisecond)
	}
}

func stages() []string { return []string{"opened", "supervised", "started", "adopted"} }

func TestTheSupervisorClearsUpAfterAKilledRun(t *testing.T) {
	for _, stage := range stages()[1:] {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			o := startOwner(t, os.Args[0], roleSupervise)
			o.until(t, stage)
			o.kill(t)
			o.wantNothingLeft(t)
		})
	}
}

func TestTheNextSweepClearsUpAfterAKilledRun(t *testing.T) {
	for _, stage := range stages() {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			o := startOwner(t)
			o.until(t, stage)
			o.kill(t)
			sweep(t, o.roots, time.Now())
			o.wantNothingLeft(t)
		})
	}
}

func TestNothingIsLeftWheneverARunIsKilled(t *testing.T) {
	for i := range 12 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			moment := time.Duration(mathrand.Int64N(int64(40 * time.Millisecond)))
			t.Log("killed after", moment)
			o := startOwner(t, os.Args[0], roleSupervise)
			time.Sleep(moment)
			o.kill(t)
			sweep(t, o.roots, time.Now())
			o.wantNothingLeft(t)
		})
	}
}

func TestARunThatEndsByItselfLeavesNothing(t *testing.T) {
	o := startOwner(t, os.Args[0], roleSupervise)
	o.until(t, "adopted")
	if _, err := io.WriteString(o.in.(io.Writer), "end\n"); err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if found := o.left(t); len(found) > 0 {
		t.Errorf("left behind:\n%s", strings.Join(found, "\n"))
	}
}

// As in "ptr run | cat", with a supervisor that takes its time.
func TestTheSupervisorHoldsNoOutputOpen(t *testing.T) {
	o := startOwner(t, "sleep", "600")
	o.until(t, "supervised")
	if err := o.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, o.out); err != nil {
		t.Fatal(err)
	}
	if found := strings.Join(o.left(t), "\n"); !strings.Contains(found, "sleep 600") {
		t.Errorf("the supervisor is gone, so that this test proves nothing:\n%s", found)
	}
	_ = o.cmd.Wait()
	o.killMarked(t)
}

// killMarked ends what the test itself has planted.
func (o *owner) killMarked(t *testing.T) {
	t.Helper()
	sweep(t, o.roots, time.Now())
	for _, found := range o.left(t) {
		var pid int
		if _, err := fmt.Sscanf(found, "/proc/%d/", &pid); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Error(err)
		}
	}
}

func TestTheseTestsNoticeWhatIsLeft(t *testing.T) {
	o := startOwner(t)
	o.until(t, "opened")
	o.kill(t)
	planted := exec.CommandContext(t.Context(), "sleep", "601")
	planted.Env = []string{o.mark}
	if err := planted.Start(); err != nil {
		t.Fatal(err)
	}
	found := strings.Join(o.left(t), "\n")
	for _, leak := range []string{"sleep 601", o.roots.Disk, o.roots.Memory} {
		if !strings.Contains(found, leak) {
			t.Errorf("%s is not among what was found:\n%s", leak, found)
		}
	}
	_ = planted.Process.Kill()
	_ = planted.Wait()
}

// A process that got the number of one that is gone is another's.
func TestSweepSparesAProcessWhosePidIsUsedAgain(t *testing.T) {
	r := roots(t)
	bystander := exec.CommandContext(t.Context(), "sleep", "602")
	process.Group(bystander)
	if err := bystander.Start(); err != nil {
		t.Fatal(err)
	}
	mark, err := process.MarkOf(bystander.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	run := fmt.Sprintf("ptr-%d-abcdefgh23456777", os.Getuid())
	put(t, r.Disk, map[string]string{
		run + "/.lock":    "",
		run + "/.journal": fmt.Sprintf("adopt %v\n", process.Mark{PID: mark.PID, Started: mark.Started + "0"}),
	})
	sweep(t, r, time.Now())
	if !mark.Alive() {
		t.Error("the bystander was killed")
	}
	_ = bystander.Process.Kill()
	_ = bystander.Wait()
}
