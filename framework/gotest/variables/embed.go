package variables

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed snapshot.go.txt
var snapshot string

// Source is a file that, added to the package of that name in a test binary,
// writes variables of a [Table] as text and compares them:
//
//	ptrzzOpenVariables(words []string, types, slide uintptr) []ptrzzVariable
//	ptrzzShow(ptrzzVariable) string
//	ptrzzChanged(variables []ptrzzVariable, before []string) [][3]string
func Source(packageName string) string {
	return strings.Replace(snapshot, "package PACKAGE", "package "+packageName, 1)
}

//go:embed keep.go.txt
var keep string

// Keeper is a second file, which needs the first, that puts variables back:
//
//	ptrzzKeep(ptrzzVariable) *ptrzzKept
//	(*ptrzzKept).putBack() bool
func Keeper(packageName string) string {
	return strings.Replace(keep, "package PACKAGE", "package "+packageName, 1)
}

// Words are the variables of t in the form that ptrzzOpenVariables takes: four
// words each.
func (t Table) Words() []string {
	words := make([]string, 0, 4*len(t.Variables))
	for _, v := range t.Variables {
		words = append(words, v.Name, fmt.Sprintf("%x", v.Address), fmt.Sprintf("%x", v.Type), fmt.Sprintf("%x", v.Size))
	}
	return words
}
