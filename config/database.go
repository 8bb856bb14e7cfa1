package config

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// databases takes the [database.ALIAS] tables.
func (d *document) databases(c *Config, known Known) *problem {
	for _, alias := range slices.Sorted(maps.Keys(d.Database)) {
		db, p := d.Database[alias].database(alias, c.Dir, known)
		if p != nil {
			p.path = append([]string{"database", alias}, p.path...)
			return p
		}
		c.Databases = append(c.Databases, db)
	}
	return nil
}

func (t databaseTable) database(alias, dir string, known Known) (Database, *problem) {
	backends := slices.Sorted(maps.Keys(known.Backends))
	db := Database{Alias: alias, Strategy: "auto", Command: t.Command, Env: t.Env, CommandEnv: t.CommandEnv}
	if alias == "" || strings.ContainsFunc(alias, notInAlias) {
		return db, &problem{text: fmt.Sprintf("alias %q: use letters, digits, _, . and -", alias)}
	}
	if t.Backend == "" {
		return db, &problem{text: fmt.Sprintf("database %q has no backend", alias), hint: useOneOf(backends)}
	}
	if p := choose(&db.Backend, "backend", t.Backend, backends); p != nil {
		return db, p
	}
	if p := choose(&db.Strategy, "strategy", t.Strategy, known.strategies(t.Backend)); p != nil {
		return db, p
	}
	if p := t.server(&db, known); p != nil {
		return db, p
	}
	if db.Env == nil {
		db.Env = []string{"DATABASE_URL={url}"}
	}
	if db.CommandEnv == nil {
		db.CommandEnv = db.Env
	}
	return db, t.source(&db, dir, known)
}

// server takes the URL of a server that others run.
func (t databaseTable) server(db *Database, known Known) (p *problem) {
	if t.Server != "" && !slices.Contains(known.Servers, t.Backend) {
		return &problem{path: []string{"server"}, text: fmt.Sprintf("%s has no servers", t.Backend), hint: "leave server out"}
	}
	if db.Server, p = address("server", t.Server); p != nil {
		p.hint = "set it, or leave server out: ptr then starts one of its own"
	}
	return p
}

// address is what key says: a URL, or $ and the variable that has it, so that no
// password need be in a file.
func address(key, value string) (string, *problem) {
	name, variable := strings.CutPrefix(value, "$")
	if !variable {
		return value, nil
	}
	if value = os.Getenv(name); value == "" {
		return "", &problem{path: []string{key}, text: fmt.Sprintf("the environment variable %s, which %s names, is not set", name, key), hint: "set it"}
	}
	return value, nil
}

func notInAlias(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.-", r)
}

// source takes how the template is made.
func (t databaseTable) source(db *Database, dir string, known Known) (p *problem) {
	switch {
	case t.SQL != nil && t.Command != nil:
		return t.both("sql", "command")
	case t.SQL != nil && t.Existing != "":
		return t.both("sql", "existing")
	case t.Command != nil && t.Existing != "":
		return t.both("command", "existing")
	case t.Command == nil && t.Inputs != nil:
		return &problem{path: []string{"inputs"}, text: "inputs are those of a command, and there is none"}
	case t.Command == nil && t.CommandEnv != nil:
		return &problem{path: []string{"command_env"}, text: "command_env is that of a command, and there is none"}
	case t.Command != nil && (len(t.Command) == 0 || t.Command[0] == ""):
		return &problem{path: []string{"command"}, text: "the command is empty"}
	}
	if db.SQL, p = globs(dir, t.SQL, "sql"); p != nil {
		return p
	}
	if db.Inputs, p = globs(dir, t.Inputs, "inputs"); p != nil {
		return p
	}
	switch {
	case t.Existing == "":
		return nil
	case slices.Contains(known.Servers, t.Backend):
		db.From, p = address("existing", t.Existing)
		return p
	}
	return db.existing(dir, t.Existing)
}

func (t databaseTable) both(first, second string) *problem {
	return &problem{
		path: []string{second},
		text: fmt.Sprintf("%s and %s both make the template", first, second),
		hint: "leave out one of them",
	}
}

func (db *Database) existing(dir, file string) *problem {
	db.Existing = within(dir, file)
	if _, err := os.Stat(db.Existing); err != nil {
		return &problem{
			path: []string{"existing"},
			text: fmt.Sprintf("existing: %s: %v", file, cause(err)),
			hint: "name a SQLite database that is there, from the folder of ptr.toml, or make one by sql or command",
		}
	}
	return nil
}

// within is path, which is relative to dir unless it is absolute.
func within(dir, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}
