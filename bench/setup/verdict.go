package setup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// places are where data are.
func (r Result) places() (stock, own string) {
	if r.Memory {
		return "on disk", "in memory"
	}
	return "on disk", "on disk"
}

// verdict is one sentence.
func (r Result) verdict() string {
	stock, own := r.places()
	parts := []string{fmt.Sprintf("Preparing takes %s with default settings %s, and %s with ptr's %s, %s", duration(r.Default.Median), stock, duration(r.Own.Median), own, r.Times.faster()), "by default, " + r.most()}
	if best := r.best(); best != "" {
		parts = append(parts, best)
	}
	if r.Times.Interval == nil {
		parts = append(parts, "these are too few rounds to be sure")
	}
	return strings.Join(parts, "; ") + "."
}

// most is what takes longest by default: a kind of statements, or a phase without any.
func (r Result) most() string {
	var name string
	var longest float64
	for _, p := range r.Phases {
		if p.Alone && p.Default != nil && *p.Default > longest {
			name, longest = p.Name, *p.Default
		}
	}
	if len(r.Kinds) == 0 || longest > r.Kinds[0].Default {
		return fmt.Sprintf("%s of that is %s", duration(longest), name)
	}
	k := r.Kinds[0]
	return fmt.Sprintf("%s of that is %s (%s), %.0f %% of it waiting%s", duration(k.Default), k.Name, count(k.Count, "statement"), 100*k.Waiting, each(k.Syncs))
}

func each(syncs *float64) string {
	if syncs == nil {
		return ""
	}
	return fmt.Sprintf(" (%.1f syncs each)", *syncs)
}

// worth is from how many times faster something is worth a mention.
const worth = 1.1

// best are the cures that help most by themselves.
func (r Result) best() string {
	all := slices.DeleteFunc(append(slices.Clone(r.Settings), r.Scripts...), func(m Measure) bool { return m.Faster == nil })
	if len(all) == 0 {
		return ""
	}
	slices.SortStableFunc(all, func(a, b Measure) int { return cmp.Compare(b.Faster.Median, a.Faster.Median) })
	var texts []string
	for _, m := range all[:min(3, len(all))] {
		sure := m.Faster.Interval == nil || m.Faster.Interval.Low > 1
		if m.Faster.Median >= worth && sure {
			texts = append(texts, m.Name+": "+m.Faster.faster())
		}
	}
	if len(texts) == 0 {
		return "no single cure makes much of a difference"
	}
	return "what helps most by itself is " + strings.Join(texts, ", ")
}

// faster is how people read it.
func (r Ratio) faster() string {
	if r.Median < 1 {
		return fmt.Sprintf("%.2f times as fast%s", r.Median, r.sure())
	}
	return fmt.Sprintf("%.2f times faster%s", r.Median, r.sure())
}

// sure is the interval, if there is one.
func (r Ratio) sure() string {
	if r.Interval == nil {
		return ""
	}
	return fmt.Sprintf(" (%.2f – %.2f)", r.Interval.Low, r.Interval.High)
}

// duration is a number of seconds, for people.
func duration(seconds float64) string {
	switch {
	case seconds < 0.1:
		return fmt.Sprintf("%.1f ms", 1000*seconds)
	case seconds < 10:
		return fmt.Sprintf("%.2f s", seconds)
	}
	return fmt.Sprintf("%.1f s", seconds)
}
