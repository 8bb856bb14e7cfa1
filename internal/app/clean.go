package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/internal/scratch"
)

// CleanOptions say what `ptr clean` removes beside what dead runs left and what
// has expired.
type CleanOptions struct {
	Dir       string
	Templates bool // the prepared databases
	Kept      bool // clones kept by --keepdb
}

// Clean removes what dead runs of this user left on this machine and what has
// expired, and says what.
func Clean(_ context.Context, streams Streams, o CleanOptions) error {
	now := time.Now()
	if o.Kept {
		now = now.AddDate(1000, 0, 0) // when everything will have expired
	}
	swept, err := scratch.Sweep(scratch.SystemRoots(), now)
	for _, path := range swept.Removed {
		fmt.Fprintf(streams.Out, "removed  %s\n", path)
	}
	for _, live := range swept.Live {
		fmt.Fprintf(streams.Out, "in use   %s, by ptr with pid %d\n", live.Path, live.Owner.PID)
	}
	for _, kept := range swept.Kept {
		fmt.Fprintf(streams.Out, "kept     %s, until %s\n", kept.Path, kept.Until.Local().Format("Jan _2 15:04"))
	}
	for _, ignored := range swept.Ignored {
		fmt.Fprintf(streams.Out, "ignored  %s: %v\n", ignored.Path, ignored.Why)
	}
	if err != nil {
		err = Failure(err, "")
	}
	if o.Templates {
		err = errors.Join(err, cleanTemplates(streams, o.Dir))
	}
	return err
}

func cleanTemplates(streams Streams, dir string) error {
	c, err := configure(Options{Dir: dir})
	if err != nil {
		return err
	}
	pruned, err := templates(c).Prune(0)
	for _, dir := range pruned.Removed {
		fmt.Fprintf(streams.Out, "removed  %s\n", dir)
	}
	for _, dir := range pruned.InUse {
		fmt.Fprintf(streams.Out, "in use   %s\n", dir)
	}
	if err != nil {
		return Failure(err, "")
	}
	return nil
}
