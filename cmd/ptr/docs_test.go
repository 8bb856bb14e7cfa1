package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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

// Every command that the docs print is one that ptr takes: it exists, and so do
// its flags. What the main ones do is tested by the scripts.
func TestCommandsOfTheDocsExist(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := filepath.Glob("../../examples/*/README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, page := range append(append(pages, examples...), "../../README.md", "../../CHANGELOG.md") {
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
