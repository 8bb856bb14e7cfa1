package kill

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	poll     = 500 * time.Microsecond // how often it is looked whether a phase has begun
	patience = time.Minute            // with a run of which a process was killed
)

// errOver says that a run was over before it could be killed.
var errOver = errors.New("the run was over before")

// A shot is one run with a process killed.
type shot struct {
	*lab
	aim    aim
	struck string // the name of what was killed
	marked string // where tests leave their marks

	cmd    *exec.Cmd
	stderr bytes.Buffer // to be read once it has ended
	ended  chan struct{}
	hung   bool

	mu    sync.Mutex
	lines []string // that were shown, whole
}

// shoot kills a run in phase p. One that is over too early is tried again, and
// killed sooner after the phase has begun.
func (l *lab) shoot(ctx context.Context, p phase, a aim, chance *rand.Rand) (*shot, error) {
	const tries = 8
	for try := range tries {
		delay := time.Duration(chance.Int64N(int64(p.spread))) >> try
		s, err := l.shootOnce(ctx, p, a, delay, chance)
		if !errors.Is(err, errOver) {
			return s, err
		}
	}
	return nil, fmt.Errorf("%d times, %w", tries, errOver)
}

func (l *lab) shootOnce(ctx context.Context, p phase, a aim, delay time.Duration, chance *rand.Rand) (*shot, error) {
	if p.edit {
		if err := l.edit(); err != nil {
			return nil, err
		}
	}
	s, err := l.start(ctx, a, p.args)
	if err != nil {
		return nil, err
	}
	defer s.end()
	if !s.await(p.begun, delay) {
		return nil, errOver
	}
	if s.struck, err = s.strike(p, chance); errors.Is(err, os.ErrProcessDone) {
		return nil, errOver
	}
	return s, err
}

func (l *lab) start(ctx context.Context, a aim, args []string) (*shot, error) {
	c, marks, err := l.command(ctx, usual(args...)...)
	if err != nil {
		return nil, err
	}
	s := &shot{lab: l, aim: a, marked: marks, cmd: c, ended: make(chan struct{})}
	c.Stderr = &s.stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(s.ended)
		s.read(out)
		_ = c.Wait() // its state tells
	}()
	return s, nil
}

func (s *shot) pid() int { return s.cmd.Process.Pid }

// read keeps the lines that are shown. One that is cut short was not.
func (s *shot) read(out io.Reader) {
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		s.mu.Lock()
		s.lines = append(s.lines, line)
		s.mu.Unlock()
	}
}

// await returns when delay has passed since begun, or false if the run ends
// before.
func (s *shot) await(begun func(*shot) bool, delay time.Duration) bool {
	for !begun(s) {
		s.scratch()
		select {
		case <-s.ended:
			return false
		case <-time.After(poll):
		}
	}
	select {
	case <-s.ended:
		return false
	case <-time.After(delay):
		s.scratch()
		return true
	}
}

// scratch are the folders that the run has in either root now; they are noted.
func (s *shot) scratch() []string {
	var dirs []string
	for _, dir := range s.glob(s.temp, "ptr-*") {
		name := filepath.Base(dir)
		s.tokens[name] = true
		dirs = append(dirs, dir)
		if s.memory != "" {
			dirs = append(dirs, filepath.Join(s.memory, name))
		}
	}
	return dirs
}

// end waits for the run, and kills it if it doesn't end.
func (s *shot) end() {
	select {
	case <-s.ended:
	case <-time.After(patience):
		s.hung = true
		_ = s.cmd.Process.Kill()
		<-s.ended
	}
}

// wrong is what is wrong with how the run ended.
func (s *shot) wrong() []string {
	status := s.cmd.ProcessState.ExitCode()
	switch {
	case s.hung:
		return []string{"it did not end"}
	case s.struck == nameOf(s.ptr):
		return nil
	case status < 0 || status > 3 || strings.Contains(s.stderr.String(), "panic: "):
		return []string{fmt.Sprintf("status %d, and it says: %s", status, s.stderr.String())}
	}
	wrong := s.failures()
	if status <= 1 {
		wrong = append(wrong, s.withoutOutcome()...)
	}
	return wrong
}
