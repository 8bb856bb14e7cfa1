package figures

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/internal/scratch"
)

// Clones compares the ways of cloning a SQLite database that another process
// can open with `cp`: each from its begin until that process, which runs
// already and is the same for all, has its first query answered. Templates are
// on disk (and cached by the system), clones in memory-backed storage, as in a
// run of ptr.
type Clones struct {
	Sizes  []int64  // of templates, in bytes
	Reader []string // the command that runs [AnswerQueries]
	Rounds int
	Seed   uint64
}

// A CloneRow is one way of cloning, at one size.
type CloneRow struct {
	Size  int64 // bytes
	Name  string
	Wall  bench.Estimate // seconds
	Ratio bench.Estimate // of wall times, to cp's
}

// Run measures one size after the other.
func (c Clones) Run(ctx context.Context, progress func(int)) (rows []CloneRow, err error) {
	r, err := startReader(ctx, c.Reader)
	if err != nil {
		return nil, fmt.Errorf("starting the process that queries clones: %w", err)
	}
	defer func() { err = errors.Join(err, r.close()) }()
	for _, size := range c.Sizes {
		series, err := c.measure(ctx, size, r, progress)
		if err != nil {
			return nil, err
		}
		for _, arm := range series {
			rows = append(rows, CloneRow{size, arm.Name, bench.Measure(arm, bench.Wall), bench.Ratio(arm, series[0], bench.Wall)})
		}
	}
	return rows, nil
}

// measure makes a template of that size and clones it.
func (c Clones) measure(ctx context.Context, size int64, r *reader, progress func(int)) ([]bench.Series, error) {
	area, err := scratch.Open(scratch.SystemRoots(), "ptrbench")
	if err != nil {
		return nil, err
	}
	defer area.Close()
	templates, err := area.Folder(scratch.Disk, "template")
	if err != nil {
		return nil, err
	}
	clones, err := area.Folder(scratch.Memory, "clones")
	if err != nil {
		return nil, err
	}
	backend := sqlite.New()
	template, rows, err := fill(ctx, backend, templates, size)
	if err != nil {
		return nil, err
	}
	x := cloning{template, clones, r, rows}
	arms := []bench.Arm{x.copying(cpArm, cp), x.copying(ioCopyArm, ioCopy)}
	strategies, _ := backend.Strategies(template)
	for _, s := range strategies {
		if s.Reach() == clone.ByAddress {
			arms = append(arms, x.by(s))
		}
	}
	return bench.Interleave(ctx, arms, c.Rounds, c.Seed, progress)
}

// fill makes a template of about size bytes in dir, with 20 tables of that many
// rows each.
func fill(ctx context.Context, backend clone.Backend, dir string, size int64) (t clone.Template, rows int, err error) {
	const (
		tables = 20
		row    = 512 // bytes, of which SQLite takes some itself
	)
	rows = int(max(1, size/tables/row))
	var script strings.Builder
	for i := range tables {
		fmt.Fprintf(&script, "CREATE TABLE t%02d (id INTEGER PRIMARY KEY, body BLOB);\n", i)
		fmt.Fprintf(&script, "INSERT INTO t%02d WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < %d) SELECT i, randomblob(%d) FROM n;\n", i, rows, row-32)
	}
	sql := filepath.Join(dir, "template.sql")
	if err := os.WriteFile(sql, []byte(script.String()), 0o600); err != nil {
		return t, 0, err
	}
	path := filepath.Join(dir, "template.db")
	if err := backend.Fill(ctx, path, clone.Source{SQL: []string{sql}}); err != nil {
		return t, 0, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return t, 0, err
	}
	return clone.Template{Alias: "default", Backend: backend.Name(), Path: path, Size: info.Size()}, rows, nil
}
