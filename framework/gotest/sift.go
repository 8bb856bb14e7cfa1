package gotest

import (
	"context"

	"github.com/ptr-project/ptr/suite"
)

// Sift reads the sources of test files. A package whose test files can't be parsed
// is none of those that it returns.
func (f *Framework) Sift(ctx context.Context, patterns []string, match func(suite.ID) bool) ([]string, error) {
	packages, err := f.o.packages(ctx, patterns)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, p := range packages {
		some := false
		for name := range declarations(p) {
			some = match(idOf(p.ImportPath, name)) || some
		}
		if some {
			found = append(found, p.ImportPath)
		}
	}
	return found, nil
}
