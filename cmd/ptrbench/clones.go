package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/figures"
)

// queriesCommand is the hidden command of the process that opens clones.
const queriesCommand = "answer-queries"

func clonesCommand() *cobra.Command {
	var json string
	var sizes []string
	f := figures.Clones{}
	c := &cobra.Command{
		Use:     "clones",
		Short:   "Time SQLite clones, until another process's first query is answered, against cp",
		Example: "  ptrbench clones --size 2MB,20MB --rounds 40",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			self, err := os.Executable()
			if err != nil {
				return err
			}
			f.Reader = []string{self, queriesCommand}
			if f.Sizes, err = parseSizes(sizes); err != nil {
				return err
			}
			rows, err := f.Run(c.Context(), progress(c, f.Rounds))
			if err != nil {
				return err
			}
			t := table{header: []string{"template", "clone by", "median", "95 % interval", "ratio", "95 % interval"}}
			for _, r := range rows {
				t.add(fmt.Sprintf("%d MB", r.Size/megabyte), r.Name, milliseconds(r.Wall.Median),
					interval(r.Wall.Times(1000)), fmt.Sprintf("%.2f", r.Ratio.Median), interval(r.Ratio))
			}
			return t.write(c, json, rows)
		},
	}
	c.Flags().StringSliceVar(&sizes, "size", []string{"2MB"}, "of templates, several by commas: `SIZE`")
	roundFlags(c, &f.Rounds, &f.Seed, &json)
	return c
}

func answerQueriesCommand() *cobra.Command {
	return &cobra.Command{
		Use:    queriesCommand,
		Short:  "Query the SQLite databases that standard input names",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return figures.AnswerQueries(c.InOrStdin(), c.OutOrStdout())
		},
	}
}

const megabyte = 1 << 20

// parseSizes reads sizes such as 2MB, in bytes.
func parseSizes(texts []string) ([]int64, error) {
	var sizes []int64
	for _, text := range texts {
		number, ok := strings.CutSuffix(text, "MB")
		n, err := strconv.ParseInt(number, 10, 64)
		if !ok || err != nil || n < 1 || n > math.MaxInt64/megabyte {
			return nil, app.Usage(fmt.Errorf("--size %s is no size", text), "write --size 2MB, or several: --size 2MB,20MB")
		}
		sizes = append(sizes, n*megabyte)
	}
	return sizes, nil
}

func milliseconds(seconds float64) string { return fmt.Sprintf("%.2f ms", 1000*seconds) }
