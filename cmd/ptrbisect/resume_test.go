package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/internal/app/culprits"
)

// A killed search has said what it knew, and another goes on with that.
func TestAKilledSearchIsResumed(t *testing.T) {
	dir := t.TempDir()
	if err := copyTree(filepath.Join("..", "..", "examples", "pitfalls"), dir); err != nil {
		t.Fatal(err)
	}
	args := []string{"-C", dir, "--failing", "needsboth", "./needsboth"}
	if status, said := typed(append(args, "--resume")...); status != 2 || !strings.Contains(said, "no search of these arguments was interrupted") {
		t.Errorf("with nothing to resume: status %d\n%s", status, said)
	}

	ran := killAfter(t, 6, dir, args)
	status, said := typed(append(args, "--resume", "--json", filepath.Join(dir, "answer.json"))...)
	if status != 0 || !strings.Contains(said, "had run before the search was interrupted, and did not run again") {
		t.Fatalf("status %d, after %d trials\n%s", status, ran, said)
	}
	text, err := os.ReadFile(filepath.Join(dir, "answer.json"))
	if err != nil {
		t.Fatal(err)
	}
	var answers []culprits.Answer
	if err := json.Unmarshal(text, &answers); err != nil {
		t.Fatal(err)
	}
	if f := answers[0].Finding; f.Kind != bisect.Victim || len(f.Causes) != 1 || len(f.Causes[0].Tests) != 2 {
		t.Errorf("it found\n%s", text)
	}
	if left := journals(t, dir); len(left) > 0 {
		t.Errorf("a search that has come to its end leaves %v", left)
	}

	killAfter(t, 3, dir, args)
	file := filepath.Join(dir, "needsboth", "needsboth_test.go")
	text, err = os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, "\nfunc TestMore(t *testing.T) {}\n"...)
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if status, said := typed(append(args, "--resume")...); status != 2 || !strings.Contains(said, "the suite has changed") {
		t.Errorf("with another suite: status %d\n%s", status, said)
	}
}

// killAfter kills a search once its journal has so many trials, and returns how many it
// has then.
func killAfter(t *testing.T, trials int, dir string, args []string) int {
	t.Helper()
	c := exec.Command("ptrbisect", args...)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for n := 0; n < trials; {
		select {
		case err := <-ended:
			t.Fatalf("it ended before it had run %d trials: %v\n%s", trials, err, out.String())
		case <-time.After(5 * time.Millisecond):
		}
		for _, file := range journals(t, dir) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			n = bytes.Count(text, []byte("\n")) - 1
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-ended
	return trials
}

func journals(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, ".ptr", "searches", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// typed runs ptrbisect, and returns what it says.
func typed(args ...string) (int, string) {
	var out bytes.Buffer
	status := ptrbisect(args, strings.NewReader(""), &out, &out)
	return status, out.String()
}
