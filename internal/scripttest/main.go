package scripttest

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// Main is the main function of a test binary that is the command called name: where
// scripts type it, and where the command starts itself by one of its hidden commands.
// Without this, that process would run all tests again.
func Main(m *testing.M, name string, command func()) {
	if len(os.Args) > 1 && !strings.HasPrefix(os.Args[1], "-") {
		command()
		return
	}
	testscript.Main(m, map[string]func(){name: command})
}
