package setup

import (
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/reports/page"
)

// Sections are the tables of a result, each with what is to be known to read it.
func (r Result) Sections() []page.Section {
	all := []page.Section{r.phases(), r.kinds(), r.slowest()}
	if len(r.Settings) > 0 {
		all = append(all, r.settings())
	}
	if len(r.Scripts) > 0 {
		all = append(all, r.scripts())
	}
	return all
}

func (r Result) phases() page.Section {
	stock, own := r.places()
	t := page.Table{Header: []string{"phase", "default, " + stock, "ptr's, " + own}}
	for _, p := range r.Phases {
		t.Rows = append(t.Rows, row(p.Name, orNone(p.Default), orNone(p.Own)))
	}
	return page.Section{Heading: "Phases", Table: t, Text: "The default has a dash for what only ptr does."}
}

func (r Result) kinds() page.Section {
	t := page.Table{Header: []string{"statements", "number", "default", "share", "waiting", "syncs each", "ptr's"}}
	for _, k := range r.Kinds {
		syncs := "–"
		if k.Syncs != nil {
			syncs = fmt.Sprintf("%.1f", *k.Syncs)
		}
		t.Rows = append(t.Rows, row(k.Name, fmt.Sprint(k.Count), duration(k.Default), fmt.Sprintf("%.0f %%", 100*k.Share), fmt.Sprintf("%.0f %%", 100*k.Waiting), syncs, duration(k.Own)))
	}
	return page.Section{Heading: "Statements", Table: t, Text: "Waiting is the part of the time by default in which nothing computed. Syncs are what the server counts of its calls that wait for storage" + counted(r.Backend) + "."}
}

// counted says which syncs are.
func counted(backend string) string {
	return map[string]string{
		"mysql":    ": all on MariaDB, those of InnoDB on MySQL",
		"postgres": ": those of the write-ahead log",
		"sqlite":   ": SQLite counts none",
	}[backend]
}

func (r Result) slowest() page.Section {
	t := page.Table{Header: []string{"slowest", "default", "ptr's", "statement"}}
	for _, s := range r.Slowest {
		t.Rows = append(t.Rows, row(s.Where, duration(s.Default), duration(s.Own), s.Text))
	}
	return page.Section{Heading: "Single statements", Table: t}
}

func (r Result) settings() page.Section {
	t := page.Table{Header: []string{"setting", "default with it", r.ratio("times faster"), "syncs", "ptr's without it", r.ratio("times as long"), "what"}}
	for _, m := range r.Settings {
		t.Rows = append(t.Rows, m.row())
	}
	return page.Section{Heading: "Settings", Table: t, Text: "Each by itself beside default settings, and each alone left out of ptr's. Start, script and stop of the server together; ratios are taken within rounds. Syncs are those of the script, with the setting by itself."}
}

func (r Result) scripts() page.Section {
	t := page.Table{Header: []string{"script", "default with it", r.ratio("times faster"), "syncs", "ptr's with it", r.ratio("times as long"), "what"}}
	for _, m := range r.Scripts {
		t.Rows = append(t.Rows, m.row())
	}
	return page.Section{Heading: "Scripts", Table: t, Text: "Another script for the same database, with default settings and with ptr's."}
}

// ratio heads ratios, and says whether they have intervals.
func (r Result) ratio(what string) string {
	if r.Times.Interval == nil {
		return what + " (fewer than 6 rounds)"
	}
	return what + " (95 % interval)"
}

func (m Measure) row() page.Row {
	if m.Note != "" {
		return page.Row{Cells: []string{m.Name, m.Note, "", "", "", "", ""}, Note: m.Note}
	}
	syncs := "–"
	if m.Alone.Syncs != nil {
		syncs = fmt.Sprint(*m.Alone.Syncs)
	}
	return page.Row{Cells: []string{
		m.Name, duration(m.Alone.Median), m.Faster.text(), syncs, duration(m.Company.Median), m.Slower.text(), strings.Trim(m.What, "[]"),
	}}
}

// text is the ratio, with its interval if there is one.
func (r Ratio) text() string { return fmt.Sprintf("%.2f%s", r.Median, r.sure()) }

func row(cells ...string) page.Row { return page.Row{Cells: cells} }

// orNone is a dash for nothing.
func orNone(seconds *float64) string {
	if seconds == nil {
		return "–"
	}
	return duration(*seconds)
}
