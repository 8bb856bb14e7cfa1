package gotest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// The files that are added to package database/sql. Each method of that
// package's types that the first has stands in for one of sql.go.
const (
	sqlMethods = "feed/sql_methods.go.txt"
	sqlAnswers = "feed/sql_answers.go.txt"
)

// standIn matches the declaration of such a method.
var standIn = regexp.MustCompile(`(?m)^func \((?:\w+ \*(?:DB|Tx|Stmt|Rows))\) (\w+)\(.*\{$`)

// listening are the files of the package, which is at home there, that differ if
// it is to tell of its statements.
func listening(home string) (map[string][]byte, error) {
	source, err := os.ReadFile(filepath.Join(home, "sql.go"))
	if err != nil {
		return nil, err
	}
	methods, err := feed.ReadFile(sqlMethods)
	if err != nil {
		return nil, err
	}
	answers, err := feed.ReadFile(sqlAnswers)
	if err != nil {
		return nil, err
	}
	changed, err := instrument(source, methods)
	return map[string][]byte{"sql.go": changed, "zz_ptr_methods.go": methods, "zz_ptr_answers.go": answers}, err
}

// instrument changes sql.go, as the toolchain at hand has it, so that it goes
// with the methods that are added. Nothing but names changes, and no line moves.
// The error tells which declaration is not what they were written for.
func instrument(source, methods []byte) ([]byte, error) {
	const rows = "type Rows struct {"
	changed, err := replaceLine("sql.go", source, rows, rows+" ptrzz ptrzzReading")
	if err != nil {
		return nil, err
	}
	for _, match := range standIn.FindAllSubmatch(methods, -1) {
		line, method := string(match[0]), string(match[1])
		renamed := strings.Replace(line, ") "+method+"(", ") ptrzz"+strings.ToUpper(method[:1])+method[1:]+"(", 1)
		if changed, err = replaceLine("sql.go", changed, line, renamed); err != nil {
			return nil, err
		}
	}
	return changed, nil
}
