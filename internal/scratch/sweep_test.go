//go:build unix

package scratch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/scratch"
)

// put writes files below dir, by relative path; a name that ends in a slash is
// an empty folder, a text that begins with "-> " is a link.
func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(path), 0o700)
		switch {
		case err != nil:
		case name[len(name)-1] == '/':
			err = os.MkdirAll(path, 0o700)
		case len(text) > 3 && text[:3] == "-> ":
			err = os.Symlink(text[3:], path)
		default:
			err = os.WriteFile(path, []byte(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestSweepRemovesWhateverAKilledRunLeaves(t *testing.T) {
	run := fmt.Sprintf("ptr-%d-abcdefgh23456777", os.Getuid())
	tests := map[string]map[string]string{
		"killed after making its folder":       {run + "/": ""},
		"killed after making its lock":         {run + "/.lock": ""},
		"killed while writing its journal":     {run + "/.lock": "", run + "/.journal": "owner 12"},
		"killed at work":                       {run + "/.lock": "", run + "/.journal": "owner 1@2 \"3f2\"\n", run + "/w1/clone.db": "rows"},
		"killed after removing its journal":    {run + "/.lock": ""},
		"killed after removing its lock":       {run + "/": ""},
		"a folder that it had kept is gone":    {run + "/.lock": "", run + "/.journal": "keep 9999999999 \"w1\"\n"},
		"its journal would keep what it can't": {run + "/.lock": "", run + "/.journal": "keep 9999999999 \"../other\"\n"},
	}
	for name, files := range tests {
		t.Run(name, func(t *testing.T) {
			r := roots(t)
			put(t, r.Disk, files)
			want := scratch.Swept{Removed: []string{filepath.Join(r.Disk, run)}}
			if diff := cmp.Diff(want, sweep(t, r, time.Now())); diff != "" {
				t.Errorf("Sweep (-want +got):\n%s", diff)
			}
			wantNothingLeft(t, r)
		})
	}
}

func TestSweepIgnoresWhatNoRunOfThisUserHasMade(t *testing.T) {
	run := fmt.Sprintf("ptr-%d-abcdefgh23456777", os.Getuid())
	tests := map[string]struct {
		files map[string]string
		why   string
	}{
		"a folder without a lock": {map[string]string{run + "/w1/clone.db": "rows"}, "it has no lock file"},
		"a file":                  {map[string]string{run: "text"}, "it is not a folder of this user"},
		"a link to a folder": {
			map[string]string{"other/.lock": "", "other/w1/clone.db": "rows", run: "-> other"},
			"it is not a folder of this user",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := roots(t)
			put(t, r.Disk, tt.files)
			before := left(t, r)
			wantIgnored(t, sweep(t, r, time.Now()), filepath.Join(r.Disk, run), tt.why)
			if diff := cmp.Diff(before, left(t, r)); diff != "" {
				t.Errorf("files after Sweep (-want +got):\n%s", diff)
			}
		})
	}
}

func wantIgnored(t *testing.T, got scratch.Swept, path, why string) {
	t.Helper()
	if len(got.Ignored) != 1 || got.Ignored[0].Path != path || got.Ignored[0].Why.Error() != why {
		t.Errorf("Sweep ignored %v, want %s: %s", got.Ignored, path, why)
	}
	got.Ignored = nil
	if diff := cmp.Diff(scratch.Swept{}, got); diff != "" {
		t.Errorf("Sweep (-want +got):\n%s", diff)
	}
}

func TestSweepIgnoresAnotherUsersFolder(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can make a folder of another user")
	}
	r := roots(t)
	put(t, r.Disk, map[string]string{"ptr-0-abcdefgh23456777/.lock": ""})
	path := filepath.Join(r.Disk, "ptr-0-abcdefgh23456777")
	if err := os.Chown(path, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	wantIgnored(t, sweep(t, r, time.Now()), path, "it is not a folder of this user")
}

func TestSweepFollowsNoLink(t *testing.T) {
	r := roots(t)
	outside := t.TempDir()
	put(t, outside, map[string]string{"precious": "rows"})
	run := fmt.Sprintf("ptr-%d-abcdefgh23456777", os.Getuid())
	put(t, r.Disk, map[string]string{run + "/.lock": "", run + "/link": "-> " + outside, run + "/w1/deep": "-> " + outside})
	sweep(t, r, time.Now())
	wantNothingLeft(t, r)
	if _, err := os.Stat(filepath.Join(outside, "precious")); err != nil {
		t.Error(err)
	}
}

func TestSweepRemovesReadOnlyFolders(t *testing.T) {
	r := roots(t)
	run := fmt.Sprintf("ptr-%d-abcdefgh23456777", os.Getuid())
	put(t, r.Disk, map[string]string{run + "/.lock": "", run + "/w1/mod/cache/go.mod": "module m"})
	for _, dir := range []string{"w1/mod/cache", "w1/mod"} {
		if err := os.Chmod(filepath.Join(r.Disk, run, dir), 0o500); err != nil {
			t.Fatal(err)
		}
	}
	sweep(t, r, time.Now())
	wantNothingLeft(t, r)
}
