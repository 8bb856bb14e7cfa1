package main

import (
	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
	"github.com/ptr-project/ptr/internal/invocation"
)

// commands make ptr's commands, in the order in which help lists them.
var commands = [...]func(console.Streams, *int) *cobra.Command{
	runCommand, flakyCommand, listCommand, initCommand, doctorCommand,
	historyCommand, showCommand, reportCommand, quarantineCommand, replayCommand, mergeCommand, diffStartMethodsCommand,
	factCommand, lendCommand, serverCommand, cleanCommand, manCommand, superviseCommand, burnCommand, launchCommand, holdCommand,
}

func listCommand(streams console.Streams, _ *int) *cobra.Command {
	options := invocation.Options{}
	c := &cobra.Command{
		Use:   "list [packages or tests] [flags]",
		Short: "List the tests that ptr run would run, in their order",
		Example: "  ptr list ./orders/...\n" +
			"  ptr list --filter 'kind == \"example\"'\n" +
			"  ptr list --shuffle=7281 > order.txt   # and later: ptr run --order file:order.txt",
		RunE: func(c *cobra.Command, args []string) error {
			options.Args = args
			return app.List(c.Context(), streams, options)
		},
	}
	flags.Suite(c.Flags(), &options)
	flags.Select(c.Flags(), &options)
	flags.Go(c.Flags(), &options)
	flags.Python(c.Flags(), &options)
	c.Flags().Func("json", "write the list as JSON lines, - being standard output: `FILE`", flags.AddReport(&options.Reports, "json:"))
	return c
}

func initCommand(streams console.Streams, _ *int) *cobra.Command {
	var dir string
	var force bool
	c := &cobra.Command{
		Use:     "init",
		Short:   "Write a ptr.toml from what is found here",
		Example: "  ptr init && ptr run",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return app.Init(streams, dir, force) },
	}
	c.Flags().StringVarP(&dir, "C", "C", ".", "look in this `folder`")
	c.Flags().BoolVar(&force, "force", false, "replace the ptr.toml that there is")
	return c
}

func doctorCommand(streams console.Streams, status *int) *cobra.Command {
	options, file := invocation.Options{}, ""
	c := &cobra.Command{
		Use:     "doctor",
		Short:   "Say what ptr finds on this machine and in this suite, and what it would choose",
		Example: "  ptr doctor -C examples/shop",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			*status, err = app.Doctor(c.Context(), streams, options, file)
			return err
		},
	}
	flags.Suite(c.Flags(), &options)
	c.Flags().StringVar(&file, "json", "", "write the findings as JSON, - being standard output: `FILE`")
	return c
}

func factCommand(streams console.Streams, _ *int) *cobra.Command {
	return &cobra.Command{
		Use:   "fact NAME [VALUE]",
		Short: "Within a run: print a fact that its processes share, or set it",
		Example: "  ptr fact system-checks           # what a test or a preparing command asks\n" +
			"  ptr fact system-checks passed    # what another tells",
		Args: cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			var value *string
			if len(args) == 2 {
				value = &args[1]
			}
			return app.Fact(streams, args[0], value)
		},
	}
}

func cleanCommand(streams console.Streams, _ *int) *cobra.Command {
	options := app.CleanOptions{}
	c := &cobra.Command{
		Use:   "clean",
		Short: "Remove what dead runs left and what has expired, and only that",
		Example: "  ptr clean\n" +
			"  ptr clean --templates     # the prepared databases too",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return app.Clean(c.Context(), streams, options) },
	}
	c.Flags().StringVarP(&options.Dir, "C", "C", ".", "the suite's `folder`")
	c.Flags().StringVar(&options.Config, "config", "", "read this `file` instead of ptr.toml, which says on which servers to clean, too")
	c.Flags().BoolVar(&options.Templates, "templates", false, "remove the prepared databases, too")
	c.Flags().BoolVar(&options.Kept, "kept", false, "remove clones kept by --keepdb, too")
	return c
}

func lendCommand(streams console.Streams, _ *int) *cobra.Command {
	options := invocation.Options{}
	c := &cobra.Command{
		Use:   "lend",
		Short: "Lend databases to tests that run without ptr run, until standard input ends",
		Long: "Lend prepares what ptr.toml says, and prints the path of a socket where clones are to\n" +
			"be had; docs/protocol.md says how. ptrtest.DB starts it by itself under go test.",
		Example: "  sleep 60 | ptr lend -C examples/shop",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return app.Lend(c.Context(), streams, options) },
	}
	flags.Suite(c.Flags(), &options)
	return c
}

// launchCommand is what ptr starts to hold private servers.
func launchCommand(streams console.Streams, _ *int) *cobra.Command {
	return &cobra.Command{
		Use:    backends.LaunchCommand,
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE:   func(_ *cobra.Command, args []string) error { return backends.Launch(streams, args[0]) },
	}
}

// burnCommand is what ptr starts to take CPU time from the suite.
func burnCommand(streams console.Streams, _ *int) *cobra.Command {
	return &cobra.Command{
		Use:    app.BurnCommand,
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE:   func(*cobra.Command, []string) error { return app.Burn(streams) },
	}
}

// superviseCommand is what ptr starts to clear up after it if it is killed.
func superviseCommand(streams console.Streams, _ *int) *cobra.Command {
	return &cobra.Command{
		Use:    app.SuperviseCommand,
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE:   func(*cobra.Command, []string) error { return app.Supervise(streams) },
	}
}
