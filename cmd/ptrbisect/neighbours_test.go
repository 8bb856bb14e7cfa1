package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/app/culprits"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
)

// Two tests of two packages need one port: which of them failed is found in the history.
func TestNeighboursAreExplained(t *testing.T) {
	dir := t.TempDir()
	if err := copyTree(filepath.Join("..", "..", "examples", "pitfalls"), dir); err != nil {
		t.Fatal(err)
	}
	const left, right = "example.com/pitfalls/neighbours/left.TestServeLeft", "example.com/pitfalls/neighbours/right.TestServeRight"
	onAFreePort(t, filepath.Join(dir, "neighbours", "left", "left_test.go"), filepath.Join(dir, "neighbours", "right", "right_test.go"))
	var out, failed bytes.Buffer
	o := invocation.Options{Dir: dir, Args: []string{"./neighbours/..."}, Workers: "2", Retries: -1, Order: "source", Repeat: 1, NoDiagnose: true}
	if status, err := app.Run(t.Context(), console.NewStreams(strings.NewReader(""), &out, &failed), o); status != console.TestsFailed {
		t.Fatalf("status %d, %v\n%s%s", status, err, out.String(), failed.String())
	}
	out.Reset()
	if status := ptrbisect([]string{"-C", dir, "--workers", "2", "--failing", "neighbours", "--json", "-", "./neighbours/..."}, strings.NewReader(""), &out, &failed); status != 0 {
		t.Fatalf("status %d\n%s%s", status, out.String(), failed.String())
	}
	var answers []culprits.Answer
	if json.Unmarshal(out.Bytes(), &answers) != nil || len(answers) != 1 {
		t.Fatalf("it said\n%s", out.String())
	}
	partner := map[string]string{left: right, right: left}
	f := answers[0].Finding
	if f.Kind != bisect.NeedsNeighbours || len(f.Causes) != 1 || fmt.Sprint(f.Causes[0].Tests) != fmt.Sprintf("[%s]", partner[string(f.Victim)]) {
		t.Errorf("it found\n%s", out.String())
	}
}

// onAFreePort takes the port of the example out of files, so that other runs of it on this
// machine are no neighbours.
func onAFreePort(t *testing.T, files ...string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(text, []byte("27183")) {
			t.Fatalf("%s lacks the port: %v", file, err)
		}
		if err := os.WriteFile(file, bytes.ReplaceAll(text, []byte("27183"), []byte(port)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
