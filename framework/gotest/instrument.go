package gotest

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// databaseSQL is the file that is added to the package database/sql. Each method
// of that package's types that it has stands in for one of sql.go.
const databaseSQL = "feed/database_sql.go.txt"

// standIn matches the declaration of such a method.
var standIn = regexp.MustCompile(`(?m)^func \((?:\w+ \*(?:DB|Tx|Stmt|Rows))\) (\w+)\(.*\{$`)

// instrument changes sql.go, as the toolchain at hand has it, so that it goes
// with added. Nothing but names changes, and no line moves. The error tells which
// declaration is not what added was written for.
func instrument(source, added []byte) ([]byte, error) {
	const rows = "type Rows struct {"
	changed, err := replaceLine(source, rows, rows+" ptrzz ptrzzReading")
	if err != nil {
		return nil, err
	}
	for _, match := range standIn.FindAllSubmatch(added, -1) {
		line, method := string(match[0]), string(match[1])
		renamed := strings.Replace(line, ") "+method+"(", ") ptrzz"+strings.ToUpper(method[:1])+method[1:]+"(", 1)
		if changed, err = replaceLine(changed, line, renamed); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

// replaceLine replaces the one line of source that is the old one.
func replaceLine(source []byte, line, replacement string) ([]byte, error) {
	line, replacement = "\n"+line+"\n", "\n"+replacement+"\n"
	if n := bytes.Count(source, []byte(line)); n != 1 {
		return nil, fmt.Errorf("sql.go has the line %q %d times", strings.TrimSpace(line), n)
	}
	return bytes.Replace(source, []byte(line), []byte(replacement), 1), nil
}
