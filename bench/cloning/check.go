package cloning

import (
	"context"
	"database/sql"
	"errors"

	"github.com/ptr-project/ptr/clone"
)

// check makes two clones by s and says why s is no way of cloning; "" if it is
// one: each clone has what the template has, and what is written to one is seen in
// neither the other nor the template.
func (l *laboratory) check(ctx context.Context, s clone.Strategy, original contents) (fault string, err error) {
	var clones [2]clone.Clone
	for i, name := range []string{"check1", "check2"} {
		if clones[i], err = s.Clone(ctx, l.template, l.dir, name); err != nil {
			return incapable(ctx, err)
		}
		defer func() { err = errors.Join(err, s.Drop(ctx, clones[i])) }()
	}
	one, other := clones[0].Values["dsn"], clones[1].Values["dsn"]
	if fault, err = l.compare(ctx, original, one, "a clone: "); fault != "" || err != nil {
		return fault, err
	}
	if err := scribble(ctx, one, l.call.Touch); err != nil {
		return "", err
	}
	if fault, err = l.compare(ctx, original, other, "after writing to another clone, "); fault != "" || err != nil {
		return fault, err
	}
	return l.compare(ctx, original, l.template.Path, "after writing to a clone, the template: ")
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
func (l *laboratory) compare(ctx context.Context, original contents, dsn, where string) (string, error) {
	is, err := contentsOf(ctx, dsn)
	if err != nil {
		return "", err
	}
	if what := original.difference(is); what != "" {
		return where + what, nil
	}
	return "", nil
}

// scribble writes to a clone what can be told from what was there.
func scribble(ctx context.Context, dsn string, touch []string) (err error) {
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, statement := range append([]string{"CREATE TABLE ptr_scribble AS SELECT 1 AS one", "PRAGMA user_version = 77777"}, touch...) {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
