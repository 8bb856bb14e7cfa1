package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
	"github.com/ptr-project/ptr/internal/invocation"
)

func runCommand(streams console.Streams, status *int) *cobra.Command {
	options := invocation.Options{}
	c := &cobra.Command{
		Use:   "run [packages or tests] [flags] [-- arguments of the test binaries]",
		Short: "Run the suite",
		Long: "Run runs the suite in this folder on spawned workers, each with a private clone of\n" +
			"every database that ptr.toml declares. Flags of go test may be written with one dash;\n" +
			"those of go build that are not listed below are passed on, too.",
		Example: "  ptr run                               # everything\n" +
			"  ptr run -race -short ./orders/...     # as with go test\n" +
			"  ptr run TestRefund/partial            # one test, or one subtest\n" +
			"  ptr run --shuffle=7281 --fail-fast    # another order, stop at the first failure\n" +
			"  ptr run --perturb clock,ties          # does a test rely on times being distinct?\n" +
			"  ptr run --report junit:results.xml    # for the dashboard",
		RunE: func(c *cobra.Command, args []string) (err error) {
			if slices.Contains(options.Perturb, "help") {
				return invocation.ListPerturbations(streams.Out)
			}
			options.Args, options.TestArgs = flags.Split(args, c.ArgsLenAtDash())
			options.Python.Hatch = !c.Flags().Changed("start-method") && !options.Python.PDB
			*status, err = app.Run(c.Context(), streams, options)
			return err
		},
	}
	c.Flags().SortFlags = false // they are listed by theme
	flags.Suite(c.Flags(), &options)
	flags.Select(c.Flags(), &options)
	flags.Run(c.Flags(), &options)
	flags.Go(c.Flags(), &options)
	flags.Python(c.Flags(), &options)
	flags.Perturb(c.Flags(), &options)
	flags.Debug(c.Flags(), &options)
	return c
}
