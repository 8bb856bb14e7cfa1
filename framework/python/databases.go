package python

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework"
)

// variable leads a process to the database of an alias. The worker takes it out
// of its environment.
const variable = "PTR_DATABASE_"

// A database is an alias of the suite, as its settings have it.
type database struct {
	Alias    string `json:"alias"`
	Backend  string `json:"backend"` // "" if it is none of ptr's
	Engine   string `json:"engine"`
	MirrorOf string `json:"mirror_of"`
	InMemory bool   `json:"in_memory"`
}

// An inventory is as much as ptr itself understands of what a process has found.
type inventory struct {
	Databases []string `json:"databases"` // aliases that the listed tests need
	Inputs    []string `json:"inputs"`    // files, and folders of migrations, that their templates depend on
}

// Databases are those of the aliases that the listed tests need, as far as ptr
// has their backends: each is prepared by the suite itself, in a process of its
// own.
func (f *Framework) Databases(ctx context.Context, labels []string) ([]framework.Database, error) {
	known, err := f.learned(ctx, labels)
	if err != nil || known.Inventory == "" {
		return nil, err
	}
	found, needed, err := known.needed()
	if err != nil {
		return nil, err
	}
	inputs := inputFiles(found.Inputs)
	init, err := f.writeInit(known)
	if err != nil {
		return nil, err
	}
	var all []framework.Database
	for _, d := range needed {
		if d.Backend != "" {
			all = append(all, f.database(d, known, inputs, init))
		}
	}
	return all, nil
}

// needed are the databases that the listed tests need, but for mirrors.
func (k knowledge) needed() (inventory, []database, error) {
	var found inventory
	if err := json.Unmarshal([]byte(k.Inventory), &found); err != nil {
		return found, nil, fmt.Errorf("the worker's inventory: %w", err)
	}
	var needed []database
	for _, d := range k.Databases {
		if d.MirrorOf == "" && slices.Contains(found.Databases, d.Alias) {
			needed = append(needed, d)
		}
	}
	return found, needed, nil
}

// Engines are those that ptr has no backend for, by the aliases that the listed tests
// need: the suite makes these databases itself in each worker.
func (f *Framework) Engines() map[string]string {
	engines := map[string]string{}
	_, needed, _ := f.known.needed() // what Databases has read already
	for _, d := range needed {
		if d.Backend == "" {
			engines[d.Alias] = d.Engine
		}
	}
	return engines
}

// inputFiles are the files of paths, and those in folders. What is missing is
// left out: a listing that is out of date is not used.
func inputFiles(paths []string) []string {
	var files []string
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
		case info.IsDir():
			inside, _ := filepath.Glob(filepath.Join(escaped(path), "*.py"))
			files = append(files, inside...)
		default:
			files = append(files, path)
		}
	}
	return files
}

// escaped is path as a pattern of nothing else.
func escaped(path string) string {
	if runtime.GOOS == "windows" {
		return path // a backslash is no escape there
	}
	return strings.NewReplacer("*", "\\*", "?", "\\?", "[", "\\[", "\\", "\\\\").Replace(path)
}

// database says how that of d is made, and how a process gets to know where it is.
func (f *Framework) database(d database, known knowledge, inputs []string, init string) framework.Database {
	lines := serverLines(d.Backend)
	if d.Backend == "sqlite" {
		lines = []string{"backend=sqlite", "path={path}"}
	}
	env := variable + d.Alias + "=" + strings.Join(lines, "\n")
	result := framework.Database{
		Alias: d.Alias, Backend: d.Backend, Inputs: inputs, Env: env,
		Command:    []string{f.python.Path, f.worker, "prepare", d.Alias},
		CommandEnv: []string{"PTR_PYTHON_INIT=" + init},
		Stamp:      known.Versions,
	}
	if d.Backend == "sqlite" && d.InMemory {
		result.Recipe = env + "\nhow=memory"
	}
	return result
}

// writeInit writes what a process that prepares a database is told at its start:
// it may be more than a variable of the environment can hold.
func (f *Framework) writeInit(known knowledge) (file string, err error) {
	text, err := json.Marshal(f.settings(known.Inventory))
	if err != nil {
		return "", err
	}
	temp, err := os.CreateTemp(f.o.Temp, "init-*.json")
	if err != nil {
		return "", err
	}
	_, err = temp.Write(text)
	return temp.Name(), errors.Join(err, temp.Close())
}
