package gotest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// inspectLimit is how long a binary may take until it has listed its tests:
// before that, only its packages' own set-up runs.
const inspectLimit = time.Minute

// inspectOne has t's binary list its tests, in source order within each kind. If
// that can't be done by the protocol, t is to run one process for each test.
func (f *Framework) inspectOne(ctx context.Context, t *target) error {
	names, err := f.ask(ctx, t)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		t.unfed = err.Error()
		if names, err = f.askPlainly(ctx, t); err != nil {
			return fmt.Errorf("%s: listing its tests: %w", t.ImportPath, err)
		}
	}
	declared := declarations(t.pkg)
	for _, kind := range []suite.Kind{suite.KindTest, suite.KindFuzz, suite.KindExample} {
		for _, name := range names[kind] {
			if isTwin(name) && (f.o.PerTest || t.unfed != "") {
				continue
			}
			d := declared[name]
			test := suite.Test{ID: idOf(t.ImportPath, name), Unit: t.ImportPath, Kind: kind, Parallel: d.parallel, Line: d.line}
			if d.file != "" {
				test.File = f.relative(d.file)
			}
			t.tests = append(t.tests, test)
		}
	}
	f.findVariables(t)
	return nil
}

// ask speaks the protocol. TestMain doesn't run.
func (f *Framework) ask(ctx context.Context, t *target) (map[suite.Kind][]string, error) {
	ctx, cancel := context.WithTimeout(ctx, inspectLimit)
	defer cancel()
	env := f.o.Env
	if env == nil {
		env = os.Environ()
	}
	child, err := worker.Spawn(worker.Command{Path: t.binary, Dir: t.Dir, Env: f.tool.environ(env, t.Dir)})
	if err != nil {
		return nil, err
	}
	var output sync.WaitGroup
	defer output.Wait()
	defer child.Close()
	stop := context.AfterFunc(ctx, child.Kill)
	defer stop()
	output.Go(func() { _, _ = io.Copy(io.Discard, child.Output) })
	for _, kind := range []protocol.Type{protocol.Init, protocol.List, protocol.Bye} {
		// That it can't be written shows in what is read.
		_ = protocol.Write(child.Input, protocol.Message{Type: kind, Version: protocol.Version})
	}
	names, err := readTests(protocol.NewReader(child.Control))
	<-child.Exited()
	return names, err
}

func readTests(r *protocol.Reader) (map[suite.Kind][]string, error) {
	names := map[suite.Kind][]string{}
	greeted := false
	for {
		m, err := r.Read()
		switch {
		case errors.Is(err, io.EOF) && !greeted:
			return nil, errors.New("it doesn't answer")
		case errors.Is(err, io.EOF):
			return names, nil
		case err != nil:
			return nil, err
		case m.Type == protocol.Hello && m.Version != protocol.Version:
			return nil, fmt.Errorf("it speaks version %d of the protocol", m.Version)
		case m.Type == protocol.Hello:
			greeted = true
		case m.Type == protocol.Tests:
			names[suite.Kind(m.Kind)] = m.Names
		}
	}
}

// askPlainly lists tests by -test.list, which runs TestMain and so may print
// anything: of its lines, the names that the source declares count.
func (f *Framework) askPlainly(ctx context.Context, t *target) (map[suite.Kind][]string, error) {
	ctx, cancel := context.WithTimeout(ctx, inspectLimit)
	defer cancel()
	env := f.o.Env
	if env == nil {
		env = os.Environ()
	}
	child, err := worker.Spawn(worker.Command{
		Path: t.binary, Args: []string{"-test.list=."}, Dir: t.Dir,
		Env: f.tool.environ(env, t.Dir), Mute: true,
	})
	if err != nil {
		return nil, err
	}
	defer child.Close()
	stop := context.AfterFunc(ctx, child.Kill)
	defer stop()
	out, err := io.ReadAll(child.Output)
	if err != nil {
		return nil, err
	}
	<-child.Exited()
	declared := declarations(t.pkg)
	names := map[suite.Kind][]string{}
	for line := range strings.Lines(string(out)) {
		name := strings.TrimSpace(line)
		if d, ok := declared[name]; ok {
			names[d.kind] = append(names[d.kind], name)
			delete(declared, name)
		}
	}
	return names, nil
}
