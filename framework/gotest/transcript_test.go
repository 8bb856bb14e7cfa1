package gotest_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/worker"
)

// The words of docs/protocol.md, spoken to a test binary.
func TestATestBinarySpeaksTheProtocol(t *testing.T) {
	z := openZoo(t)
	binaries, err := filepath.Glob(filepath.Join(z.options.BinDir, "*", "deaths.test*"))
	if err != nil || len(binaries) != 1 {
		t.Fatal(binaries, err)
	}
	child, err := worker.Spawn(worker.Command{
		Path: binaries[0], Args: []string{"-test.v=test2json", "-test.count=2", "-test.skip=^ptrzzunused$"},
		Dir: t.TempDir(), Env: os.Environ(),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer child.Close()
	go io.Copy(io.Discard, child.Output)
	answers := protocol.NewReader(child.Control)
	steps := []struct {
		say  protocol.Message
		hear []protocol.Message
	}{
		{protocol.Message{Type: protocol.Init, Version: 1, Nonce: "K3N7"}, []protocol.Message{{Type: protocol.Hello, Version: 1}}},
		{protocol.Message{Type: "dance"}, []protocol.Message{protocol.Unknown("dance")}},
		{protocol.Message{Type: protocol.Run, Kind: "test", Names: []string{"TestGoexit", "TestInnocent"}, Batch: 1}, []protocol.Message{
			{Type: protocol.Begin, Test: "TestGoexit"}, {Type: protocol.Attempt, Test: "TestGoexit", Outcome: "fail"},
			{Type: protocol.Begin, Test: "TestInnocent"}, {Type: protocol.Attempt, Test: "TestInnocent", Outcome: "pass"},
			{Type: protocol.Done, Batch: 1},
		}},
		{protocol.Message{Type: "dance"}, []protocol.Message{protocol.Unknown("dance")}},
		{protocol.Message{Type: protocol.Bye}, nil},
	}
	for _, s := range steps {
		if err := protocol.Write(child.Input, s.say); err != nil {
			t.Fatal(err)
		}
		for _, want := range s.hear {
			got, err := answers.Read()
			if err != nil {
				t.Fatal(err)
			}
			got.PID, got.At, got.Nanoseconds = 0, 0, 0
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("after %s: %s", s.say.Type, diff)
			}
		}
	}
	if _, err := answers.Read(); err != io.EOF {
		t.Errorf("after bye: %v, want the end", err)
	}
	<-child.Exited()
}
