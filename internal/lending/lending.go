// Package lending has ptr lend clones of databases to single tests, over a Unix
// socket: a connection is a loan, and its end, however that comes about, gives the
// clone back. The messages are those of docs/protocol.md.
package lending

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/ptr-project/ptr/internal/socket"
	"github.com/ptr-project/ptr/protocol"
)

// Variable is the environment variable with the socket's path.
const Variable = "PTR_DATABASES"

// A Loan is a clone that a test has to itself.
type Loan struct {
	Address string            // what the alias's first variable would lead to
	Env     map[string]string // all of its variables

	giveBack func() error
}

// Return gives the clone back.
func (l Loan) Return() error { return l.giveBack() }

// A Lender makes loans of an alias's database. What it returns last takes one back.
type Lender func(ctx context.Context, alias string) (loan Loan, giveBack func(), err error)

// Serve lends at a Unix socket at path, which must not exist, until the server is
// closed; then all is given back.
func Serve(path string, lend Lender) (*socket.Server, error) {
	s, err := socket.Serve(path, func(c net.Conn) { serve(c, lend) })
	if err != nil {
		return nil, fmt.Errorf("lending databases: %w", err)
	}
	return s, nil
}

// serve makes the loans of one connection, until its end.
func serve(c net.Conn, lend Lender) {
	ctx := context.Background()
	var loans []func()
	defer func() {
		for _, giveBack := range loans {
			giveBack()
		}
	}()
	socket.Answer(c, func(m protocol.Message) protocol.Message {
		if m.Type != protocol.Lend {
			return protocol.Unknown(m.Type)
		}
		loan, giveBack, err := lend(ctx, m.Name)
		if err != nil {
			return protocol.Message{Type: protocol.Error, Text: err.Error()}
		}
		loans = append(loans, giveBack)
		return protocol.Message{Type: protocol.Lent, Text: loan.Address, Settings: loan.Env}
	})
}

// Borrow takes a loan from the server at path.
func Borrow(path, alias string) (Loan, error) {
	c, err := net.Dial("unix", path)
	if err != nil {
		return Loan{}, fmt.Errorf("borrowing a clone of %q: %w", alias, err)
	}
	answer, err := ask(c, alias)
	if err != nil {
		return Loan{}, errors.Join(fmt.Errorf("borrowing a clone of %q: %w", alias, err), c.Close())
	}
	return Loan{answer.Text, answer.Settings, c.Close}, nil
}

func ask(c net.Conn, alias string) (protocol.Message, error) {
	if err := protocol.Write(c, protocol.Message{Type: protocol.Lend, Name: alias}); err != nil {
		return protocol.Message{}, err
	}
	answer, err := protocol.NewReader(c).Read()
	if err == nil && answer.Type == protocol.Error {
		err = errors.New(answer.Text)
	}
	return answer, err
}
