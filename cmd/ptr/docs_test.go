package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// Commands stand on lines of code blocks, and between backquotes in the text.
var (
	inBlocks = regexp.MustCompile("(?m)^(?:\\$ )?ptr ([a-z][^\n#]*)")
	inText   = regexp.MustCompile("`ptr ([a-z][^`\n]*)`")
)

// typed are the commands of ptr on a page.
func typed(page string) []string {
	var lines []string
	for i, part := range strings.Split(page, "```") {
		pattern := inText
		if i%2 == 1 {
			pattern = inBlocks
		}
		for _, match := range pattern.FindAllStringSubmatch(part, -1) {
			lines = append(lines, strings.TrimSpace(match[1]))
		}
	}
	return lines
}

// pages are all of the docs.
func pages(t *testing.T) []string {
	t.Helper()
	all := []string{"../../README.md", "../../CHANGELOG.md", "../../CONTRIBUTING.md"}
	for _, pattern := range []string{"../../docs/*.md", "../../examples/*/README.md"} {
		some, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, some...)
	}
	return all
}

// Every command that the docs print is one that ptr takes: it exists, and so do
// its flags. What the main ones do is tested by the scripts.
func TestCommandsOfTheDocsExist(t *testing.T) {
	found := 0
	for _, page := range pages(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range typed(string(text)) {
			found++
			t.Run(filepath.Base(page)+": "+line, func(t *testing.T) { exists(t, line) })
		}
	}
	if found < 20 {
		t.Errorf("only %d commands were found", found)
	}
}

func exists(t *testing.T, line string) {
	var out, failed bytes.Buffer
	args := append(strings.Fields(strings.ReplaceAll(line, "'", "")), "--help")
	if status := ptr(args, strings.NewReader(""), &out, &failed); status != 0 || !strings.Contains(out.String(), "Usage:") {
		t.Errorf("status %d\n%s", status, failed.String())
	}
}

// Links within the docs, to a file or to a place in a page.
var (
	links   = regexp.MustCompile(`\]\(([^)#:\s]*)(#[^)\s]*)?\)`)
	anchors = regexp.MustCompile("(?m)^#+ (.+)$|<a id=\"([^\"]+)\">")
)

// Every link in the docs leads somewhere.
func TestLinksOfTheDocsLeadSomewhere(t *testing.T) {
	for _, page := range pages(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range links.FindAllStringSubmatch(string(text), -1) {
			target := page
			if link[1] != "" {
				target = filepath.Join(filepath.Dir(page), link[1])
			}
			if there, err := os.ReadFile(target); err != nil || link[2] != "" && !hasAnchor(string(there), link[2][1:]) {
				if info, err := os.Stat(target); link[2] != "" || err != nil || !info.IsDir() {
					t.Errorf("%s: %s%s leads nowhere", page, link[1], link[2])
				}
			}
		}
	}
}

// hasAnchor reports whether a page has a place of that name, as GitHub names headings.
func hasAnchor(page, name string) bool {
	for _, match := range anchors.FindAllStringSubmatch(page, -1) {
		heading := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, match[1])
		if heading == name || match[2] == name {
			return true
		}
	}
	return false
}
