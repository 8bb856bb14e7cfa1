package flags

import (
	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app"
)

// Complete has shells offer what flags take that take one of a few names, for c and all
// commands below it.
func Complete(c *cobra.Command) {
	complete(c, app.Choices())
}

func complete(c *cobra.Command, choices map[string][]string) {
	for name, all := range choices {
		if c.Flags().Lookup(name) == nil {
			continue
		}
		// It fails only for a flag that there is not, or that was told of before.
		_ = c.RegisterFlagCompletionFunc(name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return all, cobra.ShellCompDirectiveNoFileComp
		})
	}
	for _, below := range c.Commands() {
		complete(below, choices)
	}
}
