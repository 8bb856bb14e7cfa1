package figures

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/clone"
)

// The arms that are no strategies.
const (
	cpArm     = "cp"
	ioCopyArm = "io.Copy in this process"
)

// cloning is what all arms have in common.
type cloning struct {
	template clone.Template
	dir      string // of clones
	reader   *reader
	rows     int // that the first query is to find
}

// by is the arm that clones by s.
func (x cloning) by(s clone.Strategy) bench.Arm {
	return bench.Arm{Name: s.Name(), Run: func(ctx context.Context) (sample bench.Sample, err error) {
		begin := time.Now()
		c, err := s.Clone(ctx, x.template, x.dir, "clone")
		if err != nil {
			return sample, err
		}
		err = x.reader.ask(c.Path, x.rows)
		sample.Wall = time.Since(begin)
		return sample, errors.Join(err, s.Drop(ctx, c))
	}}
}

// copying is an arm that copies the file by work.
func (x cloning) copying(name string, work func(ctx context.Context, from, to string) error) bench.Arm {
	return bench.Arm{Name: name, Run: func(ctx context.Context) (sample bench.Sample, err error) {
		to := filepath.Join(x.dir, "copy.db")
		begin := time.Now()
		if err := work(ctx, x.template.Path, to); err != nil {
			return sample, err
		}
		err = x.reader.ask(to, x.rows)
		sample.Wall = time.Since(begin)
		return sample, errors.Join(err, os.Remove(to))
	}}
}

func cp(ctx context.Context, from, to string) error {
	if out, err := exec.CommandContext(ctx, "cp", from, to).CombinedOutput(); err != nil {
		return fmt.Errorf("cp: %w\n%s", err, out)
	}
	return nil
}

// ioCopy tells how much of what a strategy saves is the start of a process.
func ioCopy(_ context.Context, from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
