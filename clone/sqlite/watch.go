package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// Watch looks at clones that are files. Every process's clones are watched,
// most of them for Used alone, so that it does nothing until it is asked.
func (backend) Watch(_ context.Context, t clone.Template, c clone.Clone) (clone.Watcher, error) {
	if c.Path == "" {
		return nil, fmt.Errorf("watching %q in the memory of another process: %w", c.Name, errors.ErrUnsupported)
	}
	return &watcher{template: t.Path, path: c.Path}, nil
}

// A watcher asks PRAGMA data_version, on a connection of its own, whether
// anybody has committed. Only then does it compare images of the database:
// that of now with that of before, which it keeps in memory unless it is the
// template's.
type watcher struct {
	template, path string
	used           bool // as far as was looked

	connection             // opened when first needed
	file       os.FileInfo // what it has open
	versions   *sql.Stmt   // asks for the version
	version    int64       // of the clone when it was like before; 0: never looked
	before     []byte      // nil: the template's image
}

// Used looks at the files alone. Who only reads is seen where the file system
// keeps times of access, which those mounted with noatime don't. What is
// written to memory mapped from the file (PRAGMA mmap_size) may be seen late.
func (w *watcher) Used(context.Context) (bool, error) {
	if w.used {
		return true, nil
	}
	info, err := os.Stat(w.path)
	if errors.Is(err, os.ErrNotExist) {
		w.used = true // nobody else would remove it
		return true, nil
	}
	if err != nil {
		return false, err
	}
	w.used = !info.ModTime().Equal(longAgo()) || accessed(info)
	for _, side := range sides(w.path) {
		_, err := os.Stat(side)
		// Once we have a connection, it is perhaps ours that keeps them.
		w.used = w.used || err == nil && w.db == nil
	}
	return w.used, nil
}

// Changes compares rows by row ID, or by primary key where there is none. A
// transaction that is still open and keeps everybody from reading is a change
// of its own, and so is a clone that was removed.
func (w *watcher) Changes(ctx context.Context, limit int) ([]suite.Change, error) {
	err := w.connect(ctx)
	if errors.Is(err, os.ErrNotExist) {
		return []suite.Change{{Where: "file", Old: w.path}}, nil
	}
	var changes []suite.Change
	if err == nil {
		changes, err = w.changes(ctx, limit)
	}
	if err == nil {
		err = w.hide(makeUnread)
	}
	if err = blame(w.path, err); errors.Is(err, clone.ErrBusy) {
		return []suite.Change{{Where: "transaction", New: "still open, and locks the database"}}, nil
	}
	return changes, err
}

func (w *watcher) changes(ctx context.Context, limit int) ([]suite.Change, error) {
	version, err := w.ask()
	if err != nil || version == w.version {
		return nil, err
	}
	before, err := w.baseline()
	if err != nil {
		return nil, err
	}
	after, err := image(ctx, w.connection)
	if err != nil {
		return nil, err
	}
	var changes []suite.Change
	if !bytes.Equal(before, after) {
		if changes, err = compare(ctx, before, after, limit); err != nil {
			return nil, err
		}
		w.before = after
	}
	w.version = version
	return changes, nil
}

// baseline is the image that the clone had when it was last looked at.
func (w *watcher) baseline() ([]byte, error) {
	if w.before != nil {
		return w.before, nil
	}
	return snapshotImage(w.template)
}

// Restore uses SQLite's online backup. It returns [clone.ErrBusy] if somebody
// keeps a transaction open, or a query whose rows are not read to the end.
func (w *watcher) Restore(ctx context.Context) error {
	if err := reserve(w.path); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	if err := w.connect(ctx); err != nil {
		return err
	}
	template, err := open(ctx, w.template, asSnapshot)
	if err != nil {
		return err
	}
	if err := errors.Join(copyPages(ctx, w.Conn, template.Conn), template.Close()); err != nil {
		return blame(w.path, err)
	}
	w.before = nil
	if w.version, err = w.ask(); err != nil {
		return blame(w.path, err)
	}
	return w.hide(makeOld)
}

// hide keeps Used from taking our own reading and writing for somebody's.
func (w *watcher) hide(traces func(path string) error) error {
	if w.used {
		return nil
	}
	return traces(w.path)
}

func (w *watcher) Close() error {
	if w.versions == nil {
		return nil
	}
	defer func() { w.versions, w.connection = nil, connection{} }()
	return errors.Join(w.versions.Close(), w.connection.Close())
}

// connect opens a connection unless there is one to the file that is there. It
// waits for locks but shortly: no test runs, so whoever has one will not give
// it back.
func (w *watcher) connect(ctx context.Context) error {
	// The connection will leave the traces that Used looks for.
	if _, err := w.Used(ctx); err != nil {
		return err
	}
	now, err := os.Stat(w.path)
	if err != nil {
		return err
	}
	if w.versions != nil && os.SameFile(now, w.file) {
		return nil
	}
	if err := w.Close(); err != nil {
		return err
	}
	conn, err := open(ctx, w.path, toWrite+"&_busy_timeout=100&_sync=off")
	if err != nil {
		return err
	}
	versions, err := conn.PrepareContext(ctx, "PRAGMA data_version")
	if err != nil {
		return errors.Join(blame(w.path, err), conn.Close())
	}
	w.connection, w.versions, w.file, w.version = conn, versions, now, 0
	return nil
}

// ask returns PRAGMA data_version, which differs from what it was whenever
// another connection has committed something.
func (w *watcher) ask() (version int64, err error) {
	// Microseconds don't need to be interruptible, which would double them.
	err = w.versions.QueryRowContext(context.Background()).Scan(&version)
	return version, err
}
