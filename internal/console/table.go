package console

import (
	"io"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// Table is a table without lines.
func Table(w io.Writer, columns int) *tablewriter.Table {
	return tablewriter.NewTable(w,
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithRendition(tw.Rendition{Borders: tw.BorderNone, Settings: tw.Settings{
			Lines: tw.LinesNone, Separators: tw.SeparatorsNone,
		}}),
		tablewriter.WithAlignment(tw.MakeAlign(columns, tw.AlignLeft)))
}
