package detect

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A driver is a module by which Go programs reach a database.
type driver struct {
	module   string // as it stands in go.mod
	backend  string
	indirect bool // required by another module only
	self     bool // the module is the driver
}

// backendOf is the backend that a module is a driver of; "" if it is none.
func backendOf(module string) string {
	module = regexp.MustCompile(`/v\d+$`).ReplaceAllString(module, "")
	switch module {
	case "github.com/mattn/go-sqlite3", "modernc.org/sqlite", "github.com/ncruces/go-sqlite3",
		"github.com/glebarez/go-sqlite", "gorm.io/driver/sqlite", "github.com/glebarez/sqlite":
		return "sqlite"
	case "github.com/jackc/pgx", "github.com/lib/pq", "gorm.io/driver/postgres":
		return "postgres"
	case "github.com/go-sql-driver/mysql", "gorm.io/driver/mysql":
		return "mysql"
	}
	return ""
}

// A mod is what matters of go.mod.
type mod struct {
	name    string // the last element of the path that is no version
	drivers []driver
}

// readMod reads file; what isn't there, or isn't understood, is empty.
func readMod(file string) mod {
	text, err := os.ReadFile(file)
	if err != nil {
		return mod{}
	}
	var m mod
	for line := range strings.Lines(string(text)) {
		code, comment, _ := strings.Cut(line, "//")
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(code), "require "))
		if len(words) == 2 && words[0] == "module" {
			module := strings.Trim(words[1], `"`)
			m.name = baseOf(module)
			if backend := backendOf(module); backend != "" {
				m.drivers = append(m.drivers, driver{module: module, backend: backend, self: true})
			}
		}
		if len(words) == 2 && backendOf(words[0]) != "" {
			m.drivers = append(m.drivers, driver{module: words[0], backend: backendOf(words[0]), indirect: strings.Contains(comment, "indirect")})
		}
	}
	slices.SortStableFunc(m.drivers, func(a, b driver) int {
		switch {
		case a.indirect == b.indirect:
			return 0
		case b.indirect:
			return -1
		}
		return 1
	})
	return m
}

// baseOf is the last element of a module's path that is no major version.
func baseOf(module string) string {
	return path.Base(regexp.MustCompile(`/v\d+$`).ReplaceAllString(module, ""))
}
