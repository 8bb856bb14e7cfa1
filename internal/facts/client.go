package facts

import (
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/ptr-project/ptr/protocol"
)

// patience is how long a client waits for ptr's answer.
const patience = 30 * time.Second

// A Client speaks with the server whose socket is at Path.
type Client struct{ Path string }

// Set tells the server a fact.
func (c Client) Set(name, value string) error {
	if err := Check(name, value); err != nil {
		return err
	}
	_, err := c.say(protocol.Message{Type: protocol.Fact, Name: name, Text: value})
	if err != nil {
		return fmt.Errorf("setting fact %q: %w", name, err)
	}
	return nil
}

// Get asks for a fact. It is not known if nobody has set it.
func (c Client) Get(name string) (value string, known bool, err error) {
	answer, err := c.say(protocol.Message{Type: protocol.Ask, Name: name})
	if err != nil {
		return "", false, fmt.Errorf("asking for fact %q: %w", name, err)
	}
	value, known = answer.Facts[name]
	return value, known, nil
}

// say returns the answer to m.
func (c Client) say(m protocol.Message) (protocol.Message, error) {
	conn, err := net.Dial("unix", c.Path)
	if err != nil {
		return protocol.Message{}, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return protocol.Message{}, err
	}
	if err := protocol.Write(conn, m); err != nil {
		return protocol.Message{}, err
	}
	answer, err := protocol.NewReader(conn).Read()
	if err == nil && answer.Type == protocol.Error {
		err = errors.New(answer.Text)
	}
	return answer, err
}
