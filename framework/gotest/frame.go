package gotest

import (
	"os"
	"path/filepath"
)

// testingInstead is the file that is added to package testing.
const testingInstead = "feed/testing_instead.go.txt"

// A patch is of a file of package testing: lines that must stand there just so,
// each with what is put behind it. Thus no line moves.
type patch struct {
	file  string
	lines [][2]string
}

// Where tests, and fuzz targets, are called.
var patches = [2]patch{
	{"testing.go", [][2]string{
		{"type T struct {", " ptrzzTest func(*T); ptrzzReturned func();"},
		{"func tRunner(t *T, fn func(t *T)) {", ""},
		{"\tfn(t)", "; if fn = t.ptrzzTest; fn != nil { defer t.ptrzzReturned(); fn(t) }"},
	}},
	{"fuzz.go", [][2]string{
		{"type F struct {", " ptrzzTest func(*F); ptrzzReturned func();"},
		{"func fRunner(f *F, fn func(*F)) {", ""},
		{"\tfn(f)", "; if fn = f.ptrzzTest; fn != nil { defer f.ptrzzReturned(); fn(f) }"},
	}},
}

// stepAside writes another package testing into dir, which calls a test itself
// once ptr has had its say: a test that looks at the stack above it finds what
// it finds under go test. Nil, and so one function of ptr's on that stack, if the
// toolchain's own isn't what this was written for.
func (f *Framework) stepAside(dir string) replacements {
	if f.o.PerTest {
		return nil
	}
	home := f.tool.home("testing")
	files, err := aside(home)
	if err != nil {
		return nil
	}
	replace, err := writeReplacements(dir, home, files)
	if err != nil {
		return nil
	}
	return replace
}

// aside are the files of the package testing that is at home there that differ.
func aside(home string) (map[string][]byte, error) {
	added, err := feed.ReadFile(testingInstead)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"zz_ptr_instead.go": added}
	for _, p := range patches {
		source, err := os.ReadFile(filepath.Join(home, p.file))
		if err != nil {
			return nil, err
		}
		if files[p.file], err = p.apply(source); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func (p patch) apply(source []byte) (_ []byte, err error) {
	for _, l := range p.lines {
		if source, err = replaceLine(p.file, source, l[0], l[0]+l[1]); err != nil {
			return nil, err
		}
	}
	return source, nil
}
