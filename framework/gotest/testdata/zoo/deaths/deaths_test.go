package deaths

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

func TestInnocent(t *testing.T) {}

func TestInnocentParallel(t *testing.T) { t.Parallel() }

func TestPanic(t *testing.T) { panic("boom") }

func TestPanicInHelper(t *testing.T) { helper(nil) }

func helper(m map[string]int) { m["x"] = 1 }

func TestPanicInSubtest(t *testing.T) {
	t.Run("sub", func(t *testing.T) { helper(nil) })
}

func TestPanicInGoroutine(t *testing.T) {
	go helper(nil)
	time.Sleep(time.Minute)
}

func TestPanicLater(t *testing.T) {
	go func() {
		time.Sleep(20 * time.Millisecond)
		panic("later")
	}()
}

func TestPrints(t *testing.T) {
	fmt.Println("printed by TestPrints")
	t.Error("logged by TestPrints")
}

func TestPrintsAndExits(t *testing.T) {
	fmt.Println("printed by TestPrintsAndExits")
	os.Exit(3)
}

func TestWaits(t *testing.T) { time.Sleep(time.Minute) }

func TestExit0(t *testing.T) { os.Exit(0) }

func TestExit3(t *testing.T) {
	fmt.Println("about to exit")
	os.Exit(3)
}

func TestKill(t *testing.T) { syscall.Kill(os.Getpid(), syscall.SIGKILL) }

func TestHang(t *testing.T) { select {} }

func TestGoexit(t *testing.T) { t.Run("sub", func(*testing.T) { t.FailNow() }) }

// A grandchild that left the group and holds the output's pipe.
func TestGrandchild(t *testing.T) {
	child := exec.Command("sleep", "5")
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
}

func TestCloseStdout(t *testing.T) {
	t.Run("before", func(t *testing.T) {})
	os.Stdout.Close()
	t.Run("behind", func(t *testing.T) {})
}

func TestCloseAll(t *testing.T) {
	for fd := range 2000 {
		syscall.Close(fd)
	}
}

func Example_panic() {
	panic("in an example")
	// Output:
}
