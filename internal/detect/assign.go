package detect

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// assign gives every group of variables to a database: to one whose alias or
// files share a word with it, else to the first that has none, else to a new
// one.
//
// Groups that say less of their database come first, as default does.
func (p *proposal) assign(groups []variableGroup) {
	slices.SortStableFunc(groups, func(a, b variableGroup) int { return len(a.stem) - len(b.stem) })
	var rest []variableGroup
	for _, g := range groups {
		if i := slices.IndexFunc(p.databases, func(d database) bool { return d.env == nil && d.shares(g) }); i >= 0 {
			p.give(&p.databases[i], g)
		} else {
			rest = append(rest, g)
		}
	}
	for _, g := range rest {
		i := slices.IndexFunc(p.databases, func(d database) bool { return d.env == nil })
		if i < 0 {
			i = len(p.databases)
			p.databases = append(p.databases, database{alias: p.aliasFor(g), backend: p.backend})
		}
		p.give(&p.databases[i], g)
	}
}

// shares reports whether a word of g is one of d's alias or files.
func (d database) shares(g variableGroup) bool {
	own := words(d.alias)
	if d.folder != nil {
		for _, file := range d.folder.files {
			own = append(own, words(file)...)
		}
	}
	return slices.ContainsFunc(g.stem, func(w string) bool { return slices.Contains(own, w) })
}

func (p *proposal) give(d *database, g variableGroup) {
	for _, v := range g.variables {
		pattern := p.pattern(v.name, len(g.variables) == 1)
		if pattern == "" {
			p.guess("%s is read in %s, but %s has nothing to put there.", v.name, v.file, p.backend)
			continue
		}
		d.env = append(d.env, pattern)
		p.guess("%s is read in %s: it leads to %s.", v.name, v.file, d.alias)
	}
	if p.backend == "postgres" {
		d.env = complete(d.env)
	}
}

// aliasFor is the alias of a database of which nothing but variables is known.
func (p *proposal) aliasFor(g variableGroup) string {
	if len(p.databases) == 0 || len(g.stem) == 0 {
		return p.unnamed
	}
	return alias(g.stem[len(g.stem)-1])
}

// alias is name without what aliases cannot have.
func alias(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_.-", r) {
			return r
		}
		return '-'
	}, name)
}

// invent gives a variable to a database that has none.
func (p *proposal) invent(d *database) {
	if d.env != nil {
		return
	}
	stem := "DATABASE"
	if len(p.databases) > 1 {
		stem = "DB_" + strings.ToUpper(strings.Map(onlyASCII, d.alias))
	}
	name := stem + "_URL"
	for n := 2; p.taken(name); n++ {
		name = fmt.Sprintf("%s%d_URL", stem, n)
	}
	d.env = []string{name + "={url}"}
	if !p.comments {
		p.guess("No variable was found that leads to %s: have the tests read %s.", d.alias, name)
	}
}

// taken reports whether a database has the variable called name.
func (p *proposal) taken(name string) bool {
	return slices.ContainsFunc(p.databases, func(d database) bool {
		return slices.ContainsFunc(d.env, func(pattern string) bool { return strings.HasPrefix(pattern, name+"=") })
	})
}

func onlyASCII(r rune) rune {
	if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return r
	}
	return '_'
}
