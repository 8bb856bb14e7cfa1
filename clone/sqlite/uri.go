package sqlite

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

// uri is path, which is absolute, as SQLite takes it: "file:///…", with all
// bytes escaped that could mean something else. SQLite silently opens a shorter
// name at the first unescaped ? or #.
func uri(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // file:///C:/…
	}
	return "file://" + escape(path, "/:")
}

// escape percent-encodes all but letters and digits of ASCII, "-._~", and
// the bytes of also.
func escape(s, also string) string {
	var escaped strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			strings.IndexByte("-._~", c) >= 0, strings.IndexByte(also, c) >= 0:
			escaped.WriteByte(c)
		default:
			fmt.Fprintf(&escaped, "%%%02X", c)
		}
	}
	return escaped.String()
}

// values are what patterns can name of a database that is a file:
//
//	path      the file, as the system takes it
//	url       a file: URI, escaped; append ?name=value for parameters
//	dsn       what mattn/go-sqlite3 takes, which is the same
//	database  the name
func values(path, name string) clone.Values {
	return clone.Values{"path": path, "url": uri(path), "dsn": uri(path), "database": name}
}

// fileClone describes the clone of t that is a file.
func fileClone(t clone.Template, strategy, path, name string) clone.Clone {
	return clone.Clone{Name: name, Strategy: strategy, Databases: t.Only(values(path, name)), Path: path}
}
