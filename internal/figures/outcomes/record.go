package outcomes

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// program is one in Python that runs a suite and writes down what becomes of each
// test.
//
//go:embed record/*.py
var program embed.FS

// serial runs the suite with every alias on a server, or with its own databases.
func (s PythonSuite) serial(ctx context.Context, file string, server map[string]any) error {
	temp, err := os.MkdirTemp("", "ptr-serial-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if err := os.CopyFS(temp, program); err != nil {
		return err
	}
	// What children that outlive the run print must not keep it from ending.
	said, err := os.Create(filepath.Join(temp, "output"))
	if err != nil {
		return err
	}
	defer said.Close()
	c := exec.CommandContext(ctx, s.Python, append([]string{filepath.Join(temp, "record", "record.py")}, s.arguments()...)...)
	c.Dir, c.Stdout, c.Stderr = s.Dir, said, said
	c.WaitDelay = time.Minute
	if c.Env, err = s.environ(file, server); err != nil {
		return err
	}
	ended := c.Run()
	var exit *exec.ExitError
	if ended != nil && !errors.As(ended, &exit) || ctx.Err() != nil {
		return fmt.Errorf("%s: %w", s.Python, ended)
	}
	return s.whole(file, said.Name(), c.ProcessState)
}

// whole returns an error if a record ends before the suite has, with what was
// printed last.
func (s PythonSuite) whole(file, output string, state *os.ProcessState) error {
	_, err := readFile(file, s.Read)
	if err == nil {
		return nil
	}
	said, readErr := os.ReadFile(output)
	if readErr != nil {
		return readErr
	}
	return &SerialError{Err: err, State: state.String(), Output: tail(said, 2000)}
}

// A SerialError says that a suite does not get to the end of its own run.
type SerialError struct {
	Err    error
	State  string // how its process ended
	Output string // the last that it printed
}

func (e *SerialError) Error() string {
	return fmt.Sprintf("the suite's own run came to no end (%s): %v\n%s", e.State, e.Err, e.Output)
}
func (e *SerialError) Unwrap() error { return e.Err }
