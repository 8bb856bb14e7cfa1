// Command ptr runs suites that use databases, in parallel, and finds out why
// they fail.
package main

import (
	"context"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
	"github.com/ptr-project/ptr/internal/invocation"
)

func main() { os.Exit(ptr(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// ptr runs one command and returns the exit status, one of those of package
// console: 0 passed, 1 a test failed, 2 bad usage, 3 ptr failed, 130 interrupted.
func ptr(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	args, err := invocation.Dashes(args)
	if err != nil {
		return console.Report(stderr, err)
	}
	status := console.OK
	began := false
	root := command(console.NewStreams(stdin, stdout, stderr), &status)
	root.PersistentPreRun = func(*cobra.Command, []string) { began = true }
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err = root.ExecuteContext(context.Background())
	if err != nil && !began {
		err = console.Usage(err, "ptr --help lists the commands and their flags")
	}
	if err != nil {
		return console.Report(stderr, err)
	}
	return status
}

// command is the tree of ptr's commands. The one that runs sets status.
func command(streams console.Streams, status *int) *cobra.Command {
	root := &cobra.Command{
		Use:   "ptr",
		Short: "A parallel test runner for suites that use a database",
		Long: "ptr runs a suite on spawned workers, each with a private clone of every database,\n" +
			"and finds out why such suites fail, flake or crawl.",
		Example:       "  ptr run                     # the suite in this folder\n  ptr run -race ./orders/...  # flags as go test takes them\n  ptr history                 # what ran before",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetFlagErrorFunc(flags.Unknown)
	for _, add := range commands {
		root.AddCommand(add(streams, status))
	}
	flags.Complete(root)
	return root
}
