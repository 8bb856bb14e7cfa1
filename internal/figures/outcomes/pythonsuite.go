package outcomes

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/ptr-project/ptr/framework/python"
)

// A PythonSuite is one of unittest, of pytest, of a Django project, or Django's
// own. Its own way is a run in one process, as `python manage.py test` is.
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

// arguments are those of the program that runs the suite, that program first.
func (s PythonSuite) arguments() []string {
	var args []string
	switch s.Face {
	case python.Runtests:
		args = []string{"runtests.py", "--parallel=1", "--noinput"}
	case python.Django:
		if script := s.script(); script != "" {
			return append([]string{script}, s.Labels...)
		}
		args = append(s.django(), "test", "--noinput")
	case python.Pytest:
		args = []string{"-m", "pytest", "-p", "ptrbench_pytest"}
		if s.Settings != "" {
			args = append(args, "--ds="+s.Settings)
		}
		return append(args, s.Labels...)
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

// script is a reusable app's own, where ptr runs it, too; "" if there is none. Which
// flags it knows is not known.
func (s PythonSuite) script() string {
	if s.Settings != "" || s.Reverse || s.has("manage.py") {
		return ""
	}
	at := slices.IndexFunc(python.Scripts, s.has)
	if at < 0 {
		return ""
	}
	return python.Scripts[at]
}

// has reports whether there is a file of this name in the suite's folder.
func (s PythonSuite) has(name string) bool {
	_, err := os.Stat(filepath.Join(s.Dir, name))
	return err == nil
}

// django is the program that runs commands of Django's: manage.py where there is one.
func (s PythonSuite) django() []string {
	if s.has("manage.py") {
		return []string{"manage.py"}
	}
	return []string{"-m", "django"}
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
