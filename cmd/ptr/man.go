package main

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/ptr-project/ptr/internal/console"
)

func manCommand(console.Streams, *int) *cobra.Command {
	return &cobra.Command{
		Use:     "man FOLDER",
		Short:   "Write manual pages, one for each command",
		Example: "  ptr man man && man ./man/ptr-run.1",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return console.Usage(err, "name a folder that can be written")
			}
			header := &doc.GenManHeader{Title: "PTR", Section: "1", Source: "ptr", Manual: "ptr manual"}
			return doc.GenManTree(c.Root(), header, args[0])
		},
	}
}
