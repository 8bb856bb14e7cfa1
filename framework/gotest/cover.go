package gotest

import (
	"context"
	"fmt"
	"os"
)

// MergeCoverage writes the coverage that the processes of a run left in
// Options.CoverDir to file, in the form of `go test -coverprofile`. Without any
// process, such as when nothing ran, the profile is empty. A process that was
// killed left none.
func (f *Framework) MergeCoverage(ctx context.Context, file string) error {
	entries, err := os.ReadDir(f.o.CoverDir)
	if err != nil {
		return fmt.Errorf("merging coverage: %w", err)
	}
	if len(entries) == 0 {
		return os.WriteFile(file, []byte("mode: set\n"), 0o644)
	}
	if _, err := f.o.run(ctx, "tool", "covdata", "textfmt", "-i="+f.o.CoverDir, "-o="+file); err != nil {
		return explain("merging coverage", err)
	}
	return nil
}
