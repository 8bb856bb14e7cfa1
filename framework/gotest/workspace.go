package gotest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A standpoint is where the go command stands among modules.
type standpoint struct {
	GOMOD  string // the go.mod of the module that it is in; os.DevNull or "" if it is in none
	GOWORK string // the go.work in force; "" or "off" if there is none
}

func (o Options) standpoint(ctx context.Context) (standpoint, error) {
	var at standpoint
	out, err := o.run(ctx, "env", "-json", "GOMOD", "GOWORK")
	if err != nil {
		return at, explain("go env", err)
	}
	if err := json.Unmarshal(out, &at); err != nil {
		return at, fmt.Errorf("go env: %w", err)
	}
	return at, nil
}

func (at standpoint) inModule() bool { return at.GOMOD != "" && at.GOMOD != os.DevNull }

func (at standpoint) inWorkspace() bool { return at.GOWORK != "" && at.GOWORK != "off" }

// everything are the patterns that stand for all packages where none is named: ./..., or,
// where only a go.work holds modules together, all of those that lie below.
func (o Options) everything(ctx context.Context) ([]string, error) {
	all := []string{"./..."}
	at, err := o.standpoint(ctx)
	if err != nil || at.inModule() || !at.inWorkspace() {
		return all, err
	}
	modules, err := o.modules(ctx)
	below := slices.DeleteFunc(modules, func(pattern string) bool { return strings.HasPrefix(pattern, "./../") })
	if len(below) == 0 {
		return all, err // the go command says best what is wrong
	}
	return below, nil
}

// modules are the patterns of all modules of the workspace.
func (o Options) modules(ctx context.Context) ([]string, error) {
	out, err := o.run(ctx, "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return nil, explain("go list -m", err)
	}
	here, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	var all []string
	for dir := range strings.Lines(string(out)) {
		if rel, err := filepath.Rel(real(here), real(strings.TrimSpace(dir))); err == nil {
			all = append(all, "./"+filepath.ToSlash(rel)+"/...")
		}
	}
	return all, nil
}

// name is the suite's: the last element of the path of the module that at is in, whatever
// else is run from there, or the folder of the go.work.
func (at standpoint) name() string {
	switch {
	case at.inModule():
		dir, last := path.Split(modulePath(at.GOMOD))
		if dir != "" && version(last) {
			return path.Base(dir)
		}
		return last
	case at.inWorkspace():
		return filepath.Base(filepath.Dir(at.GOWORK))
	}
	return ""
}

// modulePath is what a go.mod calls its module; "" if it can't be read.
func modulePath(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "//")
		if words := strings.Fields(line); len(words) == 2 && words[0] == "module" {
			return strings.Trim(words[1], "\"`")
		}
	}
	return ""
}
