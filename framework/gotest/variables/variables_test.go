package variables_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework/gotest/variables"
)

// What each test of the fixture changes, as the test binary itself sees it.
func TestVariablesThatATestChangedAreNamedWithTheirValues(t *testing.T) {
	binary := build(t)
	table, err := variables.Read(binary, "main.tests", func(path string) bool {
		return strings.HasPrefix(path, "example.com/g")
	})
	if err != nil {
		t.Fatal(err)
	}
	got := changes(t, binary, table)
	want := map[string][]string{
		"TestClean":   nil,
		"TestCounter": {"example.com/g.counter: 0 -> 1"},
		"TestMap":     {`example.com/g.registry: [] -> ["x":[7]]`},
		"TestDeep":    {`example.com/g/inner.Root: &{Name:"root" next:nil hook:nil} -> &{Name:"root" next:&{Name:"leaf" next:^ hook:func} hook:nil}`},
		"TestFields":  {"example.com/g.limits.soft: 1.5 -> 2.5", "example.com/g.limits.hard[1]: 2 -> 9", "example.com/g.limits.on: false -> true"},
		"TestAtomic":  {`example.com/g.current: nil -> &"x"`},
		"TestLog": {`log.std: &{outMu:{mu:{state:0 sema:0}} out:file "/dev/stdout" prefix:&"" flag:{v:3} isDiscard:{v:0}} -> ` +
			`&{outMu:{mu:{state:0 sema:0}} out:file "/dev/stdout" prefix:&"g: " flag:{v:3} isDiscard:{v:0}}`},
		"TestQuery":   nil, // which leaves a connection that is free
		"TestBounded": {"example.com/g.pool: " + pooled("maxOpen:0", "inUse:0") + " -> " + pooled("maxOpen:3", "inUse:0")},
		"TestLost":    {"example.com/g.pool: " + pooled("maxOpen:3", "inUse:0") + " -> " + pooled("maxOpen:3", "inUse:1")},
		"TestZone":    {`time.Local: location "Local" -> location "X"`},
		"TestStdout":  {`example.com/g.kept: nil -> file "/dev/stdout"`, `os.Stdout: file "/dev/stdout" -> file "|1"`},
		"TestDefault": {"net/http.DefaultTransport: *http.Transport -> g.fake", `os.Stdout: file "|1" -> file "/dev/stdout"`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// pooled is a pool of connections of the fixture's.
func pooled(bound, used string) string {
	return "&{closed:false maxIdleCount:0 " + bound + " maxLifetime:0 maxIdleTime:0 " + used + "}"
}

func TestABinaryWithoutSymbolsIsSaidToBeOne(t *testing.T) {
	for name, content := range map[string]string{"empty": "", "text": "#!/bin/sh\n"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := variables.Read(path, "main.tests", nil); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v, want one that names the file", name, err)
		}
	}
}

// changes runs the fixture's tests in a process that looks after each of them.
func changes(t *testing.T, binary string, table variables.Table) map[string][]string {
	t.Helper()
	c := exec.Command(binary, "-test.run=^$")
	words := strings.Join(table.Words(), " ")
	c.Env = append(os.Environ(), "WORDS="+words, fmt.Sprintf("TYPES=%x", table.Types), fmt.Sprintf("ANCHOR=%x", table.Anchor))
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	var found map[string][]string
	if err := json.Unmarshal([]byte(first), &found); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return found
}

// build makes a test binary of the fixture with the snapshot in it.
func build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"go.mod":           "module example.com/g\n\ngo 1.26\n",
		"inner/inner.go":   fixtureInner,
		"g_test.go":        fixtureTests,
		"driver_test.go":   fixtureDriver,
		"snapshot_test.go": variables.Source("g"),
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	binary := filepath.Join(dir, "g.test")
	c := exec.Command("go", "test", "-c", "-o", binary)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

const fixtureInner = `package inner

type Node struct {
	Name string
	next *Node
	hook func()
}

func (n *Node) Grow() {
	n.next = &Node{Name: "leaf", next: n, hook: func() {}}
}

var Root = &Node{Name: "root"}
`

const fixtureTests = `package g

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"log"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"example.com/g/inner"
)

var kept *os.File

var (
	counter  int
	registry = map[string][]int{}
	current  atomic.Pointer[string]
	limits   = struct {
		soft float64
		hard [3]int
		on   bool
	}{1.5, [3]int{1, 2, 3}, false}
)

func TestZone(t *testing.T) { _ = time.Now().Local().String(); time.Local = time.FixedZone("X", 3600) }

type nothing struct{}

func (nothing) Connect(context.Context) (driver.Conn, error) { return connection{}, nil }
func (nothing) Driver() driver.Driver                        { return nil }

type connection struct{ driver.Conn }

func (connection) Ping(context.Context) error { return nil }

var pool = sql.OpenDB(nothing{})

func TestQuery(t *testing.T)   { pool.Ping() }
func TestBounded(t *testing.T) { pool.SetMaxOpenConns(3) }
func TestLost(t *testing.T)    { pool.Conn(context.Background()) }

type fake struct{}

func (fake) RoundTrip(*http.Request) (*http.Response, error) { return nil, os.ErrClosed }

func TestAtomic(t *testing.T)  { x := "x"; current.Store(&x) }
func TestLog(t *testing.T)     { log.SetPrefix("g: ") }
func TestStdout(t *testing.T)  { kept = os.Stdout; _, os.Stdout, _ = os.Pipe() }
func TestDefault(t *testing.T) { os.Stdout = kept; http.DefaultTransport = fake{} }
func TestClean(t *testing.T)   {}
func TestCounter(t *testing.T) { counter++ }
func TestMap(t *testing.T)     { registry["x"] = append(registry["x"], 7) }
func TestDeep(t *testing.T)    { inner.Root.Grow() }
func TestFields(t *testing.T)  { limits.soft++; limits.hard[1] = 9; limits.on = true }
`

const fixtureDriver = `package g

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
	"unsafe"
)

//go:linkname table main.tests
var table []testing.InternalTest

func TestMain(m *testing.M) {
	hex := func(name string) uintptr {
		n, _ := strconv.ParseUint(os.Getenv(name), 16, 64)
		return uintptr(n)
	}
	slide := uintptr(unsafe.Pointer(&table)) - hex("ANCHOR")
	all := ptrzzOpenVariables(strings.Fields(os.Getenv("WORDS")), hex("TYPES"), slide)
	var before []string
	for _, v := range all {
		before = append(before, ptrzzShow(v))
	}
	found := map[string][]string{}
	for _, test := range table {
		test.F(&testing.T{})
		found[test.Name] = nil
		for _, c := range ptrzzChanged(all, before) {
			found[test.Name] = append(found[test.Name], c[0]+": "+c[1]+" -> "+c[2])
		}
	}
	json.NewEncoder(os.Stdout).Encode(found)
	os.Exit(m.Run())
}
`
