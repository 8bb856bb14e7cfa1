package gotest

import (
	"context"

	"github.com/ptr-project/ptr/suite"
)

// Sift reads the sources of test files. A package whose test files can't be parsed
// is none of those that it returns. Where no pattern is given, and the module has no test
// that matches, it looks through the other modules of the workspace.
func (f *Framework) Sift(ctx context.Context, patterns []string, match func(suite.ID) bool) ([]string, error) {
	found, err := f.siftAmong(ctx, patterns, match)
	if err != nil || len(found) > 0 || len(patterns) > 0 {
		return found, err
	}
	at, err := f.o.standpoint(ctx)
	if err != nil || !at.inModule() || !at.inWorkspace() {
		return nil, err
	}
	if patterns, err = f.o.modules(ctx); err != nil {
		return nil, err
	}
	return f.siftAmong(ctx, patterns, match)
}

func (f *Framework) siftAmong(ctx context.Context, patterns []string, match func(suite.ID) bool) ([]string, error) {
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
