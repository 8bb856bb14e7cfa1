// Command ptrbench measures ways of cloning databases, and reproduces the figures
// that ptr states of itself.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/console"
)

func main() { os.Exit(ptrbench(os.Args[1:], os.Stdout, os.Stderr)) }

// ptrbench runs one command and returns the exit status: 0, 1 if a comparison
// found a difference, 2 bad usage, 3 something failed.
func ptrbench(args []string, stdout, stderr io.Writer) int {
	status, began := console.OK, false
	root := &cobra.Command{
		Use:           "ptrbench",
		Short:         "Measure ways of cloning databases, and the figures that ptr states of itself",
		Long:          "ptrbench says which way of cloning your database is best on this machine and how your suite\nscales with workers, and runs the experiments behind docs/figures.md, each against its\nbaseline, interleaved.",
		Example:       "  ptrbench clone --backend sqlite\n  ptrbench run -C ../shop --workers 1,2,4\n  ptrbench outcomes -C examples/shop ./...\n  ptrbench schedule --total 20s --rounds 6",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRun: func(*cobra.Command, []string) {
			began = true
		},
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return console.Usage(err, c.CommandPath()+" --help shows the flags that there are")
	})
	root.AddCommand(outcomesCommand(&status), runCommand(), scheduleCommand(), overheadCommand(), millionCommand(), reportCommand(), killCommand(&status),
		cloneCommand(&status), setupCommand(), compareCommand(&status), verdictsCommand(&status), searchesCommand(), bisectionCommand(), detectionCommand(&status), visitClonesCommand(), launchServersCommand())
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt doesn't wait
	err := root.ExecuteContext(ctx)
	var said *console.Error
	if err != nil && ctx.Err() != nil && (!errors.As(err, &said) || said.Status != console.Interrupted) {
		err = &console.Error{Status: console.Interrupted, Err: errors.New("interrupted")}
	}
	if err != nil && !began {
		err = console.Usage(err, "ptrbench --help lists the commands and their flags")
	}
	if err != nil {
		return console.Report(stderr, err)
	}
	return status
}
