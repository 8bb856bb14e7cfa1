package config

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// overrides takes the [[override]] tables.
func (d *document) overrides(c *Config, _ Known) *problem {
	for i, table := range d.Override {
		o, p := table.override()
		if p != nil {
			p.path = append([]string{"override", strconv.Itoa(i)}, p.path...)
			return p
		}
		c.Overrides = append(c.Overrides, o)
	}
	return nil
}

func (t overrideTable) override() (Override, *problem) {
	if t.Filter == "" {
		return Override{}, &problem{text: "an override has no filter", hint: `say which tests it is for, such as filter = 'package contains "orders"'`}
	}
	filter, err := ParseFilter(t.Filter)
	var e *Error
	if errors.As(err, &e) {
		p := &problem{path: []string{"filter"}, text: e.Text, hint: e.Hint}
		if e.Line == 1 {
			p.within = e.Column
		}
		return Override{}, p
	}
	o := Override{Filter: filter, Retries: t.Retries, Group: t.Group}
	if t.Retries != nil {
		if p := atLeast0(*t.Retries, "retries"); p != nil {
			return Override{}, p
		}
	}
	if t.Timeout != "" {
		limit, p := duration(t.Timeout, "timeout")
		if p != nil {
			return Override{}, p
		}
		o.Timeout = &limit
	}
	return o, nil
}

// duration reads the value of key.
func duration(value, key string) (time.Duration, *problem) {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		return 0, &problem{
			path: []string{key},
			text: fmt.Sprintf("%s: %q is not a duration", key, value),
			hint: `write it like "90s", "10m" or "1h30m"; "0" means no limit`,
		}
	}
	return d, nil
}

func atLeast0(n int, key string) *problem {
	if n < 0 {
		return &problem{path: []string{key}, text: fmt.Sprintf("%s: %d is below 0", key, n)}
	}
	return nil
}
