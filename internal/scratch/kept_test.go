package scratch_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/scratch"
)

func TestKeptFoldersOutliveTheRunUntilTheyExpire(t *testing.T) {
	r := roots(t)
	a := open(t, r)
	path := folder(t, a, scratch.Disk, "w1")
	folder(t, a, scratch.Disk, "w2")
	until := time.Unix(1_800_000_000, 0)
	if err := a.Keep(path, until); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	kept := []scratch.Kept{{Path: path, Run: "3f2", Until: until}}
	if diff := cmp.Diff(scratch.Swept{Kept: kept}, sweep(t, r, until.Add(-time.Second))); diff != "" {
		t.Errorf("Sweep before the expiry (-want +got):\n%s", diff)
	}
	listed, err := scratch.ListKept(r)
	if diff := cmp.Diff(kept, listed); diff != "" || err != nil {
		t.Errorf("ListKept: %v (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(scratch.Swept{Removed: []string{filepath.Dir(path)}}, sweep(t, r, until)); diff != "" {
		t.Errorf("Sweep at the expiry (-want +got):\n%s", diff)
	}
	wantNothingLeft(t, r)
}

func TestOnlyFoldersOfTheRunCanBeKept(t *testing.T) {
	r := roots(t)
	a := open(t, r)
	path := folder(t, a, scratch.Disk, "w1")
	for _, foreign := range []string{r.Disk, filepath.Dir(path), filepath.Join(path, "deep"), "w1", ""} {
		if err := a.Keep(foreign, time.Now()); err == nil {
			t.Errorf("Keep(%q) succeeded", foreign)
		}
	}
}
