package facts

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"sync"

	"github.com/ptr-project/ptr/protocol"
)

// A Server tells a store's facts to whoever asks, and takes new ones.
type Server struct {
	store    *Store
	listener net.Listener

	mu      sync.Mutex
	told    map[string]string // set through this server
	clients map[net.Conn]bool
	closed  bool
	running sync.WaitGroup
}

// Serve listens on a Unix socket at path, which must not exist, until Close.
func Serve(path string, store *Store) (*Server, error) {
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("serving facts: %w", err)
	}
	s := &Server{store: store, listener: listener, told: map[string]string{}, clients: map[net.Conn]bool{}}
	s.running.Go(s.accept)
	return s, nil
}

// Told are the facts that were set through s.
func (s *Server) Told() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.told)
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
			s.running.Go(func() { s.serve(c) })
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

// serve answers one client until it hangs up.
func (s *Server) serve(c net.Conn) {
	r := protocol.NewReader(c)
	for {
		m, err := r.Read()
		var malformed *protocol.MalformedError
		switch {
		case errors.As(err, &malformed):
			err = protocol.Write(c, protocol.Message{Type: protocol.Error, Text: err.Error()})
		case err == nil:
			err = protocol.Write(c, s.answer(m))
		}
		if err != nil {
			break
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.clients, c)
	_ = c.Close() // which Close may have done before
}

func (s *Server) answer(m protocol.Message) protocol.Message {
	known := protocol.Message{Type: protocol.Facts}
	switch m.Type {
	case protocol.Fact:
		if err := s.set(m.Name, m.Text); err != nil {
			return protocol.Message{Type: protocol.Error, Text: err.Error()}
		}
		known.Facts = map[string]string{m.Name: m.Text}
	case protocol.Ask:
		if value, ok := s.store.Get(m.Name); ok {
			known.Facts = map[string]string{m.Name: value}
		}
	default:
		return protocol.Unknown(m.Type)
	}
	return known
}

func (s *Server) set(name, value string) error {
	if err := s.store.Set(name, value); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told[name] = value
	return nil
}
