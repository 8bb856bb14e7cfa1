package history

import (
	"fmt"
	"os"
	"path/filepath"
)

// output is the file that what a run's tests print is appended to. There is
// none until something was printed.
type output struct {
	path   string
	file   *os.File
	end    int64 // of what was added
	queued []byte
}

// add queues what was printed and returns where it will be.
func (o *output) add(printed []byte) (at, length int64) {
	at = o.end
	o.queued = append(o.queued, printed...)
	o.end += int64(len(printed))
	return at, int64(len(printed))
}

func (o *output) flush() error {
	if len(o.queued) == 0 {
		return nil
	}
	if err := o.open(); err != nil {
		return err
	}
	_, err := o.file.Write(o.queued)
	o.queued = o.queued[:0]
	return err
}

func (o *output) open() (err error) {
	if o.file != nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(o.path), 0o755); err != nil {
		return err
	}
	o.file, err = os.Create(o.path)
	return err
}

func (o *output) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}

func (db *DB) outputPath(run string) string { return filepath.Join(db.runFolder(run), "output") }

func (db *DB) runFolder(run string) string {
	return filepath.Join(filepath.Dir(db.path), "runs", run)
}

// A Span is where in a run's output file something is.
type Span struct{ At, Length int64 }

// Output reads what an attempt of run printed.
func (db *DB) Output(run Run, s Span) ([]byte, error) {
	if s.Length == 0 {
		return nil, nil
	}
	f, err := os.Open(db.outputPath(run.ID))
	if err != nil {
		return nil, fmt.Errorf("output of run %s: %w", run.ID, err)
	}
	defer f.Close()
	printed := make([]byte, s.Length)
	if _, err := f.ReadAt(printed, s.At); err != nil {
		return nil, fmt.Errorf("output of run %s at byte %d: %w", run.ID, s.At, err)
	}
	return printed, nil
}
