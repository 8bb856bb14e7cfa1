package outcomes

import (
	"context"
	_ "embed" // of record.py
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/ptr-project/ptr/framework/python"
)

// record is a program in Python that runs a suite and writes down what becomes
// of each test.
//
//go:embed record.py
var record []byte

// A PythonSuite is one of unittest, of a Django project, or Django's own. Its own
// way is a run in one process, as `python manage.py test` is.
type PythonSuite struct {
	Face     python.Face
	Dir      string
	Python   string // the interpreter
	Settings string // Django's settings module; "" is the suite's own
	Backend  string // that takes the place of every alias's engine; "" is none
	Server   string // the URL of a server of that backend; "" has ptr start one
	Reverse  bool
	Labels   []string // "": all
	Runner   string   // the path of a ptr command
	Flags    []string // more of its flags
}

var _ Suite = PythonSuite{}

// Own implements [Suite].
func (PythonSuite) Own() string { return "serial run" }

// Record implements [Suite].
func (s PythonSuite) Record(ctx context.Context, file string) error {
	if s.Backend == "" {
		return s.serial(ctx, file, nil)
	}
	if s.Server != "" {
		return s.onServer(ctx, file, s.Server)
	}
	return withServer(ctx, s.Runner, s.Backend, func(url string) error { return s.onServer(ctx, file, url) })
}

func (s PythonSuite) onServer(ctx context.Context, file, url string) error {
	database, err := djangoDatabase(s.Backend, url)
	if err != nil {
		return err
	}
	return s.serial(ctx, file, database)
}

// serial runs the suite with every alias on a server, or with its own databases.
func (s PythonSuite) serial(ctx context.Context, file string, server map[string]any) error {
	temp, err := os.MkdirTemp("", "ptr-serial-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	script := filepath.Join(temp, "record.py")
	if err := os.WriteFile(script, record, 0o600); err != nil {
		return err
	}
	// What children that outlive the run print must not keep it from ending.
	said, err := os.Create(filepath.Join(temp, "output"))
	if err != nil {
		return err
	}
	defer said.Close()
	c := exec.CommandContext(ctx, s.Python, append([]string{script}, s.arguments()...)...)
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

// arguments are those of the program that runs the suite, that program first.
func (s PythonSuite) arguments() []string {
	var args []string
	switch s.Face {
	case python.Runtests:
		args = []string{"runtests.py", "--parallel=1", "--noinput"}
	case python.Django:
		args = []string{"manage.py", "test", "--noinput"}
	default:
		return append([]string{"-m", "unittest"}, s.Labels...)
	}
	if s.Settings != "" {
		args = append(args, "--settings="+s.Settings)
	}
	if s.Reverse {
		args = append(args, "--reverse")
	}
	return append(args, s.Labels...)
}

// environ is that of the program, which is told there what to do besides.
func (s PythonSuite) environ(file string, server map[string]any) ([]string, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	told, err := json.Marshal(map[string]any{
		"file": file, "about": s.about(), "server": server,
		"reverse": s.Reverse && s.Face == python.Unittest,
	})
	env := append(os.Environ(), "PTRBENCH_SERIAL="+string(told))
	if s.Face == python.Runtests {
		// Django's suite tests the Django beside it.
		path := filepath.Dir(s.Dir)
		if more := os.Getenv("PYTHONPATH"); more != "" {
			path += string(os.PathListSeparator) + more
		}
		env = append(env, "PYTHONPATH="+path)
	}
	return env, err
}

// Ptr implements [Suite].
func (s PythonSuite) Ptr(ctx context.Context, file string) error {
	flags := []string{
		"-C", s.Dir, "--framework", string(s.Face), "--python", s.Python,
		"--report", "json:" + file, "--no-diagnose", "--quiet",
	}
	for name, value := range map[string]string{"--settings": s.Settings, "--backend": s.Backend} {
		if value != "" {
			flags = append(flags, name, value)
		}
	}
	if s.Reverse {
		flags = append(flags, "--reverse")
	}
	return runPtr(ctx, s.Runner, append(flags, s.Flags...), s.Labels)
}

// ReadPtr implements [Suite].
func (PythonSuite) ReadPtr(r io.Reader) (Outcomes, error) { return readReport(r) }
