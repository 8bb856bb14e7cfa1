package facts_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/internal/facts"
	"github.com/ptr-project/ptr/protocol"
)

// serve returns a server of store, and who may ask it. Under t.TempDir, the
// path would be too long for a socket.
func serve(t *testing.T, store *facts.Store) (*facts.Server, facts.Client) {
	t.Helper()
	dir, err := os.MkdirTemp("", "f")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "run")
	s, err := facts.Serve(path, store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, facts.Client{Path: path}
}

func TestWhatOneClientTellsAnotherHears(t *testing.T) {
	store := &facts.Store{}
	_, client := serve(t, store)
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.StringMatching(`[a-z][a-zé.-]{0,20}`).Draw(r, "name")
		value := rapid.String().Draw(r, "value")
		if err := client.Set(name, value); err != nil {
			r.Fatal(err)
		}
		got, known, err := facts.Client{Path: client.Path}.Get(name)
		if got != value || !known || err != nil {
			r.Fatalf("%q was set, and is %q, %v, %v", value, got, known, err)
		}
	})
}

func TestWhatNobodyHasToldIsNotKnown(t *testing.T) {
	_, client := serve(t, &facts.Store{})
	if value, known, err := client.Get("checks"); value != "" || known || err != nil {
		t.Errorf("Get = %q, %v, %v", value, known, err)
	}
}

func TestOfManyAtOnceNoneIsLost(t *testing.T) {
	store := &facts.Store{}
	server, client := serve(t, store)
	want := map[string]string{}
	var clients errgroup.Group
	for i := range 50 {
		name := fmt.Sprint("fact", i)
		want[name] = name
		clients.Go(func() error { return client.Set(name, name) })
	}
	if err := clients.Wait(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, store.All()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, server.Told()); diff != "" {
		t.Error("told there:", diff)
	}
}

func TestEachServerKnowsWhatWasToldThere(t *testing.T) {
	store := &facts.Store{}
	if err := store.Set("seed", "7"); err != nil {
		t.Fatal(err)
	}
	_, workers := serve(t, store)
	server, command := serve(t, store)
	if err := workers.Set("worker", "1"); err != nil {
		t.Fatal(err)
	}
	if err := command.Set("migrated", "yes"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"migrated": "yes"}, server.Told()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoFactIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ name, value, want string }{
		"no name":         {"", "x", "a fact has a name"},
		"a long name":     {strings.Repeat("n", 201), "x", "has 201 bytes, and may have 200"},
		"a space":         {"a b", "x", `the name of fact "a b" is not printable`},
		"an equals sign":  {"a=b", "x", `the name of fact "a=b" is not printable`},
		"bytes in a name": {"\xff", "x", `the name of fact "\xff" is not printable`},
		"bytes":           {"a", "\xff", `the value of fact "a" is not UTF-8`},
		"a long value":    {"a", strings.Repeat("v", 64<<10+1), `the value of fact "a" has 65537 bytes, and may have 65536`},
	} {
		t.Run(name, func(t *testing.T) {
			var store facts.Store
			if err := store.Set(tt.name, tt.value); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Set = %v, want %q", err, tt.want)
			}
			if all := store.All(); len(all) > 0 {
				t.Errorf("it is known: %q", all)
			}
		})
	}
}

func TestThereAreNotEndlesslyManyFacts(t *testing.T) {
	var store facts.Store
	for i := range facts.MaxFacts {
		if err := store.Set(fmt.Sprint(i), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Set("more", ""); err == nil {
		t.Error("there can be more")
	}
	if err := store.Set("7", "changed"); err != nil {
		t.Error("one that is known cannot change:", err)
	}
}

func TestParseReadsNameAndValue(t *testing.T) {
	name, value, err := facts.Parse("query=a=b")
	if name != "query" || value != "a=b" || err != nil {
		t.Errorf("Parse = %q, %q, %v", name, value, err)
	}
	if _, _, err := facts.Parse("query"); err == nil {
		t.Error("a name alone is a fact")
	}
}

// What the server says to a client that speaks the protocol itself.
func TestTheServerAnswersEachLine(t *testing.T) {
	_, client := serve(t, &facts.Store{})
	conn, err := net.Dial("unix", client.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	answers := protocol.NewReader(conn)
	for _, tt := range []struct {
		line string
		want protocol.Message
	}{
		{`{"type":"ask","name":"a"}`, protocol.Message{Type: protocol.Facts}},
		{`{"type":"fact","name":"a","text":"1"}`, protocol.Message{Type: protocol.Facts, Facts: map[string]string{"a": "1"}}},
		{`{"type":"fact","name":"a","since":"tomorrow"}`, protocol.Message{Type: protocol.Facts, Facts: map[string]string{"a": ""}}},
		{`{"type":"ask","name":"a"}`, protocol.Message{Type: protocol.Facts, Facts: map[string]string{"a": ""}}},
		{`{"type":"fact","text":"1"}`, protocol.Message{Type: protocol.Error, Text: "a fact has a name"}},
		{`{"type":"dance"}`, protocol.Message{Type: protocol.Error, Text: `unknown message "dance"`}},
		{`nonsense`, protocol.Message{Type: protocol.Error, Text: `malformed message "nonsense": invalid character 'o' in literal null (expecting 'u')`}},
		{`{"type":"ask","name":"a"}`, protocol.Message{Type: protocol.Facts, Facts: map[string]string{"a": ""}}},
	} {
		if _, err := fmt.Fprintln(conn, tt.line); err != nil {
			t.Fatal(err)
		}
		got, err := answers.Read()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.line, diff)
		}
	}
}

func TestAfterTheEndNobodyAnswers(t *testing.T) {
	server, client := serve(t, &facts.Store{})
	waiting, err := net.Dial("unix", client.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer waiting.Close()
	if err := client.Set("a", "1"); err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := waiting.Read(make([]byte, 1)); err == nil {
		t.Errorf("who waits hears %d bytes", n)
	}
	if _, _, err := client.Get("a"); err == nil || !strings.HasPrefix(err.Error(), `asking for fact "a": dial unix `) {
		t.Errorf("Get = %v", err)
	}
	if _, err := os.Stat(client.Path); !os.IsNotExist(err) {
		t.Errorf("the socket is still there: %v", err)
	}
}
