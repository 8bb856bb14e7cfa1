// Package ptrtest is for tests that want to know of the run that they are part
// of. It works under `go test`, too.
package ptrtest

import (
	"os"
	"sync"

	"github.com/ptr-project/ptr/internal/facts"
)

// alone has the facts of a process that isn't part of a run: a process has but
// one environment, and but one such store.
var alone = sync.OnceValue(func() *facts.Store { return &facts.Store{} })

// SetFact makes value that of the fact called name for all processes of the
// run: other workers, their children, and commands that prepare databases. A name
// has up to 200 bytes without spaces and =, a value up to 64 KiB, both in UTF-8.
//
// Without ptr, the process itself has facts, and no other knows them.
func SetFact(name, value string) error {
	if path, served := os.LookupEnv(facts.Variable); served {
		return facts.Client{Path: path}.Set(name, value)
	}
	return alone().Set(name, value)
}

// Fact is the value of the fact called name, which is not known if no process of
// the run, nor `ptr run --fact`, nor ptr.toml, has set it. The error is that ptr
// cannot be asked.
func Fact(name string) (value string, known bool, err error) {
	if path, served := os.LookupEnv(facts.Variable); served {
		return facts.Client{Path: path}.Get(name)
	}
	value, known = alone().Get(name)
	return value, known, nil
}
