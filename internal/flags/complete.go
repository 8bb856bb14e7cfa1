package flags

import (
	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app/records"
	"github.com/ptr-project/ptr/internal/invocation"
)

// Complete has shells offer what flags take that take one of a few names, a test or a
// run, for c and all commands below it.
func Complete(c *cobra.Command) {
	offers := map[string]cobra.CompletionFunc{"in-run": Runs}
	for name, all := range invocation.Choices() {
		offers[name] = cobra.FixedCompletions(all, cobra.ShellCompDirectiveNoFileComp)
	}
	for _, name := range []string{"failing", "output", "pair", "start-after", "start-at", "test"} {
		offers[name] = Tests
	}
	complete(c, offers)
}

func complete(c *cobra.Command, offers map[string]cobra.CompletionFunc) {
	for name, offer := range offers {
		if c.Flags().Lookup(name) == nil {
			continue
		}
		// It fails only for a flag that there is not, or that was told of before.
		_ = c.RegisterFlagCompletionFunc(name, offer)
	}
	for _, below := range c.Commands() {
		complete(below, offers)
	}
}

// Runs offers runs of the suite that -C names.
func Runs(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return records.OfferedRuns(c.Context(), folder(c)), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// Tests offers tests of its latest run.
func Tests(c *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
	return records.OfferedTests(c.Context(), folder(c), prefix), cobra.ShellCompDirectiveNoFileComp
}

// One offers nothing more once there is an argument, to a command that takes one.
func One(offer cobra.CompletionFunc) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return offer(c, args, prefix)
	}
}

// folder is the suite's.
func folder(c *cobra.Command) string {
	return c.Flag("C").Value.String()
}
