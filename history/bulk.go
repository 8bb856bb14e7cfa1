package history

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A link is a connection with statements that stay prepared. It is used by one
// goroutine at a time. What it has begun to store, no context cuts short.
type link struct {
	conn  driver.Conn
	stmts map[string]driver.Stmt
}

var errDriver = errors.New("the SQLite driver lacks a method")

func newLink(dsn string) (*link, error) {
	conn, err := dial(dsn)
	if err != nil {
		return nil, err
	}
	return &link{conn, map[string]driver.Stmt{}}, nil
}

func (l *link) close() error {
	errs := make([]error, 0, len(l.stmts)+1)
	for _, s := range l.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, l.conn.Close())...)
}

func (l *link) prepare(query string) (driver.Stmt, error) {
	if s := l.stmts[query]; s != nil {
		return s, nil
	}
	s, err := l.conn.Prepare(query)
	if err == nil {
		l.stmts[query] = s
	}
	return s, err
}

func (l *link) exec(query string, args ...driver.Value) error {
	return l.execNamed(query, named(nil, args...))
}

func (l *link) execNamed(query string, args []driver.NamedValue) error {
	s, err := l.prepare(query)
	if err != nil {
		return err
	}
	x, ok := s.(driver.StmtExecContext)
	if !ok {
		return errDriver
	}
	_, err = x.ExecContext(context.Background(), args)
	return err
}

// number asks for one integer; it returns 0 if there is no row.
func (l *link) number(query string, args ...driver.Value) (int64, error) {
	s, err := l.prepare(query)
	if err != nil {
		return 0, err
	}
	q, ok := s.(driver.StmtQueryContext)
	if !ok {
		return 0, errDriver
	}
	rows, err := q.QueryContext(context.Background(), named(nil, args...))
	if err != nil {
		return 0, err
	}
	var got [1]driver.Value
	err = rows.Next(got[:])
	n, _ := got[0].(int64)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, errors.Join(err, rows.Close())
}

func named(args []driver.NamedValue, values ...driver.Value) []driver.NamedValue {
	for _, v := range values {
		args = append(args, driver.NamedValue{Ordinal: len(args) + 1, Value: v})
	}
	return args
}

// atOnce is how many rows one statement inserts when there are so many. More
// gain nothing.
const atOnce = 32

// A bulk inserts rows into one table.
type bulk struct {
	link      *link
	one, many string // statements
	width     int
	args      []driver.NamedValue
}

func newBulk(l *link, table string, width int) *bulk {
	row := "(?" + strings.Repeat(",?", width-1) + ")"
	one := fmt.Sprintf("INSERT INTO %s VALUES %s", table, row)
	return &bulk{link: l, one: one, many: one + strings.Repeat(","+row, atOnce-1), width: width}
}

func (b *bulk) add(values ...driver.Value) error {
	b.args = named(b.args, values...)
	if len(b.args) < atOnce*b.width {
		return nil
	}
	err := b.link.execNamed(b.many, b.args)
	b.args = b.args[:0]
	return err
}

// flush inserts what is left.
func (b *bulk) flush() error {
	for i := 0; i < len(b.args); i += b.width {
		row := b.args[i : i+b.width]
		for j := range row {
			row[j].Ordinal = j + 1
		}
		if err := b.link.execNamed(b.one, row); err != nil {
			return err
		}
	}
	b.args = b.args[:0]
	return nil
}
