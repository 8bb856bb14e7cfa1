package gotest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/worker"
)

// Start spawns a process for tests of unit, which List has found.
func (f *Framework) Start(ctx context.Context, unit string, place worker.Place) (worker.Worker, error) {
	f.mu.Lock()
	t := f.targets[unit]
	f.mu.Unlock()
	if t == nil {
		return nil, fmt.Errorf("no test binary of %q has been built", unit)
	}
	if f.o.PerTest || t.unfed != "" {
		return &alone{f: f, t: t, place: place}, nil
	}
	child, err := worker.Spawn(worker.Command{
		Path: t.binary, Dir: t.Dir, Keeper: place.Keeper, Env: f.environ(t, place),
		Args: slices.Concat(f.flags(), f.filterFlags(t.twins()), []string{"-test.count=1000000000"}, f.o.Args),
	})
	if err != nil {
		return nil, fmt.Errorf("starting the tests of %s: %w", unit, err)
	}
	s := newSession(t, child)
	s.init(place, !f.o.NoLeaks, f.perturbed())
	return s, nil
}

// flags are those that `go test` would give the binary, too.
func (f *Framework) flags() []string {
	flags := []string{"-test.paniconexit0", "-test.v=test2json", "-test.timeout=" + f.deadline()}
	if f.o.Short {
		flags = append(flags, "-test.short")
	}
	if f.o.FullPath {
		flags = append(flags, "-test.fullpath")
	}
	if f.o.Parallel > 0 {
		flags = append(flags, "-test.parallel="+strconv.Itoa(f.o.Parallel))
	}
	if f.o.CPU > 0 {
		flags = append(flags, "-test.cpu="+strconv.Itoa(f.o.CPU))
	}
	if f.o.CoverDir != "" {
		flags = append(flags, "-test.gocoverdir="+f.o.CoverDir)
	}
	return flags
}

// deadline is far off: a persistent process outlives the limit of each test,
// which is the engine's to keep.
func (f *Framework) deadline() string {
	if f.o.Timeout == 0 {
		return "0"
	}
	return (1000 * f.o.Timeout).String()
}

// environ is that of the worker's place as `go test` would complete it.
func (f *Framework) environ(t *target, place worker.Place) []string {
	env := f.tool.environ(place.Env, t.Dir)
	if !f.race() {
		return env
	}
	// A binary with the race detector sleeps for a second as it exits, lest a
	// report be lost. Ours has nothing left to report by then.
	const name = "GORACE="
	for i := len(env) - 1; i >= 0; i-- {
		if was, ok := strings.CutPrefix(env[i], name); ok {
			if strings.Contains(was, "atexit_sleep_ms") {
				return env
			}
			return append(env, name+was+" atexit_sleep_ms=0")
		}
	}
	return append(env, name+"atexit_sleep_ms=0")
}

func (f *Framework) race() bool {
	return slices.ContainsFunc(f.buildFlags(), func(flag string) bool { return flag == "race" || flag == "race=true" })
}

// lean reports whether the linker is to leave out what only debuggers read, and who
// looks at package variables. So does go test, and links in half the time.
func (f *Framework) lean() bool {
	return !f.looksAtVariables() && !slices.ContainsFunc(f.buildFlags(), func(flag string) bool {
		return strings.HasPrefix(flag, "ldflags")
	})
}

// buildFlags are those of the user, without dashes.
func (f *Framework) buildFlags() []string {
	flags := append(slices.Clone(f.o.Build), strings.Fields(f.tool.GOFLAGS)...)
	for i, flag := range flags {
		flags[i] = strings.TrimLeft(flag, "-")
	}
	return flags
}
