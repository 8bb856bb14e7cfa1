package main

import (
	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
)

// visitCommand is the hidden command of the process that opens clones.
const visitCommand = "visit-clones"

func launchServersCommand() *cobra.Command {
	return &cobra.Command{
		Use:    backends.LaunchCommand,
		Short:  "Hold private servers",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return backends.Launch(console.Streams{In: c.InOrStdin(), Out: c.OutOrStdout()}, args[0])
		},
	}
}

func visitClonesCommand() *cobra.Command {
	return &cobra.Command{
		Use:    visitCommand,
		Short:  "Open the databases that standard input names",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE:   func(c *cobra.Command, _ []string) error { return cloning.Visit(c.InOrStdin(), c.OutOrStdout()) },
	}
}
