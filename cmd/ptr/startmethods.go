package main

import (
	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
	"github.com/ptr-project/ptr/internal/invocation"
)

func diffStartMethodsCommand(streams console.Streams, status *int) *cobra.Command {
	options := invocation.Options{Repeat: 1, Retries: -1, Flaky: "pass"}
	var file string
	c := &cobra.Command{
		Use:   "diff-start-methods [labels] [flags]",
		Short: "Tell which tests of a Python suite differ between spawned and forked workers",
		Long: "Diff-start-methods runs the suite twice, every worker the same tests in the same order:\n" +
			"on workers that were spawned, and on workers that were forked from a process which has\n" +
			"set the suite up. It exits with status 1 if any test differs.",
		Example: "  ptr diff-start-methods\n" +
			"  ptr diff-start-methods shop.tests.OrderTests --json differences.json",
		RunE: func(c *cobra.Command, args []string) (err error) {
			options.Args = args
			*status, err = app.DiffStartMethods(c.Context(), streams, options, file)
			return err
		},
	}
	c.Flags().SortFlags = false
	flags.Suite(c.Flags(), &options)
	flags.Select(c.Flags(), &options)
	c.Flags().StringVarP(&options.Workers, "workers", "w", "", "run this `number` of workers (default: of CPUs)")
	flags.Python(c.Flags(), &options)
	if err := c.Flags().MarkHidden("start-method"); err != nil {
		panic(err)
	}
	c.Flags().StringVar(&file, "json", "", "write what differs to this `file`, - being standard output")
	return c
}
