package cloning

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// A call is what a visitor is to do with a database.
type call struct {
	Driver string
	DSN    string
	First  string   // its first query
	Touch  []string // read and write a row each
}

// A visit is what it took.
type visit struct {
	First   time.Duration // from opening the database until the first query is answered
	Touch   time.Duration // after that
	Failure string
}

// Visit is the main function of a visitor, a process that opens databases as a
// test would: one for each line of in, a call, which it answers by a line. It
// returns at the end of in.
func Visit(in io.Reader, out io.Writer) error {
	calls, answers := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var c call
		if err := calls.Decode(&c); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		v, err := c.make()
		if err != nil {
			v.Failure = err.Error()
		}
		if err := answers.Encode(v); err != nil {
			return err
		}
	}
}

func (c call) make() (v visit, err error) {
	begin := time.Now()
	db, err := sql.Open(c.Driver, c.DSN)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var value any
	if err := db.QueryRow(c.First).Scan(&value); err != nil {
		return v, fmt.Errorf("%s: %w", c.First, err)
	}
	v.First = time.Since(begin)
	for _, statement := range c.Touch {
		if _, err := db.Exec(statement); err != nil {
			return v, fmt.Errorf("%s: %w", statement, err)
		}
	}
	v.Touch = time.Since(begin) - v.First
	return v, nil
}

// A visitor is a process that runs [Visit].
type visitor struct {
	process *exec.Cmd
	in      io.WriteCloser
	calls   *json.Encoder
	answers *json.Decoder
}

// startVisitor starts one by command.
func startVisitor(ctx context.Context, command []string) (*visitor, error) {
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
	return &visitor{c, in, json.NewEncoder(in), json.NewDecoder(bufio.NewReader(out))}, c.Start()
}

// visit has c made.
func (v *visitor) visit(c call) (visit, error) {
	if err := v.calls.Encode(c); err != nil {
		return visit{}, fmt.Errorf("the process that opens clones: %w", err)
	}
	var answer visit
	if err := v.answers.Decode(&answer); err != nil {
		return visit{}, fmt.Errorf("the process that opens clones: %w", err)
	}
	if answer.Failure != "" {
		return visit{}, errors.New(answer.Failure)
	}
	return answer, nil
}

func (v *visitor) close() error { return errors.Join(v.in.Close(), v.process.Wait()) }
