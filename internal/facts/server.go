package facts

import (
	"fmt"
	"maps"
	"net"
	"sync"

	"github.com/ptr-project/ptr/internal/socket"
	"github.com/ptr-project/ptr/protocol"
)

// A Server tells a store's facts to whoever asks, and takes new ones.
type Server struct {
	store  *Store
	socket *socket.Server

	mu   sync.Mutex
	told map[string]string // set through this server
}

// Serve listens on a Unix socket at path, which must not exist, until Close.
func Serve(path string, store *Store) (*Server, error) {
	s := &Server{store: store, told: map[string]string{}}
	var err error
	if s.socket, err = socket.Serve(path, func(c net.Conn) { socket.Answer(c, s.answer) }); err != nil {
		return nil, fmt.Errorf("serving facts: %w", err)
	}
	return s, nil
}

// Told are the facts that were set through s.
func (s *Server) Told() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.told)
}

// Close hangs up on everybody, and removes the socket.
func (s *Server) Close() error { return s.socket.Close() }

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
