package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/ptr-project/ptr/clone"
)

// runScripts makes the database at path by running SQL files in their order.
// Without any it is empty, yet a database.
func runScripts(ctx context.Context, path string, files []string) error {
	c, err := open(ctx, path, toCreate)
	if err != nil {
		return err
	}
	err = c.runAll(ctx, files)
	var inScript *scriptError
	if errors.As(err, &inScript) { // the script is to blame
		err = meant(err)
	} else {
		err = blame(path, err)
	}
	if err := errors.Join(err, c.Close()); err != nil {
		return err
	}
	return settle(ctx, path)
}

func (c connection) runAll(ctx context.Context, files []string) error {
	if err := c.exec(ctx, clone.Arguments(preparing())...); err != nil {
		return err
	}
	for _, file := range files {
		if err := runScript(ctx, c, file); err != nil {
			return err
		}
	}
	return c.writeFirstPage(ctx)
}

// writeFirstPage makes a database of an empty file. Before the scripts it would
// fix what they may still set, such as the size of pages.
func (c connection) writeFirstPage(ctx context.Context) error {
	pages, err := c.number(ctx, "PRAGMA page_count")
	if err != nil || pages > 0 {
		return err
	}
	return c.exec(ctx, "PRAGMA user_version=0")
}

func runScript(ctx context.Context, c connection, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for s := range statements(string(text)) {
		if _, err := c.ExecContext(ctx, s.text); err != nil {
			return &scriptError{file, s.line, err}
		}
	}
	open, err := inTransaction(c.Conn)
	if open {
		return &scriptError{file, 1, errors.New("BEGIN without COMMIT")}
	}
	return err
}

// A scriptError says which statement fails.
type scriptError struct {
	file string
	line int // where the statement begins, from 1
	err  error
}

func (e *scriptError) Error() string { return fmt.Sprintf("%s:%d: %v", e.file, e.line, e.err) }
func (e *scriptError) Unwrap() error { return e.err }
