package config

import (
	"time"

	"github.com/ptr-project/ptr/suite"
)

// An Override sets something for those tests that its filter matches.
type Override struct {
	Filter  *Filter
	Timeout *time.Duration // nil sets nothing; 0 means none
	Retries *int           // nil sets nothing
	Group   string         // "" sets nothing
}

// Rules are what applies to one test.
type Rules struct {
	Timeout time.Duration // 0: none
	Retries int           // how often a failure is run again before it counts
	Group   string        // no two tests of a group run at the same time; "": no group
}

// Rules are those of t, of which past is known.
func (c Config) Rules(t suite.Test, past Past) Rules {
	var timeout *time.Duration
	var retries *int
	var group string
	for _, o := range c.Overrides {
		if !o.Filter.Matches(t, past) {
			continue
		}
		if timeout == nil {
			timeout = o.Timeout
		}
		if retries == nil {
			retries = o.Retries
		}
		if group == "" {
			group = o.Group
		}
	}
	rules := Rules{c.Timeout, c.Retries, group}
	if timeout != nil {
		rules.Timeout = *timeout
	}
	if retries != nil {
		rules.Retries = *retries
	}
	return rules
}
