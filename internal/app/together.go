package app

import (
	"fmt"
	"regexp"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// together is what --keep-together accepts: tests whose IDs any of patterns
// matches; nil if there are none.
func together(patterns []string) (func(suite.Test) bool, error) {
	var compiled []*regexp.Regexp
	for _, pattern := range patterns {
		re, err := regexp.Compile(pattern)
		if err != nil {
			return nil, console.Usage(fmt.Errorf("--keep-together: %w", err), "it is a regular expression that test IDs match")
		}
		compiled = append(compiled, re)
	}
	if len(compiled) == 0 {
		return nil, nil
	}
	return func(t suite.Test) bool {
		for _, re := range compiled {
			if re.MatchString(string(t.ID)) {
				return true
			}
		}
		return false
	}, nil
}
