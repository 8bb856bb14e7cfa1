//go:build unix

package gotest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/framework/gotest"
)

// The binaries of the build before are there, and are not to be taken for those
// of a build that was killed.
func TestAKilledBuildIsNoBuild(t *testing.T) {
	o := openZoo(t).options
	o.BinDir = t.TempDir()
	o.GoCommand = filepath.Join(t.TempDir(), "go")
	script := `#!/bin/sh
case "$1" in test)
	echo '{"Action":"skip","Package":"example.com/zoo/empty"}'
	kill -9 $$
esac
exec go "$@"
`
	if err := os.WriteFile(o.GoCommand, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	fw, err := gotest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	listing, err := fw.List(t.Context(), []string{"./ordinary"})
	if err == nil || !strings.Contains(err.Error(), "go test -c: signal: killed") {
		t.Errorf("List = %d tests, %v", len(listing.Tests), err)
	}
}
