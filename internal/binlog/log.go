package binlog

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// A Position is a place in the log, as SHOW MASTER STATUS tells it.
type Position struct {
	File   string // its name, without a folder
	Offset int64  // in bytes
}

func (p Position) String() string { return fmt.Sprintf("%s:%d", p.File, p.Offset) }

// A Log follows a server's binary log from file to file while it is written. It is for one
// goroutine.
type Log struct {
	folder   string
	file     *os.File
	info     fs.FileInfo // of the file when it was opened
	reader   *reader
	assembly assembly
	position Position
	next     Position // where the log goes on, until that file is there
	err      error    // that ended it
}

// Open opens the log whose files are in a folder at a position between two transactions:
// what SHOW MASTER STATUS says while nothing is committed, or offset 0.
func Open(folder string, at Position) (*Log, error) {
	l := &Log{folder: folder, position: at}
	if err := l.open(at); err != nil {
		return nil, err
	}
	return l, nil
}

// Close closes the file.
func (l *Log) Close() error { return l.file.Close() }

// Position is after the last transaction that Next has returned, and after what followed it
// without changing anything, but before transactions that are begun or prepared.
func (l *Log) Position() Position { return l.position }

// Next returns the next transaction that was committed, all of it in memory. At the end of
// what is committed so far the error is io.EOF, and Next may be called again later. Transactions
// that change nothing are left out. Any other error is [ErrCorrupt], [ErrUnsupported],
// [ErrGone] or the system's, and remains.
func (l *Log) Next() (*Transaction, error) {
	for l.err == nil {
		done, err := l.step()
		switch {
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		case err != nil:
			l.err = fmt.Errorf("%s: %w", l.name(), err)
		case done != nil && !done.empty():
			return done, nil
		}
	}
	return nil, l.err
}

func (l *Log) name() string { return filepath.Base(l.file.Name()) }

// step reads one event, and returns the transaction that it ends.
func (l *Log) step() (done *Transaction, err error) {
	if l.next.File != "" {
		if err := l.proceed(); err != nil {
			return nil, err
		}
	}
	e, err := l.reader.next()
	if errors.Is(err, io.EOF) {
		return nil, cmp.Or(l.check(), io.EOF)
	}
	if err != nil {
		return nil, err
	}
	if r, ok := e.body.(rotate); ok {
		l.next = r.next
		return nil, nil //nolint:nilnil // no transaction ends here
	}
	if done, err = l.assembly.add(e); err == nil && l.assembly.idle() {
		l.position = Position{l.name(), l.reader.offset}
	}
	return done, err
}

// check finds out whether the file is still the server's: RESET MASTER begins
// again with the same name.
func (l *Log) check() error {
	now, err := os.Stat(l.file.Name())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	if !os.SameFile(now, l.info) {
		return fmt.Errorf("%w: another file has its name", ErrGone)
	}
	return nil
}

// proceed goes on with the next file. The server makes it after it has said so.
func (l *Log) proceed() error {
	before := l.file
	err := l.open(l.next)
	if errors.Is(err, fs.ErrNotExist) {
		return io.EOF
	}
	if err != nil {
		return err
	}
	l.next = Position{}
	return before.Close()
}

func (l *Log) open(at Position) error {
	file, err := os.Open(filepath.Join(l.folder, at.File))
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	l.file, l.info, l.reader = file, info, newReader(file, at.Offset)
	return nil
}
