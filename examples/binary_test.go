//go:build unix

package examples_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ptr-project/ptr/internal/process"
)

// A binary is the test binary of one package.
type binary struct{ file, dir string }

// buildPitfalls builds the test binaries of all packages, by import path.
func buildPitfalls(t *testing.T, manifest []pitfall) map[string]binary {
	t.Helper()
	dir := t.TempDir()
	build := exec.Command("go", "test", "-c", "-o", dir+string(filepath.Separator), "./...")
	build.Dir = "pitfalls"
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	binaries := map[string]binary{}
	for _, p := range manifest {
		rel := strings.TrimPrefix(p.pkg(), "example.com/pitfalls/")
		binaries[p.pkg()] = binary{filepath.Join(dir, path.Base(rel)+".test"), filepath.Join("pitfalls", filepath.FromSlash(rel))}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != len(binaries) {
		t.Fatalf("%d packages have tests, %v; the manifest has %d", len(files), err, len(binaries))
	}
	return binaries
}

// run runs the binary in a process group of its own, which is gone afterwards,
// and returns what it printed. Its output is a file: nobody can hold it up.
func (b binary) run(t *testing.T, args ...string) (output []byte, status int) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cmd := exec.Command(b.file, append(args, "-test.v=test2json", "-test.paniconexit0")...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = b.dir, file, file
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	process.Group(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if err := process.KillGroup(cmd.Process.Pid); err != nil {
		t.Fatal(err)
	}
	output, err = os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return output, cmd.ProcessState.ExitCode()
}

// list is the names of the package's tests in source order.
func (b binary) list(t *testing.T) []string {
	t.Helper()
	output, err := exec.Command(b.file, "-test.list", "^Test").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(output))
}

// only is the flag that selects just these tests.
func only(tests ...string) string { return "-test.run=^(" + strings.Join(tests, "|") + ")$" }

// result is how the testing package marks the end of a test: unlike a forged
// one, after a byte 0x16.
var result = regexp.MustCompile(`\x16--- (PASS|FAIL|SKIP): (\w+) `)

// outcomes reads how tests ended, by name.
func outcomes(output []byte) map[string]string {
	ended := map[string]string{}
	for _, m := range result.FindAllSubmatch(output, -1) {
		ended[string(m[2])] = strings.ToLower(string(m[1]))
	}
	return ended
}

// alone runs one test by itself, for at most a limit.
func (b binary) alone(t *testing.T, test string, limit time.Duration) string {
	t.Helper()
	output, status := b.run(t, only(test), "-test.timeout="+limit.String())
	switch ended, ok := outcomes(output)[test]; {
	case bytes.Contains(output, []byte("panic: test timed out")):
		return "timeout"
	case status != 0 && status != 1:
		return "crash"
	case ok:
		return ended
	case status == 0:
		return "pass" // and its standard output is gone
	}
	return "unfinished"
}

// inOrder runs tests in one process in the given order.
func (b binary) inOrder(t *testing.T, tests []string) map[string]string {
	t.Helper()
	seed := seedFor(t, b.list(t), tests)
	output, _ := b.run(t, only(tests...), seed)
	return outcomes(output)
}

// seedFor finds the -test.shuffle that brings tests, some of all, into their
// given order. The testing package shuffles as this does.
func seedFor(t *testing.T, all, tests []string) string {
	t.Helper()
	inOrder := func(list []string) bool {
		return slices.Equal(tests, slices.DeleteFunc(slices.Clone(list), func(s string) bool { return !slices.Contains(tests, s) }))
	}
	if inOrder(all) {
		return "-test.shuffle=off"
	}
	for seed := range int64(50_000) {
		list := slices.Clone(all)
		rand.New(rand.NewSource(seed)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if inOrder(list) {
			return fmt.Sprintf("-test.shuffle=%d", seed)
		}
	}
	t.Fatalf("no seed brings %q into the order %q", all, tests)
	return ""
}
