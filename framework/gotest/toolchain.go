package gotest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A toolchain is the go command's own idea of itself.
type toolchain struct {
	GOROOT, GOOS, GOARCH, GOVERSION, GOFLAGS, CGO_ENABLED string
}

// run runs the go command in o.Dir and returns its standard output. The error
// is an [*exec.ExitError], which has what it wrote to standard error, if it ran.
func (o Options) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, o.GoCommand, args...)
	cmd.Dir = o.Dir
	cmd.Env = o.Env
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	if o.Dir != "" {
		if dir, err := filepath.Abs(o.Dir); err == nil {
			cmd.Env = append(cmd.Env[:len(cmd.Env):len(cmd.Env)], "PWD="+dir)
		}
	}
	return cmd.Output()
}

// explain turns an error of run into one that says what the go command said.
func explain(what string, err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return fmt.Errorf("%s: %s", what, bytes.TrimSpace(exit.Stderr))
	}
	return fmt.Errorf("%s: %w", what, err)
}

func (o Options) toolchain(ctx context.Context) (toolchain, error) {
	var tool toolchain
	out, err := o.run(ctx, "env", "-json", "GOROOT", "GOOS", "GOARCH", "GOVERSION", "GOFLAGS", "CGO_ENABLED")
	if err != nil {
		return tool, explain("go env", err)
	}
	if err := json.Unmarshal(out, &tool); err != nil {
		return tool, fmt.Errorf("go env: %w", err)
	}
	return tool, nil
}

// home is the folder of a package of the standard library.
func (t toolchain) home(importPath string) string {
	return filepath.Join(t.GOROOT, "src", filepath.FromSlash(importPath))
}

// environ is env with what `go test` adds for a process in dir.
func (t toolchain) environ(env []string, dir string) []string {
	bin := filepath.Join(t.GOROOT, "bin")
	env = env[:len(env):len(env)]
	for i := len(env) - 1; i >= 0; i-- {
		if path, ok := strings.CutPrefix(env[i], "PATH="); ok {
			if path != bin && !strings.HasPrefix(path, bin+string(filepath.ListSeparator)) {
				env = append(env, "PATH="+bin+string(filepath.ListSeparator)+path)
			}
			break
		}
	}
	return append(env, "PWD="+dir)
}
