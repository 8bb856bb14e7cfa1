package command

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"unicode/utf8"

	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// list returns what the list line prints. The error has the end of what it
// said on standard error.
func (c *commands) list(ctx context.Context) ([]byte, error) {
	var stdout bytes.Buffer
	stderr := &worker.Excerpt{Limit: keep}
	cmd := shell(ctx, c.suite.List)
	cmd.Dir, cmd.Env = c.suite.Dir, c.suite.Env
	cmd.Stdout, cmd.Stderr = &stdout, stderr
	process.Group(cmd)
	cmd.Cancel = func() error { return process.KillGroup(cmd.Process.Pid) }
	cmd.WaitDelay = grace
	err := cmd.Run()
	if cmd.Process != nil {
		err = errors.Join(err, process.KillGroup(cmd.Process.Pid))
	}
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // somebody it started still held its output
	}
	if said := strings.TrimSpace(string(stderr.Bytes())); err != nil && said != "" {
		err = fmt.Errorf("%w\n%s", err, said)
	}
	return stdout.Bytes(), err
}

// parseList reads one ID a line. Space around it is no part of it; empty lines
// mean nothing.
func parseList(printed []byte, unit string) ([]suite.Test, error) {
	var tests []suite.Test
	lines := map[string]int{}
	scanner := bufio.NewScanner(bytes.NewReader(printed))
	scanner.Buffer(nil, len(printed)+1)
	for n := 1; scanner.Scan(); n++ {
		id := strings.TrimSpace(scanner.Text())
		switch {
		case id == "":
			continue
		case !utf8.ValidString(id) || strings.ContainsRune(id, 0):
			return nil, fmt.Errorf("line %d: %q is not UTF-8 text", n, id)
		case lines[id] > 0:
			return nil, fmt.Errorf("lines %d and %d both list %q", lines[id], n, id)
		}
		lines[id] = n
		tests = append(tests, suite.Test{ID: suite.ID(id), Unit: unit, Kind: suite.KindTest})
	}
	return tests, scanner.Err()
}
