package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// runScripts makes the database at path by running SQL files in their order.
// Without any it is empty, yet a database.
func runScripts(ctx context.Context, path string, files []string) error {
	c, err := open(ctx, path, toCreate)
	if err != nil {
		return err
	}
	err = c.exec(ctx, "PRAGMA synchronous=OFF")
	for _, file := range files {
		if err == nil {
			err = runScript(ctx, c, file)
		}
	}
	if err == nil {
		err = c.writeFirstPage(ctx)
	}
	if err := errors.Join(blame(path, err), c.Close()); err != nil {
		return err
	}
	return settle(ctx, path)
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
