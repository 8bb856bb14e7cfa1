package kill

import (
	"context"
	_ "embed" // the suite
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/ptr-project/ptr/internal/scratch"
)

//go:embed suite.txtar
var suiteText []byte

// The shape of the suite: more packages than workers, so that each has one process
// after another.
const (
	suitePackages = 4
	packageTests  = 10
	suiteTests    = suitePackages * packageTests
)

// A lab is a suite, and folders in which all that its runs leave can be found.
type lab struct {
	ptr    string // the command
	name   string // of the suite, and of no other
	dir    string // of all this
	module string
	temp   string // TMPDIR of ptr
	memory string // where else ptr has folders; "" if nowhere
	backend

	runs     int
	edits    int
	tokens   map[string]bool // names of folders that runs had in temp
	expected map[string]bool // what may be in the module's .ptr
	told     map[string]bool // what was left before
}

// newLab makes the suite and runs it once, so that everything is built.
func newLab(ctx context.Context, ptr string, b backend) (*lab, error) {
	if _, err := processes(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "ptrbench-kill-")
	if err != nil {
		return nil, err
	}
	l := &lab{
		ptr: ptr, name: filepath.Base(dir), dir: dir, backend: b,
		module: filepath.Join(dir, "module"), temp: filepath.Join(dir, "tmp"),
		memory: scratch.SystemRoots().Memory, tokens: map[string]bool{}, told: map[string]bool{},
	}
	err = errors.Join(os.Mkdir(l.temp, 0o700), l.write(ctx), l.edit())
	if err == nil {
		err = l.pass(ctx)
	}
	if err == nil {
		l.expected, err = l.kept()
	}
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

// close waits for what ends by itself, since a run that was killed because all this was
// called off has left its journal here, and needs it to clear up.
func (l *lab) close() error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if strays, err := l.strays(); err != nil || len(strays) == 0 {
			break
		}
	}
	return os.RemoveAll(l.dir)
}

// write writes the suite.
func (l *lab) write(ctx context.Context) error {
	a := txtar.Parse(suiteText)
	a.Files = append(a.Files,
		txtar.File{Name: "ptr.toml", Data: l.settings()},
		txtar.File{Name: "schema.sql", Data: []byte(l.schema)},
		txtar.File{Name: "prepare.sh", Data: []byte("sleep 0.1\n" + l.prepare + "\n")},
	)
	for i := range suitePackages {
		name := fmt.Sprintf("p%d", i)
		a.Files = append(a.Files, txtar.File{Name: name + "/all_test.go", Data: tests(name)})
	}
	if err := os.Mkdir(l.module, 0o700); err != nil {
		return err
	}
	if err := txtar.Write(a, l.module); err != nil {
		return err
	}
	return l.seed(ctx, l.module)
}

func (l *lab) settings() []byte {
	return fmt.Appendf(nil, `name = %q

[database.filled]
backend = %[2]q
sql     = ["schema.sql"]
env     = ["KILL_FILLED=%[3]s"]

[database.copied]
backend = %[2]q
command = ["sh", "prepare.sh"]
inputs  = ["prepare.sh"]
env     = ["KILL_COPIED=%[3]s"]
`, l.name, l.backend.name, l.env)
}

// tests is the source of a package of tests, of which every second has a child.
func tests(name string) []byte {
	b := fmt.Appendf(nil, "package %s\n\nimport (\n\t\"testing\"\n\n\t\"example.com/killed/proof\"\n)\n\n"+
		"func TestMain(m *testing.M) { proof.Main(m) }\n\n", name)
	for i := range packageTests {
		does := [...]string{"Wait", "Look"}[i%2]
		b = fmt.Appendf(b, "func Test%s%02d(t *testing.T) { proof.%s(t) }\n", strings.ToUpper(name), i, does)
	}
	return b
}

// edit changes the suite, so that it has to be built. Tests see whether they are
// of the latest edit.
func (l *lab) edit() error {
	l.edits++
	source := fmt.Sprintf("package proof\n\nconst edit = \"%d\"\n", l.edits)
	return os.WriteFile(filepath.Join(l.module, "proof", "edit.go"), []byte(source), 0o644)
}

// command is one of ptr's, in the module. Tests leave their marks in a new
// folder.
func (l *lab) command(ctx context.Context, args ...string) (c *exec.Cmd, marks string, err error) {
	l.runs++
	marks = filepath.Join(l.dir, fmt.Sprint("marks", l.runs))
	c = exec.CommandContext(ctx, l.ptr, args...)
	c.Dir = l.module
	c.Env = append(os.Environ(), "TMPDIR="+l.temp, "MARKS="+marks, fmt.Sprint("EDIT=", l.edits))
	c.WaitDelay = patience // with whoever holds its output
	return c, marks, os.Mkdir(marks, 0o700)
}

// output is what a command prints that must succeed.
func (l *lab) output(ctx context.Context, args ...string) ([]string, error) {
	c, marks, err := l.command(ctx, args...)
	if err != nil {
		return nil, err
	}
	out, err := c.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = fmt.Errorf("ptr %v: %w\n%s", args, err, exit.Stderr)
	}
	return slices.Collect(strings.Lines(string(out))), errors.Join(err, os.RemoveAll(marks))
}

// usual are the arguments of a run.
func usual(more ...string) []string {
	return append([]string{"run", "--workers", "2", "--json", "-"}, more...)
}

// pass has the suite run whole, and all of it pass.
func (l *lab) pass(ctx context.Context) error {
	lines, err := l.output(ctx, usual()...)
	if err != nil {
		return err
	}
	passed := slices.DeleteFunc(results(lines), func(r result) bool { return r.Outcome != "pass" })
	if len(passed) != suiteTests {
		return fmt.Errorf("%d of %d tests passed", len(passed), suiteTests)
	}
	return nil
}

// next is what is wrong with the next run, if anything is.
func (l *lab) next(ctx context.Context) []string {
	if err := l.pass(ctx); err != nil {
		return []string{"the next run: " + err.Error()}
	}
	return nil
}
