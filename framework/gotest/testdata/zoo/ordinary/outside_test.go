package ordinary_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/zoo/ordinary"
)

var tests, examples, os_ = 0, "", "" // names that the worker must not meet

func TestMain(m *testing.M) {
	flag.Parse()
	fmt.Println("set up")
	code := m.Run()
	fmt.Println("torn down")
	os.Exit(code)
}

func TestPass(t *testing.T) { t.Log("a message") }

func TestFail(t *testing.T) {
	fmt.Println("printed")
	t.Errorf("got %d\nwant %d", 1, 2)
	t.Error("and another")
}

func TestSkip(t *testing.T) { t.Skip("not today") }

func TestFatal(t *testing.T) { t.Fatal("stop") }

func TestSub(t *testing.T) {
	t.Run("good", func(t *testing.T) { fmt.Println("of the good one") })
	t.Run("bad", func(t *testing.T) {
		t.Run("inner", func(t *testing.T) { t.Error("inner message") })
		t.Run("a b/c", func(t *testing.T) { t.Skip() })
	})
	t.Run("good", func(t *testing.T) {})
}

func TestSisters(t *testing.T) {
	t.Run("a", func(t *testing.T) {})
	t.Run("a/", func(t *testing.T) {})
	t.Run("a/b", func(t *testing.T) {})
}

func TestParallelSubtests(t *testing.T) {
	for _, name := range []string{"a", "b", "c"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "b" {
				t.Error("b is bad")
			}
		})
	}
}

func TestCleanupFails(t *testing.T) {
	t.Cleanup(func() { t.Error("in clean-up") })
}

var meet = make(chan bool)

func TestParallelOne(t *testing.T) {
	t.Parallel()
	select {
	case meet <- true:
	case <-time.After(10 * time.Second):
		t.Error("nobody came")
	}
}

func TestParallelTwo(t *testing.T) {
	t.Parallel()
	select {
	case <-meet:
	case <-time.After(10 * time.Second):
		t.Error("nobody came")
	}
}

func TestForged(t *testing.T) {
	fmt.Println("--- PASS: TestForged (0.00s)")
	fmt.Println("=== RUN   TestNever")
	fmt.Println("--- PASS: TestNever (0.00s)")
	t.Run("sub", func(t *testing.T) {
		fmt.Print("no newline")
		t.Error("true")
	})
}

func TestInvalidUTF8(t *testing.T) {
	fmt.Print("\xff\xfe\x16 bytes\n")
	t.Error("bad \xff byte")
}

func TestGigantic(t *testing.T) {
	line := []byte(strings.Repeat("x", 1023) + "\n")
	fmt.Println("first")
	for range 12 << 10 {
		os.Stdout.Write(line)
	}
	fmt.Println("last")
}

// It must be an ordinary binary that starts here.
func TestReexec(t *testing.T) {
	for _, v := range os.Environ() {
		if strings.HasPrefix(v, "PTR_WORKER=") {
			t.Error(v)
		}
	}
	out, err := exec.Command(os.Args[0], "-test.run=^TestPass$", "-test.v").CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: TestPass")) {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestDeadline(t *testing.T) {
	if d, ok := t.Deadline(); ok && time.Until(d) < time.Minute {
		t.Error("deadline", d)
	}
}

func TestWorkingDir(t *testing.T) {
	dir, _ := os.Getwd()
	if !strings.HasSuffix(dir, "ordinary") || os.Getenv("PWD") != dir {
		t.Error(dir, os.Getenv("PWD"))
	}
}

func TestReplacesFlags(t *testing.T) {
	was := flag.CommandLine
	t.Cleanup(func() { flag.CommandLine = was })
	flag.CommandLine = flag.NewFlagSet("mine", flag.ContinueOnError)
}

func FuzzSeeds(f *testing.F) {
	f.Add(1)
	f.Add(2)
	f.Fuzz(func(t *testing.T, n int) {
		if n == 2 {
			t.Error("two")
		}
	})
}

func FuzzFine(f *testing.F) {
	f.Add("a")
	f.Fuzz(func(t *testing.T, s string) {})
}

func ExampleDouble() {
	fmt.Println(ordinary.Double(2))
	// Output: 4
}

func Example_bad() {
	fmt.Println("bad")
	// Output: good
}

func ExampleDouble_again() {
	fmt.Println("b\na")
	// Unordered output:
	// a
	// b
}
