package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/server"
)

// CleanOptions say what `ptr clean` removes beside what dead runs left and what
// has expired.
type CleanOptions struct {
	Dir       string
	Config    string // the file; "": ptr.toml in Dir, if there is one
	Templates bool   // the prepared databases
	Kept      bool   // clones kept by --keepdb
}

// Clean removes what dead runs of this user left on this machine and what has
// expired, and says what.
func Clean(ctx context.Context, streams console.Streams, o CleanOptions) error {
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
		fmt.Fprintf(streams.Out, "kept     %s, until %s\n", kept.Path, console.Day(kept.Until))
	}
	for _, ignored := range swept.Ignored {
		fmt.Fprintf(streams.Out, "ignored  %s: %v\n", ignored.Path, ignored.Why)
	}
	if err != nil {
		err = console.Failure(err, "")
	}
	c, wrong := invocation.Configure(invocation.Options{Dir: o.Dir, Config: o.Config})
	if wrong == nil {
		err = errors.Join(err, cleanServers(ctx, streams, c, o))
	}
	if o.Templates || o.Config != "" || o.Dir != "." {
		err = errors.Join(err, wrong)
	}
	if o.Templates && wrong == nil {
		err = errors.Join(err, cleanTemplates(streams, c))
	}
	return err
}

// cleanServers removes what dead runs left on servers that others run, and what else
// o says.
func cleanServers(ctx context.Context, streams console.Streams, c config.Config, o CleanOptions) error {
	if !slices.ContainsFunc(c.Databases, func(d config.Database) bool { return d.Server != "" }) {
		return nil
	}
	return backends.WithHost(clone.Storage(c.Storage), func(h *server.Host) error {
		kinds, err := backends.On(h, c.Databases, false, nil)
		if err != nil {
			return err
		}
		for _, s := range housing.Divide(c.Databases, kinds) {
			l, ok := s.Backend.(clone.Lodger)
			if !ok {
				continue
			}
			removed, err := l.Clean(ctx, o.Templates, o.Kept)
			for _, name := range removed {
				fmt.Fprintf(streams.Out, "removed  %s on %s\n", name, l.Server())
			}
			if err != nil {
				return unprepared(err, s)
			}
		}
		return nil
	})
}

func cleanTemplates(streams console.Streams, c config.Config) error {
	pruned, err := templates(c).Prune(0)
	for _, dir := range pruned.Removed {
		fmt.Fprintf(streams.Out, "removed  %s\n", dir)
	}
	for _, dir := range pruned.InUse {
		fmt.Fprintf(streams.Out, "in use   %s\n", dir)
	}
	if err != nil {
		return console.Failure(err, "")
	}
	return nil
}
