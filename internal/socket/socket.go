// Package socket serves the processes of a run over Unix sockets.
package socket

import (
	"errors"
	"net"
	"sync"

	"github.com/ptr-project/ptr/protocol"
)

// A Server answers whoever connects to its socket.
type Server struct {
	listener net.Listener
	handle   func(c net.Conn)

	mu      sync.Mutex
	clients map[net.Conn]bool
	closed  bool
	running sync.WaitGroup
}

// Serve listens on a Unix socket at path, which must not exist, until Close. Each
// connection has a goroutine, which calls handle, and is closed behind it.
func Serve(path string, handle func(c net.Conn)) (*Server, error) {
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	s := &Server{listener: listener, handle: handle, clients: map[net.Conn]bool{}}
	s.running.Go(s.accept)
	return s, nil
}

// Close hangs up on everybody, and removes the socket.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	err := s.listener.Close()
	for c := range s.clients {
		err = errors.Join(err, c.Close())
	}
	s.mu.Unlock()
	s.running.Wait()
	return err
}

func (s *Server) accept() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return
		}
		if s.admit(c) {
			s.running.Go(func() {
				s.handle(c)
				s.dismiss(c)
			})
		}
	}
}

// admit notes a client, unless s is being closed.
func (s *Server) admit(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = c.Close() // it will ask in vain
		return false
	}
	s.clients[c] = true
	return true
}

func (s *Server) dismiss(c net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.clients, c)
	_ = c.Close() // which Close may have done before
}

// Answer reads messages from c until it hangs up, and writes what answer returns
// for each.
func Answer(c net.Conn, answer func(protocol.Message) protocol.Message) {
	r := protocol.NewReader(c)
	for {
		m, err := r.Read()
		var malformed *protocol.MalformedError
		switch {
		case errors.As(err, &malformed):
			err = protocol.Write(c, protocol.Message{Type: protocol.Error, Text: err.Error()})
		case err == nil:
			err = protocol.Write(c, answer(m))
		}
		if err != nil {
			return
		}
	}
}
