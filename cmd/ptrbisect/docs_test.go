package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var printed = regexp.MustCompile("(?m)(?:^\\$ |^|`)ptrbisect (-[^\n#`]*)")

// Every command that the docs print is one that ptrbisect takes.
func TestCommandsOfTheDocsExist(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, page := range append(pages, "../../README.md", "../../CHANGELOG.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range printed.FindAllStringSubmatch(string(text), -1) {
			found++
			var out, failed bytes.Buffer
			args := append(strings.Fields(match[1]), "--help")
			if status := ptrbisect(args, strings.NewReader(""), &out, &failed); status != 0 || !strings.Contains(out.String(), "Usage:") {
				t.Errorf("%s: ptrbisect %s: status %d\n%s", filepath.Base(page), match[1], status, failed.String())
			}
		}
	}
	if found < 3 {
		t.Errorf("only %d commands were found", found)
	}
}
