// Package template writes SQL that makes databases of a kind and size to measure
// with, in the dialect of each backend.
package template

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The templates that can be asked for by name.
const (
	Small      = "small"      // 2 MB in 20 tables
	Schema     = "schema"     // 1,100 related tables with keys, indexes and three rows each
	Migrations = "migrations" // 200 such tables as frameworks make them: each index and foreign key afterwards, by itself
	Data       = "data"       // 200 MB in 20 tables
)

const megabyte = 1 << 20

// A dialect writes scripts for one backend.
type dialect interface {
	// even makes a database of that many megabytes, divided evenly among 20 tables.
	even(megabytes int) string

	// chain makes that many tables, each of which refers to the one before, with
	// keys, an index and three rows.
	chain(tables int) string

	// migrations make the tables of chain one step at a time.
	migrations(tables int) string
}

// The proportions of [dialect.even].
const (
	evenTables = 20
	evenRow    = 512 // bytes, of which the database takes some itself
)

// ErrSize is wrapped by the error for a size that isn't one.
var ErrSize = errors.New("no size")

// NoSize is the error for what is neither a size nor a file.
func NoSize(size string) error { return fmt.Errorf("%w %q, and no such file", ErrSize, size) }

// Script makes a database of a size, one of the names or so many megabytes as in
// 20MB, for the backend of that name. It returns false if there is no such size, or
// backend.
func Script(backend, size string) (script string, ok bool) {
	d, ok := map[string]dialect{"sqlite": sqlite{}, "postgres": postgres{}, "mysql": mysql{}}[backend]
	if !ok {
		return "", false
	}
	switch n, ok := megabytes(size); {
	case size == Small:
		return d.even(2), true
	case size == Data:
		return d.even(200), true
	case size == Schema:
		return d.chain(1100), true
	case size == Migrations:
		return d.migrations(200), true
	case ok:
		return d.even(n), true
	}
	return "", false
}

func megabytes(size string) (n int, ok bool) {
	number, found := strings.CutSuffix(size, "MB")
	n, err := strconv.Atoi(number)
	return n, found && err == nil && n > 0 && n <= 1<<20
}

// chained writes the statements of a chain: first makes the first table, and next
// each further one, with its number and the one before.
func chained(tables int, first, next string) string {
	var b strings.Builder
	b.WriteString(first)
	for i := 1; i < tables; i++ {
		b.WriteString(strings.NewReplacer("{n}", fmt.Sprintf("%04d", i), "{before}", fmt.Sprintf("%04d", i-1)).Replace(next))
	}
	return b.String()
}

// once makes one transaction of statements.
func once(statements string) string { return "BEGIN;\n" + statements + "COMMIT;\n" }
