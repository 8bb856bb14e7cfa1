package checkup

import (
	"os"
	"path/filepath"

	"github.com/hmarr/codeowners"
)

// Owners tells who owns a file of the suite in dir, by the CODEOWNERS of the repository
// that the suite is in. Without one, nobody does.
func Owners(dir string) func(file string) []string {
	none := func(string) []string { return nil }
	dir, err := filepath.Abs(dir)
	if err != nil {
		return none
	}
	root, rules := findOwners(dir)
	if rules == nil {
		return none
	}
	known := map[string][]string{}
	return func(file string) []string {
		owners, seen := known[file]
		if !seen && file != "" {
			owners = ownersBy(rules, root, filepath.Join(dir, file))
			known[file] = owners
		}
		return owners
	}
}

// findOwners finds the nearest CODEOWNERS in dir or above it, in the places where
// GitHub and GitLab look for it.
func findOwners(dir string) (root string, rules codeowners.Ruleset) {
	for root = dir; ; root = filepath.Dir(root) {
		for _, place := range []string{".github", "", "docs", ".gitlab"} {
			if rules, err := codeowners.LoadFile(filepath.Join(root, place, "CODEOWNERS")); err == nil {
				return root, rules
			}
		}
		_, err := os.Stat(filepath.Join(root, ".git"))
		if err == nil || root == filepath.Dir(root) {
			return "", nil
		}
	}
}

func ownersBy(rules codeowners.Ruleset, root, file string) []string {
	relative, err := filepath.Rel(root, file)
	if err != nil {
		return nil
	}
	rule, err := rules.Match(filepath.ToSlash(relative))
	if err != nil || rule == nil {
		return nil
	}
	var owners []string
	for _, o := range rule.Owners {
		owners = append(owners, o.String())
	}
	return owners
}
