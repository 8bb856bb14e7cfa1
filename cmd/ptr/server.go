package main

import (
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
	"github.com/ptr-project/ptr/internal/standing"
)

func serverCommand(streams console.Streams, _ *int) *cobra.Command {
	c := &cobra.Command{
		Use:   "server",
		Short: "Start, list and stop private servers by hand",
		Long: "A server by hand has a clone of the databases of ptr.toml, as a worker of ptr run has,\n" +
			"or an empty one, or what ptr run --keepdb has kept. It stays until it is stopped, or for\n" +
			"as long as was said.",
		Example: "  ptr server start\n  psql $(ptr server dsn)\n  ptr server stop",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(startCommand(streams), listServersCommand(streams), dsnCommand(streams), stopCommand(streams))
	return c
}

// holdFlags are the flags of start, and of the process that it starts.
func holdFlags(c *cobra.Command, o *app.HoldOptions) {
	flags.Suite(c.Flags(), &o.Options)
	c.Flags().StringVar(&o.Backend, "backend", "", "have an empty database of the backend called `name`, and not those of ptr.toml")
	c.Flags().StringVar(&o.Name, "name", "", "call the server `name`; by default as the suite is called, or the backend")
	c.Flags().StringVar(&o.Kept, "kept", "", "start the server called `name` that ptr run --keepdb has kept")
	c.Flags().DurationVar(&o.For, "for", 8*time.Hour, "stop it after this `duration`; 0 means not by itself")
}

func startCommand(streams console.Streams) *cobra.Command {
	o := app.HoldOptions{}
	c := &cobra.Command{
		Use:     "start",
		Short:   "Start a server with a clone of this suite's databases, or with an empty one",
		Example: "  ptr server start\n  ptr server start --backend mysql --for 30m\n  ptr server start --kept 3f2-w1p2",
		Args:    cobra.NoArgs,
	}
	holdFlags(c, &o)
	c.RunE = func(c *cobra.Command, _ []string) error { return app.StartServer(streams, flagsSet(c)) }
	return c
}

// flagsSet are the flags that were given, as arguments.
func flagsSet(c *cobra.Command) (args []string) {
	c.Flags().Visit(func(f *pflag.Flag) { args = append(args, "--"+f.Name+"="+f.Value.String()) })
	return args
}

// holdCommand is what ptr server start starts.
func holdCommand(streams console.Streams, _ *int) *cobra.Command {
	o := app.HoldOptions{}
	c := &cobra.Command{
		Use:    app.HoldCommand,
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE:   func(c *cobra.Command, _ []string) error { return app.Hold(c.Context(), streams, o) },
	}
	holdFlags(c, &o)
	return c
}

func listServersCommand(streams console.Streams) *cobra.Command {
	var json string
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the servers that were started, with how they are reached, and those that are kept",
		Example: "  ptr server list",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return standing.List(streams, json) },
	}
	c.Flags().StringVar(&json, "json", "", "write the list as JSON, - being standard output: `FILE`")
	return c
}

func dsnCommand(streams console.Streams) *cobra.Command {
	var alias, value string
	c := &cobra.Command{
		Use:     "dsn [server]",
		Short:   "Print how a database is reached",
		Example: "  ptr server dsn\n  ptr server dsn shop --alias audit --value url",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return standing.DSN(streams, first(args), alias, value)
		},
	}
	c.Flags().StringVar(&alias, "alias", "", "of the database with this `alias`, if there are several")
	c.Flags().StringVar(&value, "value", "dsn", "print this `value`: dsn, url, socket, host, port, user, password or database")
	return c
}

func stopCommand(streams console.Streams) *cobra.Command {
	return &cobra.Command{
		Use:     "stop [server]",
		Short:   "Stop a server, and remove its databases unless they are kept",
		Example: "  ptr server stop\n  ptr server stop shop",
		Args:    cobra.MaximumNArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return standing.Stop(streams, first(args)) },
	}
}

// first is the first of args; "" if there is none.
func first(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}
