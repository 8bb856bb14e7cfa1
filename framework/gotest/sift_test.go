package gotest_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/suite"
)

func TestSiftFindsPackagesWithoutBuilding(t *testing.T) {
	o := openZoo(t).options
	o.BuildDir, o.BinDir = t.TempDir(), t.TempDir()
	f, err := gotest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string][]string{
		"ordinary.TestPass": {"ordinary"},
		".TestOfa":          {"a/dup"},
		"vetted.Test":       {"vetted"}, // which does not build
		"nothing":           nil,
	}
	for part, want := range cases {
		units, err := f.Sift(t.Context(), nil, func(id suite.ID) bool { return strings.Contains(string(id), part) })
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			want[i] = zooPath + want[i]
		}
		if !slices.Equal(units, want) {
			t.Errorf("Sift of %q = %v, want %v", part, units, want)
		}
	}
	if built, err := os.ReadDir(o.BinDir); err != nil || len(built) > 0 {
		t.Errorf("it built %v, %v", built, err)
	}
}
