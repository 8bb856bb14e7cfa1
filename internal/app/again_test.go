package app

import (
	"strings"
	"testing"

	"github.com/ptr-project/ptr/internal/invocation"
)

// What is printed can be typed where ptr was: it finds the same suite there.
func TestCommandsFindTheSuiteAgain(t *testing.T) {
	tests := map[string]struct {
		options invocation.Options
		want    string
	}{
		"in its folder":   {invocation.Options{Dir: "."}, "ptr run"},
		"elsewhere":       {invocation.Options{Dir: "my shop"}, "ptr run -C 'my shop'"},
		"by another file": {invocation.Options{Dir: ".", Config: "ci/ptr.toml"}, "ptr run --config ci/ptr.toml"},
		"by more flags":   {invocation.Options{Dir: "shop", Framework: "django", Python: invocation.PythonOptions{Settings: "ci", StartMethod: "fork"}}, "ptr run -C shop --framework django --settings ci --start-method fork"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := &Session{Options: tt.options}
			if got := strings.Join(s.Here("ptr run", nil), " "); got != tt.want {
				t.Errorf("Here() = %s, want %s", got, tt.want)
			}
		})
	}
}
