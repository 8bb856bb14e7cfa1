package gotest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

// spokenTests are the tests that the transcripts tell of.
const spokenTests = `package shop

import "testing"

func TestCancel(t *testing.T) {}

func TestPrint(t *testing.T) { t.Skip("no printer") }

func TestRefund(t *testing.T) { t.Error("too little") }
`

// A test binary has more to tell of these.
const otherTests = `package shop

import (
	"fmt"
	"os"
	"testing"
)

func TestLeak(t *testing.T) { os.Open(os.DevNull) }

func Example() {
	fmt.Println("ordered")
	// Output: ordered
}
`

// speaker is a test binary of these tests.
func speaker(t *testing.T, tests string) workertest.Speaker {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/shop\n\ngo 1.26\n", "shop_test.go": tests} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	bin := filepath.Join(dir, "bin")
	f, err := gotest.New(gotest.Options{Dir: dir, BuildDir: filepath.Join(dir, "build"), BinDir: bin})
	if err != nil {
		t.Fatal(err)
	}
	listing, err := f.List(t.Context(), nil)
	if err != nil || len(listing.Tests) == 0 {
		t.Fatal(listing, err)
	}
	binaries, err := filepath.Glob(filepath.Join(bin, "*", "shop.test*"))
	if err != nil || len(binaries) != 1 {
		t.Fatal(binaries, err)
	}
	return workertest.Speaker{Start: func(t *testing.T) *worker.Child {
		child, err := worker.Spawn(worker.Command{
			Path: binaries[0], Args: []string{"-test.v=test2json", "-test.count=2", "-test.skip=^ptrzzunused$"},
			Dir: t.TempDir(), Env: os.Environ(),
		})
		if err != nil {
			t.Fatal(err)
		}
		return child
	}}
}

// The words of docs/protocol.md, spoken to a test binary.
func TestATestBinarySpeaksTheProtocol(t *testing.T) { speaker(t, spokenTests).Replay(t) }

// What other workers don't have: a leak, a second kind of tests, and an example,
// whose outcome stands in its output.
func TestATestBinaryHasKindsThatRunInTurn(t *testing.T) {
	speaker(t, otherTests).ReplayText(t, `
< {"type":"hello","version":1,"pid":4121}
> {"type":"init","version":1,"nonce":"K3N7","leaks":true}
> {"type":"list"}
< {"type":"tests","kind":"test","names":["TestLeak"]}
< {"type":"tests","kind":"example","names":["Example"]}
< {"type":"inventory"}
> {"type":"run","kind":"test","names":["TestLeak"],"batch":1}
< {"type":"begin","test":"TestLeak","at":1764000000000000000}
< {"type":"leak","test":"TestLeak","what":"open file","text":"…"}
< {"type":"attempt","test":"TestLeak","outcome":"pass","ns":1200345}
< {"type":"done","batch":1}
> {"type":"run","kind":"example","names":["Example"],"batch":2}
< {"type":"begin","test":"Example","at":1764000000002000000}
< {"type":"attempt","test":"Example","ns":4100}
< {"type":"done","batch":2}
> {"type":"run","kind":"test","names":["TestLeak"],"batch":3}
< {"type":"error","text":"tests of kind test have had their turn"}
> {"type":"bye"}
`)
}
