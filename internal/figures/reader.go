package figures

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	_ "github.com/mattn/go-sqlite3" // what suites open SQLite databases with
)

// AnswerQueries is the main function of a reader, a process that opens
// databases as a test would. For each line of in, the path of a SQLite
// database, it opens that, queries it, closes it, and writes a line: the number
// of rows, or "error: " and what is wrong. It returns at the end of in.
func AnswerQueries(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		answer := ""
		if rows, err := firstQuery(lines.Text()); err != nil {
			answer = fmt.Sprintf("error: %q", err)
		} else {
			answer = fmt.Sprint(rows)
		}
		if _, err := fmt.Fprintln(out, answer); err != nil {
			return err
		}
	}
	return lines.Err()
}

// firstQuery counts the rows of one table of a database that fill made.
func firstQuery(path string) (rows int, err error) {
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.QueryRow("SELECT count(*) FROM t00").Scan(&rows)
	return rows, err
}

// A reader is a process that runs [AnswerQueries].
type reader struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// startReader starts one by command.
func startReader(ctx context.Context, command []string) (*reader, error) {
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &reader{c, in, bufio.NewReader(out)}, c.Start()
}

// ask lets the reader open the database at path, and returns an error unless it
// finds as many rows.
func (r *reader) ask(path string, rows int) error {
	if _, err := fmt.Fprintln(r.in, path); err != nil {
		return err
	}
	answer, err := r.out.ReadString('\n')
	if err != nil {
		return fmt.Errorf("the process that queries clones: %w", err)
	}
	if answer = strings.TrimSpace(answer); answer != fmt.Sprint(rows) {
		return fmt.Errorf("%s has %s rows, want %d", path, answer, rows)
	}
	return nil
}

func (r *reader) close() error { return errors.Join(r.in.Close(), r.process.Wait()) }
