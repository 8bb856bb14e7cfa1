package gotest_test

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// The zoo is built once for all tests of this package.
type zoo struct {
	options gotest.Options
	fw      *gotest.Framework
	listing framework.Listing
	err     error
}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "ptr-gotest-")
	if err != nil {
		panic(err)
	}
	zooDir = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

var zooDir string // made and removed by TestMain

var theZoo = sync.OnceValue(func() zoo {
	z := zoo{options: gotest.Options{
		Dir: filepath.Join("testdata", "zoo"), BuildDir: filepath.Join(zooDir, "build"), BinDir: filepath.Join(zooDir, "bin"),
		Timeout: 10 * time.Minute,
	}}
	if z.fw, z.err = gotest.New(z.options); z.err == nil {
		z.listing, z.err = z.fw.List(context.Background(), nil)
	}
	return z
})

func openZoo(t *testing.T) zoo {
	t.Helper()
	z := theZoo()
	if z.err != nil {
		t.Fatal(z.err)
	}
	return z
}

const zooPath = "example.com/zoo/"

// tests are those of a package of the zoo with these names, or all.
func (z zoo) tests(t *testing.T, unit string, names ...string) []suite.Test {
	t.Helper()
	var found []suite.Test
	for _, x := range z.listing.Tests {
		if x.Unit == zooPath+unit && len(names) == 0 {
			found = append(found, x)
		}
	}
	for _, name := range names {
		for _, x := range z.listing.Tests {
			if x.ID == suite.ID(zooPath+unit+"."+name) {
				found = append(found, x)
			}
		}
	}
	if len(found) < max(1, len(names)) {
		t.Fatalf("the zoo's package %s lacks one of %v", unit, names)
	}
	return found
}

func (z zoo) start(t *testing.T, fw framework.Framework, unit string) worker.Worker {
	t.Helper()
	w, err := fw.Start(t.Context(), zooPath+unit, worker.Place{Worker: 1, Env: os.Environ(), TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close(context.Background()) })
	return w
}

func starter(fw framework.Framework, unit string) func(*testing.T, worker.Place) worker.Worker {
	return func(t *testing.T, place worker.Place) worker.Worker {
		t.Helper()
		w, err := fw.Start(t.Context(), zooPath+unit, place)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
}

// perTest is a framework on the same binaries that starts a process for each
// test.
func (z zoo) perTest(t *testing.T) *gotest.Framework {
	t.Helper()
	o := z.options
	o.PerTest, o.BinDir = true, t.TempDir()
	fw, err := gotest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fw.List(t.Context(), []string{"./deaths", "./ordinary", "./skipper"}); err != nil {
		t.Fatal(err)
	}
	return fw
}
