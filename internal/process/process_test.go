//go:build unix

package process_test

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/internal/process"
)

func TestAMarkNamesALivingProcess(t *testing.T) {
	mark, err := process.MarkOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if !mark.Alive() {
		t.Errorf("%v, which is this very process, is said to be dead", mark)
	}
	if again, err := process.ParseMark(mark.String()); err != nil || again != mark {
		t.Errorf("ParseMark(%q) = %v, %v", mark, again, err)
	}
	// The same number, another time.
	other := mark
	other.Started += "0"
	if other.Alive() {
		t.Errorf("%v is said to live, which began at another time than %v", other, mark)
	}
}

func TestTheDeadHaveNoMark(t *testing.T) {
	cmd := exec.Command("true")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if _, err := process.MarkOf(cmd.Process.Pid); !errors.Is(err, process.ErrGone) {
		t.Errorf("MarkOf: %v, want %v", err, process.ErrGone)
	}
	if err := process.KillGroup(cmd.Process.Pid); err != nil {
		t.Errorf("KillGroup: %v, though there is nothing to do", err)
	}
}

func TestTheWholeGroupIsKilled(t *testing.T) {
	cmd := exec.Command("sh", "-c", "sleep 600 & echo $!; wait")
	process.Group(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	grandchild, err := process.MarkOf(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := process.KillGroup(cmd.Process.Pid); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()           // killed
	for grandchild.Alive() { // until it is reaped, or this test times out
		time.Sleep(time.Millisecond)
	}
}

func TestOnlyMarksAreReadAsMarks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if m, err := process.ParseMark(text); err == nil && m.String() != text {
			t.Errorf("%q was read as %v", text, m)
		}
	})
}
