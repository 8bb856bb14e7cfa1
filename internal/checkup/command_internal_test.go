package checkup

import (
	"testing"

	"github.com/ptr-project/ptr/reports/health"
)

func TestCommandsFindTheTestsOfTheirRun(t *testing.T) {
	tests := map[string]struct {
		given []string
		want  string
	}{
		"nothing was given":     {nil, "ptr replay 9e5 --worker 1"},
		"flags":                 {[]string{"-C shop", "-tags=integration", "-short"}, "ptr replay 9e5 -tags=integration -short --worker 1"},
		"what the tests take":   {[]string{"-args", "-dsn", "x"}, "ptr replay 9e5 --worker 1 -args -dsn x"},
		"flags and that":        {[]string{"-race", "-args", "-update"}, "ptr replay 9e5 -race --worker 1 -args -update"},
		"a suite's in Python's": {[]string{"--settings ci"}, "ptr replay 9e5 --settings ci --worker 1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := command(health.Run{Given: tt.given}, "ptr replay 9e5", "--worker 1"); got != tt.want {
				t.Errorf("command(%q) = %s, want %s", tt.given, got, tt.want)
			}
		})
	}
}
