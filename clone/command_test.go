package clone

import (
	"context"
	"os/exec"
	"strings"
	"testing"
)

func TestAnErrorNamesAProgramWithoutItsArguments(t *testing.T) {
	err := RunToEnd(t.Context(), exec.CommandContext(t.Context(), "sh", "-c", "echo lost >&2; exit 3"))
	if want := "sh: exit status 3\n    lost"; err == nil || err.Error() != want {
		t.Errorf("RunToEnd() = %v, want %q", err, want)
	}
}

func TestAnErrorHasTheBeginningOfACommand(t *testing.T) {
	tests := map[string]struct {
		command []string
		want    string
	}{
		"short":         {[]string{"sh", "-c", "exit 3"}, "sh -c exit 3: exit status 3, without any output"},
		"long":          {[]string{"sh", "-c", "exit 3 # " + strings.Repeat("ü", 99)}, "sh -c exit 3 # " + strings.Repeat("ü", 45) + " …: exit status 3, without any output"},
		"of many lines": {[]string{"sh", "-c", "exit 3\n: of no use"}, "sh -c exit 3 …: exit status 3, without any output"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := Source{Command: tt.command}.Run(t.Context(), nil)
			if err == nil || err.Error() != tt.want {
				t.Errorf("Run(%q) = %v, want %q", tt.command, err, tt.want)
			}
		})
	}
}

func TestAPipeSaysWhoFailedFirst(t *testing.T) {
	tests := map[string]struct{ first, second, want string }{
		"the reader":                     {"yes; echo 'errno 32 on write' >&2; exit 2", "echo unknown >&2; exit 3", "sh: exit status 3\n    unknown"},
		"the reader, a writer by signal": {"exec yes", "echo unknown >&2; exit 3", "sh: exit status 3\n    unknown"},
		"the writer":                     {"echo refused >&2; exit 2", "cat", "sh: exit status 2\n    refused"},
		"both":                           {"echo refused >&2; exit 2", "cat; exit 3", "sh: exit status 3, without any output\nsh: exit status 2\n    refused"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			sh := func(ctx context.Context, text string) *exec.Cmd { return exec.CommandContext(ctx, "sh", "-c", text) }
			err := Pipe(t.Context(), sh(t.Context(), tt.first), sh(t.Context(), tt.second))
			if err == nil || err.Error() != tt.want {
				t.Errorf("Pipe() = %v, want %q", err, tt.want)
			}
		})
	}
}
