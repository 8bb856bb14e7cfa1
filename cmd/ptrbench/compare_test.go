package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bench/cloning"
)

var update = flag.Bool("update", false, "write what is shown into testdata/*.golden")

// writeRuns writes so many runs to a folder, whose rounds vary by 1 %; filecopy takes
// factor times 1 ms.
func writeRuns(t *testing.T, dir string, count int, factor float64, change func(*cloning.Result)) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(uint64(len(dir)), 3))
	for i := range count {
		rows := []cloning.Row{{Name: "filecopy"}, {Name: "backup"}, {Name: "cp"}}
		for range 7 {
			for row, seconds := range []float64{0.001 * factor, 0.003, 0.002} {
				rows[row].Samples = append(rows[row].Samples, seconds*math.Exp(0.01*random.NormFloat64()))
			}
		}
		r := cloning.Result{Backend: "sqlite", Version: "3.54", Size: "small", Clones: 1, Parallel: 1, Rows: rows}
		change(&r)
		content, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i+1, ".json")), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// runsInFolders makes runs of all sorts in a folder of their own, and goes there.
func runsInFolders(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	as := func(*cloning.Result) {}
	writeRuns(t, "old", 6, 1, as)
	writeRuns(t, "same", 6, 1, as)
	writeRuns(t, "slow", 6, 1.1, as)
	writeRuns(t, "upgraded", 5, 1, func(r *cloning.Result) { r.Version = "3.55" })
	writeRuns(t, "large", 5, 1, func(r *cloning.Result) { r.Size = "data" })
	writeRuns(t, "pool", 10, 1, as)
	if err := os.WriteFile("half.json", []byte(`{"backend": "sqlite", "size`), 0o644); err != nil {
		t.Fatal(err)
	}
}

// taking is a command for the shell that writes another of a folder's runs each time.
func taking(dir, to string) string {
	return fmt.Sprintf("f=$(ls %s/*.json | head -1) && cat $f >%s && mv $f $f.taken", dir, to)
}

func TestWhatUsersOfCompareType(t *testing.T) {
	cases := map[string]struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		"a regression":          {[]string{"old", "slow"}, 1, " filecopy is slower: it takes 1.096", ""},
		"the other way around":  {[]string{"slow", "old"}, 0, " filecopy is faster: it takes 0.9", ""},
		"no regression":         {[]string{"old", "same"}, 0, " filecopy: no difference seen; it takes ", ""},
		"patterns":              {[]string{"old/[1-5].json", "slow/*.json"}, 1, "old and new: 5 and 6 runs", ""},
		"too few to tell":       {[]string{"old/1.json,old/2.json", "slow"}, 0, " filecopy: cannot tell from 2 and 6 runs, it takes 5 a side.", ""},
		"one file a side":       {[]string{"old/1.json", "slow/1.json"}, 0, "How runs vary is unknown", ""},
		"as JSON":               {[]string{"old", "slow", "--json", "-"}, 1, `"verdict": "slower"`, ""},
		"another reference":     {[]string{"old", "slow", "--reference", "backup"}, 1, "new/old by backup", ""},
		"an upgrade":            {[]string{"old", "upgraded"}, 0, "no difference seen", "ptr: warning: different versions of sqlite: 3.54 and 3.55\n"},
		"commands in turn":      {[]string{"--interleave", "5", taking("old", "{}"), taking("slow", "/dev/stdout")}, 1, "old and new in turn: 5 pairs of runs", ""},
		"a missing file":        {[]string{"old", "1.json"}, 2, "", "ptr: error: no such runs: 1.json\nptr: hint: name files that ptrbench clone --json FILE wrote"},
		"half a file":           {[]string{"half.json", "old"}, 2, "", "ptr: error: half.json: not what ptrbench clone --json writes: unexpected end of JSON input\nptr: hint: write runs by"},
		"another size":          {[]string{"old", "large"}, 2, "", "ptr: error: not the same experiment: size: small in old/1.json, data in large/1.json\nptr: hint: measure both sides"},
		"the same files":        {[]string{"old", "old"}, 2, "", "old/1.json and old/1.json: the same measurement twice\nptr: hint: name each run once"},
		"no such reference":     {[]string{"old", "slow", "--reference", "tar"}, 2, "", `no such reference "tar": all runs have filecopy, backup, cp`},
		"no probability":        {[]string{"old", "slow", "--level", "5"}, 2, "", "ptr: hint: write --level 0.05"},
		"one side":              {[]string{"old"}, 2, "", "accepts 2 arg(s), received 1"},
		"too few in turn":       {[]string{"--interleave", "1", "a", "b"}, 2, "", "ptr: hint: write --interleave 5, or more"},
		"a command that fails":  {[]string{"--interleave", "5", "echo no >&2; exit 4", "exit 4"}, 2, "", "exit status 4"},
		"a command that is shy": {[]string{"--interleave", "5", "true {}", "true {}"}, 2, "", "wrote no file"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			runsInFolders(t)
			typed(t, append([]string{"compare"}, tt.args...), tt.status, tt.stdout, tt.stderr)
		})
	}
}

// typed runs ptrbench, and looks for what it must print.
func typed(t *testing.T, args []string, status int, stdout, stderr string) {
	t.Helper()
	var out, failed bytes.Buffer
	if got := ptrbench(args, &out, &failed); got != status {
		t.Errorf("ptrbench %q = %d, want %d", args, got, status)
	}
	if !strings.Contains(out.String(), stdout) || !strings.Contains(failed.String(), stderr) || stderr == "" && failed.Len() > 0 {
		t.Errorf("ptrbench %q printed\n%s\nand\n%s", args, out.String(), failed.String())
	}
}

func TestComparisonsLookLikeThis(t *testing.T) {
	golden, err := filepath.Abs("testdata/compare.golden")
	if err != nil {
		t.Fatal(err)
	}
	runsInFolders(t)
	var out, failed bytes.Buffer
	ptrbench([]string{"compare", "old", "slow"}, &out, &failed)
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("-want +got; go test ./cmd/ptrbench -update accepts it:\n%s", diff)
	}
}
