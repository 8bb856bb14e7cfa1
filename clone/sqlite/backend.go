// Package sqlite clones SQLite databases.
package sqlite

import (
	"context"
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

// New is the backend "sqlite".
func New() clone.Backend {
	return backend{append(files(), newMemory())}
}

type backend struct{ strategies []clone.Strategy }

func (backend) Name() string    { return "sqlite" }
func (backend) Version() string { return version() }

// Strategies are all ways of cloning. File copy comes first, whatever the size
// and the storage of t, since nothing was faster at any size that was measured,
// and most are slower by a factor that grows with the size:
// docs/strategies.md has the figures.
func (b backend) Strategies(t clone.Template) (s []clone.Strategy, why string) {
	const mb = 1 << 20
	if t.Size == 0 {
		return b.strategies, "a file copy is fastest at every size"
	}
	return b.strategies, fmt.Sprintf("at %.1f MB, as at every size, a file copy is fastest", float64(t.Size)/mb)
}

// Shares is false: a file is one database.
func (backend) Shares() bool { return false }

func (backend) Fill(ctx context.Context, path string, sources []clone.Source) error {
	s := sources[0]
	return s.Blame(fill(ctx, path, s))
}

func fill(ctx context.Context, path string, s clone.Source) error {
	if err := available(); err != nil {
		return err
	}
	switch {
	case len(s.Command) > 0:
		return runCommand(ctx, path, s)
	case s.Existing != "":
		return copyExisting(ctx, path, s.Existing)
	}
	return runScripts(ctx, path, s.SQL)
}

// Check reads every page.
func (backend) Check(ctx context.Context, path string) error {
	if _, err := look(path); err != nil {
		return err
	}
	c, err := openDSN(ctx, uri(path)+asSnapshot)
	if err != nil {
		return meant(err)
	}
	defer c.Close()
	var found string
	if err := c.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return meant(err)
	}
	if found != "ok" {
		lines := strings.Split(found, "\n") // the first names the schema, if there are two
		return fmt.Errorf("%w: %s", clone.ErrCorrupt, lines[len(lines)-1])
	}
	return nil
}
