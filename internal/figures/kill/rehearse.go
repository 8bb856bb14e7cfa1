package kill

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// ErrBlind says that the experiment does not notice what was planted for it to
// notice, so that its figures would mean nothing.
var ErrBlind = errors.New("the check is blind")

// rehearse finds nothing, and then, one after the other, what it plants.
func (l *lab) rehearse(ctx context.Context) error {
	left, err := l.left()
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return fmt.Errorf("before anything was killed: %q", left)
	}
	for what, plant := range map[string]func() (func() error, error){
		"a folder in TMPDIR":         func() (func() error, error) { return l.plantFile(l.temp, "ptr-0-planted", "clone.db") },
		"a temporary file in .ptr":   func() (func() error, error) { return l.plantFile(l.module, ".ptr", "planted.tmp") },
		"a folder in shared storage": l.plantShared,
		"a process":                  func() (func() error, error) { return l.plantProcess(ctx) },
	} {
		if err := l.notices(l.left, plant); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	if err := l.noticesDamage(ctx); err != nil {
		return fmt.Errorf("a damaged template: %w", err)
	}
	return l.noticesLoss(ctx)
}

// notices returns ErrBlind if check finds nothing in what plant has planted,
// which is removed again.
func (l *lab) notices(check func() ([]string, error), plant func() (func() error, error)) error {
	remove, err := plant()
	if err != nil {
		return err
	}
	found, err := check()
	if err == nil && len(found) == 0 {
		err = ErrBlind
	}
	return errors.Join(err, remove())
}

// plantFile makes a file, and its folder if there is none.
func (l *lab) plantFile(root, folder, name string) (remove func() error, err error) {
	dir := filepath.Join(root, folder)
	planted := filepath.Join(dir, name)
	if err := os.Mkdir(dir, 0o700); err == nil {
		return func() error { return os.RemoveAll(dir) }, os.WriteFile(planted, nil, 0o600)
	}
	return func() error { return os.Remove(planted) }, os.WriteFile(planted, nil, 0o600)
}

// plantShared makes a folder that no sweep takes for one of a dead run.
func (l *lab) plantShared() (remove func() error, err error) {
	root := l.memory
	if root == "" {
		root = l.temp
	}
	dir, err := os.MkdirTemp(root, "ptr-planted-")
	if err != nil {
		return nil, err
	}
	journal := fmt.Appendf(nil, "owner 1@1 %q\n", l.name)
	return func() error { return os.RemoveAll(dir) }, os.WriteFile(filepath.Join(dir, ".journal"), journal, 0o600)
}

func (l *lab) plantProcess(ctx context.Context) (end func() error, err error) {
	c := exec.CommandContext(ctx, "sleep", "60")
	c.Dir = l.module
	if err := c.Start(); err != nil {
		return nil, err
	}
	return func() error {
		err := c.Process.Kill()
		_ = c.Wait()
		return err
	}, nil
}

// noticesDamage changes one byte of every template, and changes it back.
func (l *lab) noticesDamage(ctx context.Context) error {
	before, err := l.templates()
	if err != nil {
		return err
	}
	for _, t := range before {
		check := func() ([]string, error) {
			killed, err := l.templates()
			if err != nil {
				return nil, err
			}
			return l.broken(ctx, before, killed)
		}
		err := l.notices(check, func() (func() error, error) { return t.flip, t.flip() })
		if err != nil {
			return err
		}
	}
	return nil
}

// flip flips a bit in the middle of t.
func (t template) flip() error {
	file, err := largest(t.path)
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	content[len(content)/2] ^= 1
	return errors.Join(os.Chmod(file, 0o600), os.WriteFile(file, content, 0o600), os.Chmod(file, info.Mode()))
}

// noticesLoss takes a whole run, and has one result shown that it did not have.
func (l *lab) noticesLoss(ctx context.Context) error {
	s, err := l.start(ctx, ptr, nil)
	if err != nil {
		return err
	}
	s.end()
	for _, planted := range []string{"", `{"event":"ended","test":"example.com/killed/p0.TestPlanted","number":1,"outcome":"pass"}`} {
		s.lines = append(s.lines, planted)
		lost, err := l.lost(ctx, s)
		switch {
		case err != nil:
			return err
		case planted == "" && (len(lost) > 0 || len(s.shown()) != suiteTests):
			return fmt.Errorf("of a whole run %d results were shown, and lost: %q", len(s.shown()), lost)
		case planted != "" && len(lost) != 1:
			return fmt.Errorf("a result that never was: %w", ErrBlind)
		}
	}
	return nil
}
