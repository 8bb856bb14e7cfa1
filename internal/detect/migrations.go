package detect

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A layout is how the files of a folder are to be applied.
type layout int

const (
	plain         layout = iota // in the order of their names
	golangMigrate               // those that end in .up.sql only
	goose                       // by goose: each file also undoes what it does
	dbmate                      // by dbmate, likewise
)

// A folder has the migrations of one database.
type folder struct {
	path   string   // relative to the module's root, with slashes; "." is the root
	files  []string // names
	layout layout
}

// migrations are those folders of files that make a database: they, or a
// folder above, have a name that says so, or their files do.
func migrations(dir string, files []string) []folder {
	names := map[string][]string{}
	var order []string
	for _, file := range files {
		parent := path.Dir(file)
		if names[parent] == nil {
			order = append(order, parent)
		}
		names[parent] = append(names[parent], path.Base(file))
	}
	var found []folder
	for _, parent := range order {
		f := folder{parent, names[parent], layoutOf(dir, parent, names[parent])}
		if f.layout != plain || soundsLikeSchema(parent) || slices.Contains(f.files, schema) {
			found = append(found, f)
		}
	}
	return found
}

// schema is the name of a file that makes all tables by itself.
const schema = "schema.sql"

func soundsLikeSchema(folder string) bool {
	for part := range strings.SplitSeq(strings.ToLower(folder), "/") {
		if slices.Contains(generic(), part) {
			return true
		}
	}
	return false
}

// generic are names of folders that say what is in them, but not of which
// database.
func generic() []string {
	return []string{"migration", "migrations", "migrate", "schema", "schemas", "sql", "db", "database", "ddl"}
}

func layoutOf(dir, parent string, names []string) layout {
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(parent), names[0]))
	switch {
	case slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, ".up.sql") }):
		return golangMigrate
	case err != nil:
		return plain
	case regexp.MustCompile(`(?im)^\s*--\s*\+goose\s+up`).Match(text):
		return goose
	case regexp.MustCompile(`(?im)^\s*--\s*migrate:up`).Match(text):
		return dbmate
	}
	return plain
}

// pattern matches the files of f that make the database.
func (f folder) pattern() string {
	folder := regexp.MustCompile(`[*?[\\]`).ReplaceAllString(f.path, `\$0`)
	switch {
	case f.layout == golangMigrate:
		return path.Join(folder, "*.up.sql")
	case f.layout == plain && slices.Contains(f.files, schema) && slices.Min(f.files) < schema:
		return path.Join(folder, schema) // what would come first leads there, or from there
	}
	return path.Join(folder, "*.sql")
}

// label is the last part of f's path that says which database it is of; "" if
// none does.
func (f folder) label() string {
	parts := strings.Split(f.path, "/")
	for _, part := range slices.Backward(parts) {
		if part != "." && !slices.Contains(generic(), strings.ToLower(part)) {
			return part
		}
	}
	return ""
}
