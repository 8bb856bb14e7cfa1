// Package detect looks at a Go module and proposes the ptr.toml that its tests
// seem to want.
package detect

import (
	"fmt"
	"path/filepath"
)

// A Proposal is a first ptr.toml.
type Proposal struct {
	TOML    string   // with comments
	Guesses []string // what was guessed and why, each a sentence for the user
}

// Propose looks at the module in dir.
func Propose(dir string) (Proposal, error) {
	found, err := look(dir)
	if err != nil {
		return Proposal{}, err
	}
	p := plan(found)
	return Proposal{p.render(), p.guesses}, nil
}

// findings are what there is in a module.
type findings struct {
	name      string     // of the module
	drivers   []driver   // direct requirements first
	folders   []folder   // with migrations, by path
	variables []variable // that look like ways to a database, by name
	dotEnvs   []dotEnv
	testMains []string // folders of packages with a TestMain
	mysql     mysqlForm
}

// look walks through the module in dir.
func look(dir string) (findings, error) {
	var f findings
	goMod := readMod(filepath.Join(dir, "go.mod"))
	f.name, f.drivers = goMod.name, goMod.drivers
	if f.name == "" {
		absolute, err := filepath.Abs(dir)
		if err != nil {
			return f, err
		}
		f.name = filepath.Base(absolute)
	}
	tree, err := walk(dir)
	if err != nil {
		return f, fmt.Errorf("looking through %s: %w", dir, err)
	}
	f.folders = migrations(dir, tree.sql)
	f.variables, f.testMains, f.mysql = readSources(dir, tree.sources)
	f.dotEnvs = readDotEnvs(dir, tree.dotEnvs, f.variables)
	return f, nil
}
