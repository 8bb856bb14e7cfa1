package scratch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/ptr-project/ptr/internal/process"
)

// A supervisor is a small process that outlives its owner by a moment. Both
// hold an end of a pipe; when the owner's end is closed, however that came
// about, the supervisor clears up after it and ends.
type supervisor struct {
	cmd  *exec.Cmd
	pipe *os.File // the owner's end
}

// StartSupervisor starts command, a program and arguments that call
// [Supervise], to clear up after this process if it is killed. Call it once,
// before any worker is started. [Area.Close] ends it.
func (a *Area) StartSupervisor(command ...string) error {
	s, err := startSupervisor(command, a.paths())
	if err != nil {
		return fmt.Errorf("supervisor: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.supervisor = s
	return nil
}

func startSupervisor(command, paths []string) (*supervisor, error) {
	theirs, ours, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin = theirs
	cmd.Dir = os.TempDir()
	cmd.Env = withoutToken(os.Environ())
	process.Detach(cmd)
	// The message is in the pipe before the supervisor exists, so that there is
	// no moment in which it doesn't know what to do. It is far smaller than a
	// pipe, and cannot block.
	err = json.NewEncoder(ours).Encode(paths)
	if err == nil {
		err = cmd.Start()
	}
	if err := errors.Join(err, theirs.Close()); err != nil {
		return nil, errors.Join(err, ours.Close())
	}
	return &supervisor{cmd, ours}, nil
}

func (a *Area) paths() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var paths []string
	for _, f := range a.folders {
		paths = append(paths, f.path)
	}
	return paths
}

// withoutToken is env without the mark of a run that we may be a test of: it
// would end our supervisor together with us.
func withoutToken(env []string) []string {
	var kept []string
	for _, entry := range env {
		if !strings.HasPrefix(entry, tokenVariable+"=") {
			kept = append(kept, entry)
		}
	}
	return kept
}

// stop lets the supervisor end. That it was killed before is no error.
func (s *supervisor) stop() error {
	err := s.pipe.Close()
	_ = s.cmd.Wait()
	return err
}

// Supervise is the main function of a supervisor, whose standard input is
// stdin. It returns when its owner is gone and what that left is removed.
func Supervise(stdin io.Reader) error {
	var paths []string
	in := json.NewDecoder(stdin)
	if err := in.Decode(&paths); err != nil {
		return fmt.Errorf("supervisor: %w", err)
	}
	if _, err := io.Copy(io.Discard, stdin); err != nil {
		return fmt.Errorf("supervisor: %w", err)
	}
	var errs []error
	for _, path := range paths {
		errs = append(errs, sweepDying(path))
	}
	return errors.Join(errs...)
}

// sweepDying sweeps the folder of a run that is ending this moment: its lock
// may be released a little after its pipe.
func sweepDying(path string) error {
	for range patience {
		var s Swept
		if err := s.visit(path, time.Now()); err != nil || len(s.Live) == 0 {
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return fmt.Errorf("scratch: the owner of %s closed its pipe and lives on", path)
}
