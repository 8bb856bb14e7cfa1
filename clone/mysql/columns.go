package mysql

import (
	"slices"
	"strings"
)

// A column is one that is not generated.
type column struct {
	name string // quoted
	kind string // such as "varchar"
}

// exact is an expression of what the column has: the same for the same value, and for
// no other.
func (c column) exact() string {
	switch {
	case c.isFloat():
		return c.name + " * 1e0" // which shows all digits
	case c.kind == "bit":
		return "CAST(" + c.name + " AS UNSIGNED)"
	case c.isBinary():
		return "HEX(" + c.name + ")"
	}
	return c.name
}

// exactKey is what a key's column is compared by: itself, so that an index serves,
// unless it is shown with more digits than it has.
func (c column) exactKey() string {
	if c.isFloat() {
		return c.exact()
	}
	return c.name
}

// text is the same as text.
func (c column) text() string { return "CONVERT(" + c.exact() + " USING utf8mb4)" }

// brief is an expression that tells values from others, though long ones may be as long
// as a packet.
func (c column) brief(d dialect) string {
	if c.isBinary() || strings.HasSuffix(c.kind, "text") || c.kind == "json" {
		return "COALESCE(" + d.digestOf(c.name) + ", '-')"
	}
	return "QUOTE(" + c.text() + ")"
}

func (c column) isFloat() bool { return c.kind == "float" }

func (c column) isBinary() bool {
	return slices.Contains([]string{"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry", "point", "linestring", "polygon",
		"multipoint", "multilinestring", "multipolygon", "geometrycollection", "geomcollection"}, c.kind)
}

func (c column) isNumber() bool {
	return slices.Contains([]string{"tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit", "year"}, c.kind)
}
