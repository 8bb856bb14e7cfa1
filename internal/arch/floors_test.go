package arch

import (
	"fmt"
	"path"
	"strings"
)

// Floors are the floors of packages, by folder relative to the module. A
// package that isn't listed is on the floor of the nearest folder above it that
// is, so that a new backend, framework or command needs no line here.
type Floors map[string]int

// ptrFloors are those of docs/design.md.
func ptrFloors() Floors {
	return Floors{
		"suite":              0,
		"internal/process":   0,
		"internal/filelock":  0,
		"internal/filecopy":  0,
		"internal/filewatch": 0,
		"internal/browser":   0,
		"internal/console":   0,

		"internal/scripttest": 0,

		"protocol":          1,
		"plan":              1,
		"stats":             1,
		"perturb":           1,
		"internal/server":   1,
		"internal/rowdiff":  1,
		"internal/folder":   1,
		"internal/binlog":   1,
		"internal/registry": 1,
		"internal/sqltext":  1,

		"internal/socket":  2,
		"internal/scratch": 2,
		"worker":           2,
		"clone":            2,
		"history":          2,
		"reports":          2,
		"causes":           2,
		"config":           2,
		"internal/detect":  2,

		"framework":         3,
		"internal/facts":    3,
		"internal/lending":  3,
		"internal/standing": 3,
		"bench/template":    3,

		"run":    4,
		"bench":  4,
		"bisect": 4,
		"flaky":  4,

		"internal/backends": 5,
		"internal/checkup":  5,
		"internal/figures":  5,

		"internal/housing":    6,
		"internal/invocation": 6,

		"internal/app": 7,

		"internal/flags": 8,

		"cmd":           9,
		"ptrtest":       9,
		"internal/arch": 9,
	}
}

// Of is the floor of the package in folder pkg.
func (f Floors) Of(pkg string) (floor int, ok bool) {
	for folder := pkg; folder != "."; folder = path.Dir(folder) {
		if floor, ok := f[folder]; ok {
			return floor, true
		}
	}
	return 0, false
}

// Check returns an error if importer must not import imported: it may import
// lower floors and, on its own, its ancestors and descendants.
func (f Floors) Check(importer, imported string) error {
	from, ok := f.Of(importer)
	if !ok {
		return unassigned(importer)
	}
	to, ok := f.Of(imported)
	if !ok {
		return unassigned(imported)
	}
	if to < from || to == from && (within(importer, imported) || within(imported, importer)) {
		return nil
	}
	how := "a sibling on its own floor"
	if to > from {
		how = "a higher floor"
	}
	return fmt.Errorf("%s (floor %d) imports %s (floor %d): %s", importer, from, imported, to, how)
}

func unassigned(pkg string) error {
	return fmt.Errorf("%s is on no floor: add it to ptrFloors in internal/arch, and to docs/design.md", pkg)
}

// within reports whether folder is below ancestor.
func within(folder, ancestor string) bool { return strings.HasPrefix(folder, ancestor+"/") }
