package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/internal/console"
)

// A table is what people see; the JSON beside it has the numbers.
type table struct {
	header []string
	rows   [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// write shows t or, if file is set, writes figures there; "-" is standard
// output.
func (t *table) write(c *cobra.Command, file string, figures any) error {
	if err := writeFigures(c, file, figures); err != nil || file == "-" {
		return err
	}
	return t.show(c)
}

// writeFigures writes figures as JSON to file: "-" is standard output, and ""
// nowhere.
func writeFigures(c *cobra.Command, file string, figures any) error {
	if file == "" {
		return nil
	}
	text, err := json.MarshalIndent(figures, "", "  ")
	if err != nil {
		return err
	}
	if file == "-" {
		fmt.Fprintf(c.OutOrStdout(), "%s\n", text)
		return nil
	}
	if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
		return console.Usage(err, "name a file that can be written")
	}
	return nil
}

func (t *table) show(c *cobra.Command) error {
	plain := tablewriter.NewTable(c.OutOrStdout(),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithRendition(tw.Rendition{Borders: tw.BorderNone, Settings: tw.Settings{
			Lines: tw.LinesNone, Separators: tw.SeparatorsNone,
		}}),
		tablewriter.WithAlignment(tw.MakeAlign(len(t.header), tw.AlignLeft)))
	plain.Header(t.header)
	if err := plain.Bulk(t.rows); err != nil {
		return err
	}
	return plain.Render()
}

func interval(e bench.Estimate) string {
	if !e.Known {
		return "fewer than 6 rounds"
	}
	return fmt.Sprintf("%.2f – %.2f", e.Interval.Low, e.Interval.High)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func roundFlags(c *cobra.Command, rounds *int, seed *uint64, json *string) {
	countVar(c, rounds, "rounds", 6, "how often each command is timed")
	c.Flags().Uint64Var(seed, "seed", 1, "draw the order within each round by this `number`")
	c.Flags().StringVar(json, "json", "", "write the figures as JSON to `FILE`, - being standard output")
}

// countVar adds a flag whose value is a number from 1.
func countVar(c *cobra.Command, n *int, name string, value int, usage string) {
	*n = value
	c.Flags().Var(count{n}, name, usage)
}

type count struct{ n *int }

func (c count) String() string { return strconv.Itoa(*c.n) }
func (c count) Type() string   { return "number" }

func (c count) Set(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return fmt.Errorf("%q is no number from 1", value)
	}
	*c.n = n
	return nil
}

func ptrFlag(c *cobra.Command, ptr *string) {
	c.Flags().StringVar(ptr, "ptr", "", "use the ptr at this `path`; by default one is built from this module")
}

// withPtr calls use with the path of a ptr command.
func withPtr(ctx context.Context, path string, use func(path string) error) error {
	if path != "" {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		if _, err := os.Stat(absolute); err != nil {
			return console.Usage(err, "--ptr names a ptr command")
		}
		return use(absolute)
	}
	return withCommand(ctx, "ptr", use)
}

// withCommand calls use with the path of one of this module's commands, which is built.
func withCommand(ctx context.Context, name string, use func(path string) error) error {
	dir, err := os.MkdirTemp("", "ptrbench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	built := filepath.Join(dir, name)
	out, err := exec.CommandContext(ctx, "go", "build", "-ldflags=-s -w", "-o", built, "github.com/ptr-project/ptr/cmd/"+name).CombinedOutput()
	if err != nil {
		return console.Usage(fmt.Errorf("building %s: %w\n%s", name, err, out), "run ptrbench inside ptr's module, or name a ptr by --ptr")
	}
	return use(built)
}

// progress says on a terminal how many rounds are done.
func progress(c *cobra.Command, rounds int) func(int) {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	return func(done int) {
		fmt.Fprintf(c.ErrOrStderr(), "\r round %d of %d ", done, rounds)
		if done == rounds {
			fmt.Fprint(c.ErrOrStderr(), "\r\x1b[K")
		}
	}
}
