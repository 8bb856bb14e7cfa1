// Package facts has the small named values that the processes of a run share:
// who of them knows something tells ptr, and any other can ask. The messages are
// those of docs/protocol.md, over a Unix socket.
package facts

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Variable is the environment variable with the socket's path.
const Variable = "PTR_FACTS"

// What facts are at most, so that nobody takes them for a database.
const (
	MaxName  = 200      // bytes
	MaxValue = 64 << 10 // bytes
	MaxFacts = 10_000   // of a run
)

// A Store has the facts of a run. The zero value is one without any. Its methods
// are safe for concurrent use.
type Store struct {
	mu     sync.RWMutex
	values map[string]string
}

// Set makes value that of name, whoever set it before. The error says what is
// wrong with them.
func (s *Store) Set(name, value string) error {
	if err := Check(name, value); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.values[name]; !known && len(s.values) == MaxFacts {
		return fmt.Errorf("fact %q would be one too many: a run has %d at most", name, MaxFacts)
	}
	if s.values == nil {
		s.values = map[string]string{}
	}
	s.values[name] = value
	return nil
}

// Get is the value of name. It is not known if nobody has set it.
func (s *Store) Get(name string) (value string, known bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	value, known = s.values[name]
	return value, known
}

// All are the facts that are known, by name.
func (s *Store) All() map[string]string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return maps.Clone(s.values)
}

// Check says what is wrong with a fact: a name that is empty, too long or has
// spaces or control characters, a value that is too long, or bytes that are no
// UTF-8.
func Check(name, value string) error {
	unprintable := func(r rune) bool { return r <= ' ' || r == '=' || r == 0x7f }
	switch {
	case name == "":
		return errors.New("a fact has a name")
	case len(name) > MaxName:
		return fmt.Errorf("the name of fact %.20q… has %d bytes, and may have %d", name, len(name), MaxName)
	case !utf8.ValidString(name), strings.ContainsFunc(name, unprintable):
		return fmt.Errorf("the name of fact %q is not printable UTF-8 without spaces and =", name)
	case len(value) > MaxValue:
		return fmt.Errorf("the value of fact %q has %d bytes, and may have %d", name, len(value), MaxValue)
	case !utf8.ValidString(value):
		return fmt.Errorf("the value of fact %q is not UTF-8", name)
	}
	return nil
}

// Parse reads NAME=VALUE.
func Parse(setting string) (name, value string, err error) {
	name, value, found := strings.Cut(setting, "=")
	if !found {
		return "", "", fmt.Errorf("fact %q has no value", setting)
	}
	return name, value, Check(name, value)
}

// Names are the names of facts, sorted.
func Names(facts map[string]string) []string { return slices.Sorted(maps.Keys(facts)) }
