package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/bench/scaling"
)

// suiteOf writes a module with one file of tests.
func suiteOf(t *testing.T, tests string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":       "module example.com/tiny\n\ngo 1.26\n",
		"tiny_test.go": "package tiny\n\nimport (\n\t\"testing\"\n\t\"time\"\n)\n\nvar _ = time.Sleep\n\n" + tests,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// builtPtr is a ptr that isn't built anew for each case.
func builtPtr(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ptr")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-ldflags=-s -w", "-o", path, "../ptr").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

const (
	threeTests = "func TestA(t *testing.T) { time.Sleep(20 * time.Millisecond) }\n\nfunc TestB(t *testing.T) {}\n\nfunc TestC(t *testing.T) {}\n"
	failing    = "func TestA(t *testing.T) { t.Error(\"no\") }\n"
)

func TestWhatUsersOfRunType(t *testing.T) {
	ptr, tiny, red := builtPtr(t), suiteOf(t, threeTests), suiteOf(t, failing)
	cases := map[string]struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		"a suite that is made":   {[]string{"--total", "200ms", "--workers", "1,2"}, 0, " lopsided takes the least with ", ""},
		"as a picture":           {[]string{"-C", tiny, "--workers", "2,1", "--report", "svg:-"}, 0, ">ptr run</text>", ""},
		"one of its tests":       {[]string{"-C", tiny, "--workers", "1", "TestB"}, 0, "\n 1 test, 1 round, on ", ""},
		"no such folder":         {[]string{"-C", "nowhere"}, 2, "", "ptr: error: stat nowhere: no such file or directory\nptr: hint: -C names the folder of a suite\n"},
		"no folder":              {[]string{"-C", "run.go"}, 2, "", "ptr: error: run.go is no folder\n"},
		"no workers":             {[]string{"--workers", "0"}, 2, "", "ptr: error: --workers 0: \"0\" is no number from 1\nptr: hint: write --workers 1,2,4\n"},
		"no numbers":             {[]string{"--workers", "a,b"}, 2, "", "ptr: error: --workers a,b: \"a\" is no number from 1\n"},
		"a comma too many":       {[]string{"--workers", "1,"}, 2, "", "ptr: error: --workers 1,: \"\" is no number from 1\n"},
		"no rounds":              {[]string{"--rounds", "0"}, 2, "", "\"0\" is no number from 1"},
		"an unknown format":      {[]string{"--report", "pdf:x"}, 2, "", "ptr: hint: write FORMAT:FILE, FORMAT being one of csv, html, json, markdown, png, svg\n"},
		"packages of no suite":   {[]string{"./orders"}, 2, "", "ptr: error: ./orders: of which suite?\nptr: hint: name the suite's folder by -C\n"},
		"two suites":             {[]string{"-C", tiny, "--total", "3s"}, 2, "", "ptr: error: --total is of a suite that is made"},
		"more workers than work": {[]string{"-C", tiny, "--workers", "1,4"}, 2, "", "there are more workers than tests to give them: only 3 would have something to do\nptr: hint: leave the greatest of --workers out\n"},
		"a suite that fails":     {[]string{"-C", red, "--workers", "1"}, 2, "", "ptr: hint: measure a suite that passes"},
		"a suite without tests":  {[]string{"-C", t.TempDir(), "--workers", "1"}, 2, "", " ended with status 2: "},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			typed(t, append([]string{"run", "--ptr", ptr, "--rounds", "1", "--no-engine"}, tt.args...), tt.status, tt.stdout, tt.stderr)
		})
	}
}

func TestARunOfOnesOwnSuiteIsAccountedFor(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := []string{"run", "-C", suiteOf(t, threeTests), "--workers", "1,2", "--rounds", "2", "--json", "-"}
	if status := ptrbench(args, &stdout, &stderr); status != 0 {
		t.Fatalf("status %d: %s", status, stderr.String())
	}
	var r scaling.Result
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Suite != "tiny" || r.Tests != 3 || r.Rounds != 2 || r.Reference != 1 || r.Engine == nil {
		t.Errorf("%+v", r)
	}
	for _, row := range r.Rows {
		if row.Tests <= 0 || row.Bound.Median <= 0 || row.SetUp <= 0 || row.Build <= 0 || row.Wall.Interval != nil || len(row.Samples) != 2 {
			t.Errorf("%+v", row)
		}
	}
}
