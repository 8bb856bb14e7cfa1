package detect

import (
	"slices"
	"strings"
)

// looksLikeDatabase reports whether name speaks of databases, and its end of a
// part of an address, as in SHOP_DSN, DATABASE_URL, DB_HOST and PGPORT, or of a backend, as
// in TEST_POSTGRES, unless it sounds like a switch or speaks of a server that ptr has not.
func looksLikeDatabase(name string) bool {
	split := words(name)
	if slices.ContainsFunc(split, isForeign) {
		return false
	}
	last := split[len(split)-1]
	if dialectOf(last) != "" {
		return !slices.ContainsFunc(split, isSwitchWord)
	}
	return slices.ContainsFunc(split, isDatabaseWord) && placeholder(last) != ""
}

// isForeign reports whether w names a kind of database that ptr makes no clones of.
func isForeign(w string) bool {
	return slices.Contains([]string{
		"mssql", "sqlserver", "oracle", "clickhouse", "mongo", "mongodb", "redis", "cassandra", "cockroach", "cockroachdb", "crdb",
		"snowflake", "spanner", "bigquery", "firebird", "db2", "tidb", "ydb", "vertica", "trino", "presto", "duckdb", "elasticsearch", "dynamodb",
	}, w)
}

func isSwitchWord(w string) bool {
	return slices.Contains([]string{"use", "skip", "run", "with", "without", "no", "enable", "disable", "is", "has", "only"}, w)
}

func isDatabaseWord(w string) bool {
	return backendOfWord(w) != "" || slices.Contains([]string{"dsn", "db", "database"}, w)
}

// backendOfWord is the backend that w speaks of, as "mysql" and "pghost" do; "" if it speaks
// of none.
func backendOfWord(w string) string {
	if rest, ok := strings.CutPrefix(w, "pg"); ok && placeholder(rest) != "" {
		return "postgres"
	}
	return dialectOf(w)
}

// backendNamed is the backend that the first word of a variable's name which speaks of one
// does, as in POSTGRES_DSN and PGHOST; "" if none does.
func backendNamed(variable string) string {
	for _, w := range words(variable) {
		if backend := backendOfWord(w); backend != "" {
			return backend
		}
	}
	return ""
}

// A variableGroup is variables that lead to one database, such as DB_HOST and
// DB_PORT.
type variableGroup struct {
	stem      []string // the words of its names that say which database
	variables []variable
}

// group puts variables together whose names say of the same database which it
// is, or nothing.
func group(variables []variable) []variableGroup {
	var groups []variableGroup
	for _, v := range variables {
		stem := stemOf(v.name)
		i := slices.IndexFunc(groups, func(g variableGroup) bool { return slices.Equal(g.stem, stem) })
		if i < 0 {
			i = len(groups)
			groups = append(groups, variableGroup{stem: stem})
		}
		groups[i].variables = append(groups[i].variables, v)
	}
	return groups
}

// stemOf is the words of name without those that speak of databases and tests
// in general, and without the part of an address at the end.
func stemOf(name string) []string {
	split := words(name)
	split = split[:len(split)-1]
	return slices.DeleteFunc(split, func(w string) bool {
		return isDatabaseWord(w) || w == "test" || w == "tests"
	})
}

// placeholder is what stands for the part of an address that word names; "" if
// it names none.
func placeholder(word string) string {
	switch strings.TrimPrefix(word, "pg") {
	case "dsn", "conn", "connection":
		return "{dsn}"
	case "url", "uri":
		return "{url}"
	case "path", "file", "filename":
		return "{path}"
	case "host", "hostname", "server":
		return "{host}"
	case "port":
		return "{port}"
	case "addr", "address":
		return "{host}:{port}"
	case "user", "username":
		return "{user}"
	case "password", "pass", "passwd":
		return "{password}"
	case "name", "dbname", "database", "db", "schema":
		return "{database}"
	}
	return ""
}

// whole is what leads to a database by itself, as drivers of the backend for Go take it.
func (p *proposal) whole() string {
	return map[string]string{"postgres": "{url}", "mysql": "{dsn}", "sqlite": "{path}"}[p.backend]
}

// pattern is what the variable called name is to be set to; "" if it leads to
// nothing that the backend has. One that has only the name of a database, and is alone, has
// to say where that is, too.
func (p *proposal) pattern(name string, alone bool) string {
	split := words(name)
	last := split[len(split)-1]
	value := placeholder(last)
	if dialectOf(last) != "" || alone && (last == "database" || last == "db") {
		value = p.whole()
	}
	if p.backend == "mysql" {
		value = p.mysql.address(value)
	}
	server := p.backend != "sqlite"
	switch value {
	case "{path}":
		if server {
			return ""
		}
	case "{database}":
		if !server {
			value = "{path}"
		}
	case "{host}", "{port}", "{host}:{port}", "{user}", "{password}":
		if !server {
			return ""
		}
	}
	return name + "=" + value
}

// libpq are the variables that drivers of PostgreSQL read by themselves, where a
// program names some of them at most.
var libpq = []string{"PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"}

// complete adds to patterns the variables without which they lead elsewhere.
func complete(patterns []string) []string {
	set := func(name string) bool {
		return slices.ContainsFunc(patterns, func(pattern string) bool { return strings.HasPrefix(pattern, name+"=") })
	}
	if !slices.ContainsFunc(libpq, set) {
		return patterns
	}
	for _, name := range libpq {
		if !set(name) {
			patterns = append(patterns, name+"="+placeholder(strings.ToLower(name)))
		}
	}
	return patterns
}
