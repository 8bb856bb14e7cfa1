package detect

import (
	"fmt"
	"slices"
	"strings"
)

// A proposal is a ptr.toml in the making, or that part of it which is of one backend.
type proposal struct {
	name      string
	backend   string
	unnamed   string // the alias of a database of which nothing says what it is
	databases []database
	comments  bool // databases are only comments
	mysql     mysqlForm
	guesses   []string
}

// A database is one that a suite seems to have.
type database struct {
	alias   string
	backend string
	folder  *folder // nil if nothing was found to prepare it from
	env     []string
}

func (p *proposal) guess(format string, args ...any) {
	p.guesses = append(p.guesses, fmt.Sprintf(format, args...))
}

// plan makes databases of f: of the main backend, and of others that have a variable.
func plan(f findings) *proposal {
	p := &proposal{name: f.name, unnamed: "default", mysql: f.mysql}
	p.chooseBackend(f)
	folders := p.chooseFolders(f.folders)
	p.collect(folders, p.ours(f.variables))
	p.others(f)
	if len(p.databases) == 0 {
		p.databases = []database{{alias: p.unnamed, backend: p.backend}}
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

// collect makes a database for each folder of migrations, and for each group of variables
// that leads to none of these.
func (p *proposal) collect(folders []folder, variables []variable) {
	for i, folder := range folders {
		p.databases = append(p.databases, database{alias: p.aliasOf(folder, len(folders)), backend: p.backend, folder: &folders[i]})
		p.guess("%s: %s", folder.path, prepares(folder))
	}
	p.dedupe()
	p.assign(group(variables))
	p.dedupe()
}

// others adds the databases of further backends that the module has drivers of, and
// variables that speak of them.
func (p *proposal) others(f findings) {
	seen := map[string]bool{p.backend: true}
	for _, d := range f.drivers {
		if seen[d.backend] || d.indirect {
			continue
		}
		seen[d.backend] = true
		q := &proposal{backend: d.backend, unnamed: d.backend, mysql: f.mysql}
		variables := q.spokenOf(f.variables)
		if len(variables) == 0 {
			p.guess("go.mod requires %s, too: what the tests keep there is not cloned.", d.module)
			continue
		}
		p.guess("go.mod requires %s, too: there is a database of %s beside.", d.module, d.backend)
		q.collect(slices.DeleteFunc(slices.Clone(f.folders), func(f folder) bool { return dialectOf(f.label()) != d.backend }), variables)
		p.databases, p.guesses = append(p.databases, q.databases...), append(p.guesses, q.guesses...)
	}
	p.dedupe()
}

// chooseBackend takes that of the first driver or, where there is none, the one that
// variables speak of.
func (p *proposal) chooseBackend(f findings) {
	switch {
	case len(f.drivers) > 0 && f.drivers[0].self:
		p.backend = f.drivers[0].backend
		p.guess("The module is a driver: the backend is %s.", p.backend)
	case len(f.drivers) > 0:
		p.backend = f.drivers[0].backend
		p.guess("go.mod requires %s: the backend is %s.", f.drivers[0].module, p.backend)
	default:
		p.backend = "sqlite"
		p.guess("go.mod requires no driver of a database that is known.")
		for _, v := range f.variables {
			if backend := backendNamed(v.name); backend != "" {
				p.backend = backend
				p.guess("%s is read in %s: the backend is %s.", v.name, v.file, backend)
				return
			}
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
	return slices.DeleteFunc(slices.Clone(folders), func(f folder) bool { return dialect(f) != "" && dialect(f) != p.backend })
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
func (p *proposal) aliasOf(f folder, n int) string {
	label := f.label()
	if n == 1 || label == "" || dialectOf(label) != "" {
		return p.unnamed
	}
	return alias(label)
}

// ours leaves out variables that name another backend.
func (p *proposal) ours(variables []variable) []variable {
	return slices.DeleteFunc(slices.Clone(variables), func(v variable) bool {
		named := backendNamed(v.name)
		return named != "" && named != p.backend
	})
}

// spokenOf are the variables that name p's backend.
func (p *proposal) spokenOf(variables []variable) []variable {
	return slices.DeleteFunc(slices.Clone(variables), func(v variable) bool { return backendNamed(v.name) != p.backend })
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
