package cloning

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/ptr-project/ptr/clone"
)

// check makes two clones by s and says why s is no way of cloning; "" if it is
// one: each clone has what the template has, and what is written to one is seen in
// neither the other nor the template.
func (l *laboratory) check(ctx context.Context, s clone.Strategy, original original) (fault string, err error) {
	var clones [2]clone.Clone
	for i, name := range []string{"check1", "check2"} {
		if clones[i], err = s.Clone(ctx, l.template, l.dir, name); err != nil {
			return incapable(ctx, err)
		}
		defer func() { err = errors.Join(err, s.Drop(ctx, clones[i])) }()
	}
	one, other := clones[0].Databases[alias]["dsn"], clones[1].Databases[alias]["dsn"]
	if fault, err = l.compare(ctx, original.contents, one, "a clone: "); fault != "" || err != nil {
		return fault, err
	}
	if err := l.scribble(ctx, one); err != nil {
		return "", err
	}
	if fault, err = l.compare(ctx, original.contents, other, "after writing to another clone, "); fault != "" || err != nil {
		return fault, err
	}
	files, err := treeDigest(l.template.Path)
	if err == nil && files != original.files {
		fault = "after writing to a clone, the template's files differ"
	}
	return fault, err
}

// An original is what clones are compared with.
type original struct {
	contents contents
	files    string // digest of the template's
}

// original reads the template: itself if it is a file, else a copy of it.
func (l *laboratory) original(ctx context.Context) (o original, err error) {
	if o.files, err = treeDigest(l.template.Path); err != nil {
		return o, err
	}
	err = l.reading(ctx, func(dsn string) error {
		o.contents, err = contentsOf(ctx, l.dialect, dsn)
		if err != nil {
			return err
		}
		return on(l.dialect, dsn, func(db *sql.DB) error {
			l.call.Driver = l.dialect.driver()
			l.call.First, l.call.Touch, err = l.dialect.touching(ctx, db)
			return err
		})
	})
	if err == nil && len(l.call.Touch) == 0 {
		err = ErrUntouchable
	}
	return o, err
}

// copying is the strategy that has been there as long as there are databases.
const copying = "copy"

// reading calls read with the DSN of what the template has.
func (l *laboratory) reading(ctx context.Context, read func(dsn string) error) (err error) {
	if !l.Backend.Shares() {
		return read(l.template.Path)
	}
	all, _ := l.Backend.Strategies(l.template)
	s := all[slices.IndexFunc(all, func(s clone.Strategy) bool { return s.Name() == copying })]
	c, err := s.Clone(ctx, l.template, l.dir, "original")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Drop(ctx, c)) }()
	return read(c.Databases[alias]["dsn"])
}

// incapable says that a strategy can't clone this database, unless the caller or
// the disk is why.
func incapable(ctx context.Context, err error) (fault string, _ error) {
	if ctx.Err() != nil || errors.Is(err, clone.ErrSpace) || errors.Is(err, clone.ErrBusy) {
		return "", err
	}
	return "it cannot clone this: " + err.Error(), nil
}

// compare says what differs in the database at dsn, behind where.
func (l *laboratory) compare(ctx context.Context, want contents, dsn, where string) (string, error) {
	is, err := contentsOf(ctx, l.dialect, dsn)
	if err != nil {
		return "", err
	}
	if what := want.difference(is); what != "" {
		return where + what, nil
	}
	return "", nil
}

// scribble writes to a clone what can be told from what was there.
func (l *laboratory) scribble(ctx context.Context, dsn string) error {
	return on(l.dialect, dsn, func(db *sql.DB) error {
		for _, statement := range append(l.dialect.scribble(), l.call.Touch...) {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
}
