package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/figures/kill"
)

func killCommand(status *int) *cobra.Command {
	var ptr, json string
	e := kill.Experiment{}
	c := &cobra.Command{
		Use:   "kill",
		Short: "Kill runs in every phase, and look for what is lost, left behind or broken",
		Long: "Kill kills runs of a small suite, aiming in turn at ptr, at a worker and at a child of\n" +
			"a test. Before there are any, it takes the go command or what prepares a template, and\n" +
			"their children. On PostgreSQL, MariaDB and MySQL it aims at servers, too. The next run has to\n" +
			"clear up. What is found is said at once. If it is interrupted, it shows what it has until\n" +
			"then. It works on Linux only.",
		Example: "  ptrbench kill --times 40\n  ptrbench kill --times 9 --phase clone --phase report\n" +
			"  ptrbench kill --backend postgres --times 8 --phase template",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := known(e.Phases); err != nil {
				return err
			}
			if !slices.Contains(kill.Backends(), e.Backend) {
				return console.Usage(fmt.Errorf("unknown backend %q", e.Backend), "use one of "+strings.Join(kill.Backends(), ", "))
			}
			return withPtr(c.Context(), ptr, func(ptr string) error { return runKills(c, e, ptr, json, status) })
		},
	}
	c.Flags().StringVar(&e.Backend, "backend", "sqlite", "give the suite databases of the backend called `name`")
	countVar(c, &e.Times, "times", 40, "kill so many runs in each phase")
	c.Flags().StringArrayVar(&e.Phases, "phase", kill.Phases(), "kill in the phase of this `name`; may be repeated")
	c.Flags().Uint64Var(&e.Seed, "seed", 1, "draw the moments by this `number`")
	c.Flags().StringVar(&json, "json", "", "write the figures as JSON to `FILE`, - being standard output")
	ptrFlag(c, &ptr)
	return c
}

func known(phases []string) error {
	for _, p := range phases {
		if !slices.Contains(kill.Phases(), p) {
			return console.Usage(fmt.Errorf("unknown phase %q", p), "use one of "+strings.Join(kill.Phases(), ", "))
		}
	}
	return nil
}

// kills is what a series has found.
type kills struct {
	Backend string     `json:"backend"`
	Times   int        `json:"times"`
	Seed    uint64     `json:"seed"`
	Stopped string     `json:"stopped,omitempty"` // why it has not come to its end; "" if it has
	Rows    []kill.Row `json:"rows"`
}

// runKills shows what there is, even if it ends early.
func runKills(c *cobra.Command, e kill.Experiment, ptr, json string, status *int) error {
	told := newTold(c.ErrOrStderr(), e.Times, len(e.Phases))
	rows, err := e.Run(c.Context(), ptr, told.of)
	told.end()
	if errors.Is(err, errors.ErrUnsupported) {
		return console.Usage(err, "run it on Linux")
	}
	if c.Context().Err() != nil {
		err = &console.Error{Status: console.Interrupted, Err: fmt.Errorf("interrupted after %d of %d kills", told.done, told.all)}
	}
	found := kills{Backend: e.Backend, Times: e.Times, Seed: e.Seed, Rows: rows}
	if err != nil {
		found.Stopped = err.Error()
	}
	if len(rows) == 0 {
		return err
	}
	return errors.Join(found.show(c, json, status), err)
}

func (k kills) show(c *cobra.Command, json string, status *int) error {
	t := table{header: []string{"phase", "aimed at", "kills", "struck", "shown", "lost", "left", "broken", "wrong"}}
	for _, r := range k.Rows {
		var struck []string
		for _, name := range slices.Sorted(maps.Keys(r.Struck)) {
			struck = append(struck, fmt.Sprintf("%d %s", r.Struck[name], name))
		}
		t.add(r.Phase, r.Aim, fmt.Sprint(r.Kills), strings.Join(struck, ", "), fmt.Sprint(r.Shown),
			fmt.Sprint(r.Lost), fmt.Sprint(r.Left), fmt.Sprint(r.Broken), fmt.Sprint(r.Wrong))
		if len(r.Findings) > 0 {
			*status = console.TestsFailed
		}
	}
	return t.write(c, json, k)
}
