package health

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/reports"
)

// A component is tests that depend on each other, directly or by others in between.
type component struct {
	Title   string
	Picture template.HTML
}

// mostComponents is how many are drawn, the biggest first; the table has all.
const mostComponents = 12

// A web is what depends on what, of one component.
type web struct {
	names []string
	depth map[string]int // how many tests a path leads through to it, at least
	edges [][2]string    // from what makes a difference to whom
}

// dependences are those of the suite, fit to be shown.
func (v *view) dependences() []Dependence {
	var all []Dependence
	for _, d := range v.Dependences {
		d.Polluter, d.Victim, d.What, d.Command = line(d.Polluter), line(d.Victim), line(d.What), line(d.Command)
		all = append(all, d)
	}
	return all
}

// components are drawings of dependences of which both ends are known.
func (v *view) components() []component {
	webs := websOf(v.Dependences)
	slices.SortStableFunc(webs, func(a, b *web) int { return len(b.names) - len(a.names) })
	var drawn []component
	for _, w := range webs[:min(mostComponents, len(webs))] {
		drawn = append(drawn, component{reports.Plural(len(w.names), "test") + ", " + reports.Plural(len(w.edges), "dependence"), w.draw()})
	}
	return drawn
}

// websOf divides dependences into components.
func websOf(all []Dependence) []*web {
	in := map[string]*web{}
	var webs []*web
	of := func(name string) *web {
		if in[name] == nil {
			in[name] = &web{names: []string{name}}
			webs = append(webs, in[name])
		}
		return in[name]
	}
	for _, d := range all {
		if d.Polluter == "" || d.Victim == "" || d.Polluter == d.Victim {
			continue
		}
		a, b := of(d.Polluter), of(d.Victim)
		if a != b {
			a.names, a.edges = append(a.names, b.names...), append(a.edges, b.edges...)
			for _, name := range b.names {
				in[name] = a
			}
			webs = slices.DeleteFunc(webs, func(w *web) bool { return w == b })
		}
		if edge := [2]string{d.Polluter, d.Victim}; !slices.Contains(a.edges, edge) {
			a.edges = append(a.edges, edge)
		}
	}
	for _, w := range webs {
		w.layer()
	}
	return webs
}

// mostLayers keeps circles from going on.
const mostLayers = 4

// layer puts each test to the right of what makes it fail.
func (w *web) layer() {
	w.depth = map[string]int{}
	for range mostLayers - 1 {
		for _, e := range w.edges {
			w.depth[e[1]] = min(mostLayers-1, max(w.depth[e[1]], w.depth[e[0]]+1))
		}
	}
}

// draw is w as a picture: layers from left to right, an arrow for each dependence.
func (w *web) draw() template.HTML {
	const wide, row, label = 300, 26, 38
	rows := map[int]int{}
	at := map[string][2]int{}
	most := 0
	for _, name := range w.names {
		layer := w.depth[name]
		at[name] = [2]int{layer * wide, rows[layer]*row + row/2}
		rows[layer]++
		most = max(most, rows[layer])
	}
	layers := 1
	for _, d := range w.depth {
		layers = max(layers, d+1)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="web" role="img" aria-label="%s" width="%d" height="%d" viewBox="0 0 %[2]d %[3]d">`, template.HTMLEscapeString(w.words()), layers*wide, most*row)
	for _, e := range w.edges {
		from, to := at[e[0]], at[e[1]]
		x1, x2 := from[0]+wide-24, to[0]-4
		fmt.Fprintf(&b, `<path class="edge" d="M%d %d C%d %d %d %d %d %d"/><path class="tip" d="M%d %d l-7 -4 v8 z"/>`,
			x1, from[1], (x1+x2)/2, from[1], (x1+x2)/2, to[1], x2-6, to[1], x2, to[1])
	}
	for _, name := range w.names {
		p := at[name]
		fmt.Fprintf(&b, `<g><title>%s</title><rect class="node" x="%d" y="%d" width="%d" height="%d" rx="4"/><text x="%d" y="%d">%s</text></g>`,
			template.HTMLEscapeString(line(name)), p[0], p[1]-row/2+2, wide-24, row-4, p[0]+8, p[1]+4, template.HTMLEscapeString(end(line(name), label)))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // numbers of our own, and escaped names
}

// words says the same.
func (w *web) words() string {
	var all []string
	for _, e := range w.edges {
		all = append(all, line(e[0])+" affects "+line(e[1]))
	}
	return strings.Join(all, "; ")
}

// end is the end of a name, which tells most.
func end(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return "…" + string(runes[len(runes)-most+1:])
	}
	return text
}
