// Package variables finds the package variables of a Go binary, so that a
// process of that binary can look at their values.
//
// The binary describes itself: DWARF gives each variable's address and, in an
// attribute of Go's own, its runtime type as an offset from the symbol
// runtime.types.
package variables

import (
	"debug/dwarf"
	"encoding/binary"
	"fmt"
	"strings"
)

// A Variable is one package variable, or a field or element of one.
type Variable struct {
	Name    string // with the import path, such as "example.com/shop/orders.registry"
	Address uint64 // as linked
	Type    uint64 // the address of its runtime type, as linked; 0 if the binary has none
	Size    int64  // bytes; 0 if only the type of what an interface holds is to be looked at
}

// A Table is the variables of one binary.
type Table struct {
	Anchor    uint64 // the address of the variable called anchor, as linked; where it really is tells how far the binary was moved
	Types     uint64 // the address of runtime.types, as linked
	Variables []Variable
}

// attrGoRuntimeType is Go's own attribute, DW_AT_go_runtime_type in
// cmd/internal/dwarf.
const attrGoRuntimeType dwarf.Attr = 0x2904

// Read lists the variables of the packages of the binary that own accepts, and those of
// the standard library that hold for the whole process, such as log.std. The
// anchor is the linker's name of a variable whose address the process can tell,
// such as "main.tests". The error says what the binary lacks: it must have been
// linked with symbols and DWARF (no -ldflags=-s or -w).
func Read(path, anchor string, own func(importPath string) bool) (Table, error) {
	image, err := open(path)
	if err != nil {
		return Table{}, fmt.Errorf("%s: %w", path, err)
	}
	defer image.Close()
	t := Table{Anchor: image.symbols[anchor], Types: image.symbols["runtime.types"]}
	if t.Anchor == 0 || t.Types == 0 {
		return Table{}, fmt.Errorf("%s: has no symbol %s or runtime.types", path, anchor)
	}
	t.Variables, err = list(image, t.Types, own)
	if err != nil {
		return Table{}, fmt.Errorf("%s: reading DWARF: %w", path, err)
	}
	return t, nil
}

func list(image *image, types uint64, own func(string) bool) ([]Variable, error) {
	var found []Variable
	owned := false
	entries := image.dwarf.Reader()
	for {
		entry, err := entries.Next()
		if entry == nil || err != nil {
			return found, err
		}
		switch {
		case entry.Tag == dwarf.TagSubprogram:
			entries.SkipChildren()
		case entry.Tag == dwarf.TagCompileUnit:
			owned = own(nameOf(entry))
			if !owned && !holdsSome(nameOf(entry)) {
				entries.SkipChildren()
			}
		case entry.Tag == dwarf.TagVariable && (owned || ofProcess(nameOf(entry))):
			found = append(found, parts(image, types, entry)...)
		}
	}
}

// nameOf is the name of a variable, or the import path of a unit.
func nameOf(entry *dwarf.Entry) string {
	name, _ := entry.Val(dwarf.AttrName).(string)
	return name
}

// parts are what can be looked at of one entry: nothing if it is no variable of
// the program's own, but a local or what the compiler made.
func parts(image *image, types uint64, entry *dwarf.Entry) []Variable {
	name := nameOf(entry)
	address, ok := addressOf(entry)
	if !ok || made(name) {
		return nil
	}
	offset, _ := entry.Val(dwarf.AttrType).(dwarf.Offset)
	d := describer{data: image.dwarf, types: types}
	d.describe(name, address, offset)
	if shallow(name) && len(d.parts) == 1 {
		d.parts[0].Size = 0
	}
	return d.parts
}

// opAddr is the DWARF operation that pushes the address behind it.
const opAddr = 0x03

func addressOf(entry *dwarf.Entry) (uint64, bool) {
	location, _ := entry.Val(dwarf.AttrLocation).([]byte)
	if len(location) != 9 || location[0] != opAddr {
		return 0, false
	}
	return binary.LittleEndian.Uint64(location[1:]), true
}

// made reports whether the compiler made name: "p..stmp_1", "p.x·f".
func made(name string) bool {
	return strings.Contains(name, "..") || strings.ContainsAny(name, "·<>")
}
