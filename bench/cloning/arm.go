package cloning

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/clone"
)

// arm makes clones by s. A sample is the mean of those of a round.
func (l *laboratory) arm(s clone.Strategy, notes *timing) bench.Arm {
	return bench.Arm{Name: s.Name(), Run: func(ctx context.Context) (sample bench.Sample, err error) {
		if l.Prepare != nil {
			if err := l.Prepare(ctx); err != nil {
				return sample, err
			}
		}
		if err := l.settle(ctx); err != nil {
			return sample, err
		}
		sample, clones, err := l.round(ctx, s, notes)
		for _, c := range clones {
			if c.Name != "" {
				notes.weigh(c)
				err = errors.Join(err, s.Drop(ctx, c))
			}
		}
		if l.Cleanup != nil {
			err = errors.Join(err, l.Cleanup(ctx))
		}
		return sample, err
	}}
}

// aftermath is how long servers that have just started, or were killed, keep the
// machine busy.
const aftermath = 50 * time.Millisecond

// settle waits for what pools do in the background: it is no part of any sample.
func (l *laboratory) settle(ctx context.Context) error {
	for _, s := range l.strategies {
		if p, ok := s.(*pooled); ok && p.pool != nil {
			if err := p.settle(ctx); err != nil {
				return err
			}
			time.Sleep(aftermath)
		}
	}
	return nil
}

// round makes as many clones as a round has, and returns those that there are.
func (l *laboratory) round(ctx context.Context, s clone.Strategy, notes *timing) (bench.Sample, []clone.Clone, error) {
	clones := make([]clone.Clone, l.Clones)
	stop := notes.watch()
	wrote, before := bench.Written(), bench.Computed()
	begin := time.Now()
	work, inner := errgroup.WithContext(ctx)
	work.SetLimit(l.Parallel)
	for i := range clones {
		work.Go(func() (err error) {
			clones[i], err = l.clone(inner, s, fmt.Sprint("clone", i), notes)
			return err
		})
	}
	err := work.Wait()
	n, took := time.Duration(l.Clones), time.Since(begin)
	sample := bench.Sample{Wall: took / n, CPU: (bench.Computed() - before) / n}
	notes.written = append(notes.written, float64(bench.Written()-wrote)/float64(n))
	stop()
	return sample, clones, err
}

// clone makes one clone, and has it visited.
func (l *laboratory) clone(ctx context.Context, s clone.Strategy, name string, notes *timing) (clone.Clone, error) {
	begin := time.Now()
	c, err := s.Clone(ctx, l.template, l.dir, name)
	if err != nil {
		return c, err
	}
	copied := time.Since(begin)
	visitor := <-l.visitors
	defer func() { l.visitors <- visitor }()
	call := l.call
	call.DSN = c.Databases[alias]["dsn"]
	v, err := visitor.visit(call)
	if err != nil {
		return c, err
	}
	notes.add(copied, v)
	return c, nil
}

// cp is the command of that name: what people would do without ptr.
type cp struct{}

func (cp) Name() string       { return "cp" }
func (cp) Reach() clone.Reach { return clone.ByAddress }

func (cp) Clone(ctx context.Context, t clone.Template, dir, name string) (clone.Clone, error) {
	path := filepath.Join(dir, name+".db")
	if out, err := exec.CommandContext(ctx, "cp", t.Path, path).CombinedOutput(); err != nil {
		return clone.Clone{}, fmt.Errorf("cp: %w\n%s", err, out)
	}
	if err := os.Chmod(path, 0o600); err != nil { // templates are read-only
		return clone.Clone{}, err
	}
	return clone.Clone{Name: name, Strategy: "cp", Path: path, Databases: t.Only(clone.Values{"dsn": path})}, nil
}

func (cp) Drop(_ context.Context, c clone.Clone) error { return os.Remove(c.Path) }
