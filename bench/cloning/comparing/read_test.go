package comparing_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bench/cloning/comparing"
)

const run = `{"backend": "sqlite", "size": "small", "strategies": [{"name": "cp", "samples_seconds": [0.1, 0.2]}]}`

func write(t *testing.T, files ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, file := range files {
		path := filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(run), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRunsAreNamedInFourWays(t *testing.T) {
	dir := write(t, "old/2.json", "old/1.json", "old/notes.txt", "new1.json", "new2.json", "a,b.json")
	in := func(names ...string) (paths []string) {
		for _, name := range names {
			paths = append(paths, filepath.Join(dir, name))
		}
		return paths
	}
	for name, tt := range map[string]struct{ text, want []string }{
		"a file":               {in("new1.json"), in("new1.json")},
		"a folder":             {in("old"), in("old/1.json", "old/2.json")},
		"a pattern":            {in("new*.json"), in("new1.json", "new2.json")},
		"with commas":          {in("new1.json", "old"), in("new1.json", "old/1.json", "old/2.json")},
		"a name with a comma":  {in("a,b.json"), in("a,b.json")},
		"patterns with commas": {in("new?.json", "old/1*"), in("new1.json", "new2.json", "old/1.json")},
	} {
		t.Run(name, func(t *testing.T) {
			runs, err := comparing.Read(strings.Join(tt.text, ","))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range runs {
				got = append(got, r.Name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Read(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestWhatIsNotThereIsAnError(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"no file": "1.json", "an empty folder": "", "nothing matches": "*.json", "no pattern": "[", "one of two": "*.json,[",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := comparing.Read(filepath.Join(dir, text)); !errors.Is(err, comparing.ErrNoFiles) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestForeignFilesAreErrors(t *testing.T) {
	for name, tt := range map[string]struct{ content, want string }{
		"not JSON":            {"goos: linux", "old.json: not what ptrbench clone --json writes: invalid character"},
		"other JSON":          {`{"tests": 3}`, "old.json: not what"},
		"a list":              {`[]`, "old.json: not what"},
		"half a file":         {run[:40], "unexpected end of JSON input"},
		"no samples":          {`{"backend": "sqlite", "strategies": [{"name": "cp", "disqualified": "it is empty"}]}`, "it has no samples"},
		"samples are missing": {strings.Replace(run, `}]`, `}, {"name": "dump", "samples_seconds": [1]}]`, 1), "1 samples of dump, and 2 of cp"},
		"no time at all":      {strings.Replace(run, "0.2", "0", 1), "sample 2 of cp is 0 seconds"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := comparing.Parse("old.json", []byte(tt.content))
			if !errors.Is(err, comparing.ErrForeign) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{run, "", "[]", `{"backend": "x", "strategies": [{}]}`, strings.Replace(run, "0.2", "-1", 1)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := comparing.Parse("x.json", content)
		if err != nil {
			return
		}
		other, err := comparing.Parse("y.json", bytes.ReplaceAll(content, []byte("1"), []byte("2")))
		if err != nil {
			return
		}
		result, err := comparing.Comparison{Old: []comparing.Run{r}, New: []comparing.Run{other}, Level: 0.05}.Result()
		if err == nil && (result.Verdict != comparing.Unknown || math.IsNaN(result.Rows[0].Ratio)) {
			t.Errorf("one run a side: %+v", result)
		}
	})
}
