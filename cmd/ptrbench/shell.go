package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/ptr-project/ptr/bench/cloning/comparing"
	"github.com/ptr-project/ptr/internal/console"
)

// shell is a command that runs a line of the system's shell.
func shell(ctx context.Context, line string) *exec.Cmd {
	if runtime.GOOS == "windows" {
		return exec.CommandContext(ctx, "cmd", "/c", line)
	}
	return exec.CommandContext(ctx, "sh", "-c", line)
}

// runOf is the run that a line of the shell writes to the file that {} in it stands
// for or, without any, to standard output.
func runOf(ctx context.Context, line string) (run comparing.Run, err error) {
	dir, err := os.MkdirTemp("", "ptrbench-compare-")
	if err != nil {
		return run, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "run.json")
	var stdout, stderr bytes.Buffer
	c := shell(ctx, strings.ReplaceAll(line, "{}", quoted(file)))
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		return run, console.Usage(fmt.Errorf("%q: %w\n%s", line, err, stderr.Bytes()), "try the command by itself")
	}
	content := stdout.Bytes()
	if strings.Contains(line, "{}") {
		if content, err = os.ReadFile(file); err != nil {
			return run, console.Usage(fmt.Errorf("%q wrote no file: %w", line, err), "let it write one, as in ptrbench clone --json {}")
		}
	}
	return comparing.Parse(fmt.Sprintf("%q", line), content)
}

// quoted is a path as one word of the shell.
func quoted(path string) string {
	if runtime.GOOS == "windows" {
		return `"` + path + `"`
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
