package main

import (
	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app/records"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
)

func quarantineCommand(streams console.Streams, _ *int) *cobra.Command {
	options := records.QuarantineOptions{}
	c := &cobra.Command{
		Use:   "quarantine",
		Short: "List tests that do not fail the build for a while, add and remove them",
		Long: "A test in quarantine runs and is reported, and its failures do not count until a date. The\n" +
			"list is ptr-quarantine.toml beside ptr.toml: commit it, so that all see who is excused.",
		Example: "  ptr quarantine\n" +
			"  ptr quarantine add orders.TestCancelTwice --reason 'waits for #12' --until 2026-12-24\n" +
			"  ptr quarantine remove orders.TestCancelTwice",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return records.Quarantine(c.Context(), streams, options) },
	}
	c.PersistentFlags().StringVarP(&options.Dir, "C", "C", ".", "the suite's `folder`")
	c.Flags().StringVar(&options.JSON, "json", "", "write the list as JSON, - being standard output: `FILE`")
	add := &cobra.Command{
		Use:               "add TEST",
		Short:             "Let failures of a test not count for a while",
		Example:           "  ptr quarantine add orders.TestCancelTwice --reason 'waits for #12' --until 14d",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: flags.One(flags.Tests),
		RunE: func(c *cobra.Command, args []string) error {
			options.Test = args[0]
			return records.AddToQuarantine(c.Context(), streams, options)
		},
	}
	add.Flags().StringVar(&options.Reason, "reason", "", "why: `text`")
	add.Flags().StringVar(&options.Until, "until", "", "the last day, or how far ahead that is: `date`, such as 2026-12-24 or 14d, which is the default")
	remove := &cobra.Command{
		Use:               "remove TEST",
		Short:             "Let failures of a test count again",
		Example:           "  ptr quarantine remove orders.TestCancelTwice",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: flags.One(flags.Tests),
		RunE: func(_ *cobra.Command, args []string) error {
			options.Test = args[0]
			return records.RemoveFromQuarantine(streams, options)
		},
	}
	c.AddCommand(add, remove)
	return c
}
