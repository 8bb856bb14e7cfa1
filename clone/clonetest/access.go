package clonetest

import (
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// A Refusal is a server that cannot be used, and what is said of it.
type Refusal struct{ URL, Want, Hint string }

// Refusals tests what is said of servers that cannot be used, by name: never one of
// these secrets.
func Refusals(t *testing.T, at At, refusals map[string]Refusal, secrets ...string) {
	for name, tt := range refusals {
		t.Run(name, func(t *testing.T) {
			err := Opened(t, at, tt.URL).Fill(t.Context(), filepath.Join(t.TempDir(), "t"), []clone.Source{{Alias: "a"}})
			var access *clone.AccessError
			if !errors.As(err, &access) || !strings.Contains(err.Error(), tt.Want) || !strings.Contains(access.Hint, tt.Hint) {
				t.Fatalf("Fill() = %v, want %q, and the hint %q", err, tt.Want, tt.Hint)
			}
			for _, secret := range secrets {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("%v has a password", err)
				}
			}
		})
	}
}

// NoURLs tests that texts with the word secret are no URLs of servers, and that this
// is said without the word.
func NoURLs(t *testing.T, at At, texts ...string) {
	for _, text := range texts {
		if _, err := at(&server.Host{}, text); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("At(%q) = %v, want an error without the password", text, err)
		}
	}
}

// Other is the address of something that listens, which says a few words to whoever
// comes, and ends the connection.
func Other(t *testing.T, words string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Write([]byte(words))
			c.Close()
		}
	}()
	return l.Addr().String()
}

// Sessions tests how many more are let in of a user that may have nine.
func Sessions(t *testing.T, at At, url string) {
	b := Opened(t, at, url)
	if _, err := Ensure(t.Context(), b, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	free, err := b.(clone.Lodger).Sessions(t.Context())
	if err != nil || free < 5 || free > 8 {
		t.Errorf("Sessions() = %d, %v, want 9 but those that the backend has itself", free, err)
	}
}

// Opened is at, on a host of the test's.
func Opened(t *testing.T, at At, url string) clone.Backend {
	t.Helper()
	b, err := at(Host(t, false), url)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
