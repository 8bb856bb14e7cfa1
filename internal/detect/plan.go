package detect

import (
	"fmt"
	"slices"
	"strings"
)

// A proposal is a ptr.toml in the making.
type proposal struct {
	name      string
	backend   string
	databases []database
	comments  bool // databases are only comments
	guesses   []string
}

// A database is one that a suite seems to have.
type database struct {
	alias  string
	folder *folder // nil if nothing was found to prepare it from
	env    []string
}

func (p *proposal) guess(format string, args ...any) {
	p.guesses = append(p.guesses, fmt.Sprintf(format, args...))
}

// plan makes databases of f: one for each folder of migrations, or else for
// each group of variables.
func plan(f findings) *proposal {
	p := &proposal{name: f.name}
	p.chooseBackend(f.drivers)
	folders := p.chooseFolders(f.folders)
	for i, folder := range folders {
		p.databases = append(p.databases, database{alias: aliasOf(folder, len(folders)), folder: &folders[i]})
		p.guess("%s: %s", folder.path, prepares(folder))
	}
	p.dedupe()
	p.assign(group(p.ours(f.variables)))
	p.dedupe()
	if len(p.databases) == 0 {
		p.databases = []database{{alias: "default"}}
		p.comments = len(f.drivers) == 0
	}
	if len(folders) == 0 && !p.comments {
		p.guess("No folder of migrations was found: the templates are empty databases, which the tests fill themselves.")
	}
	for i := range p.databases {
		p.invent(&p.databases[i])
	}
	p.warn(f)
	return p
}

// chooseBackend takes that of the first driver.
func (p *proposal) chooseBackend(drivers []driver) {
	if len(drivers) == 0 {
		p.backend = "sqlite"
		p.guess("go.mod requires no driver of a database that is known.")
		return
	}
	p.backend = drivers[0].backend
	p.guess("go.mod requires %s: the backend is %s.", drivers[0].module, p.backend)
	for _, d := range drivers {
		if d.backend != p.backend && !d.indirect {
			p.guess("go.mod requires %s, too: what the tests keep there is not cloned.", d.module)
		}
	}
}

// chooseFolders leaves out folders for other dialects than that of the
// backend, where there are such for it.
func (p *proposal) chooseFolders(folders []folder) []folder {
	dialect := func(f folder) string { return dialectOf(f.label()) }
	if !slices.ContainsFunc(folders, func(f folder) bool { return dialect(f) == p.backend }) {
		return folders
	}
	return slices.DeleteFunc(folders, func(f folder) bool { return dialect(f) != "" && dialect(f) != p.backend })
}

func dialectOf(label string) string {
	switch strings.ToLower(label) {
	case "sqlite", "sqlite3":
		return "sqlite"
	case "postgres", "postgresql", "pg", "pgsql":
		return "postgres"
	case "mysql", "mariadb":
		return "mysql"
	}
	return ""
}

// aliasOf is the alias of the database that f is for, one of n.
func aliasOf(f folder, n int) string {
	label := f.label()
	if n == 1 || label == "" || dialectOf(label) != "" {
		return "default"
	}
	return alias(label)
}

// ours leaves out variables that name another dialect than the backend's.
func (p *proposal) ours(variables []variable) []variable {
	return slices.DeleteFunc(slices.Clone(variables), func(v variable) bool {
		return slices.ContainsFunc(words(v.name), func(w string) bool {
			return dialectOf(w) != "" && dialectOf(w) != p.backend
		})
	})
}

func prepares(f folder) string {
	switch f.layout {
	case golangMigrate:
		return "migrations in the layout of golang-migrate, of which those that end in .up.sql are executed in the order of their names."
	case goose:
		return "migrations for goose, which also undo what they do: the goose command prepares the template."
	case dbmate:
		return "migrations for dbmate, which also undo what they do: the dbmate command prepares the template."
	}
	return "SQL files, executed in the order of their names."
}

// dedupe gives databases of the same alias numbers.
func (p *proposal) dedupe() {
	seen := map[string]int{}
	for i := range p.databases {
		alias := p.databases[i].alias
		seen[alias]++
		if n := seen[alias]; n > 1 {
			p.databases[i].alias = fmt.Sprintf("%s%d", alias, n)
		}
	}
}

// warn says what may get in the way.
func (p *proposal) warn(f findings) {
	for _, d := range f.dotEnvs {
		p.guess("%s sets %s: if the tests load that file over their environment, they do not use the databases that ptr makes for them.", d.file, strings.Join(d.sets, ", "))
	}
	if len(f.testMains) > 0 {
		p.guess("There is a TestMain in %s: it runs once in every process, on that process's own databases.", some(f.testMains))
	}
}

// some is names, but no more than three.
func some(names []string) string {
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
	}
	return strings.Join(names, ", ")
}
