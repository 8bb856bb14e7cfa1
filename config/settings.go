package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Settings are what flags and environment variables can set. A zero field
// sets nothing.
type Settings struct {
	Framework string
	Workers   string // a number or "auto"
	Isolation string
	Storage   string
	Strategy  string // of every database
	Timeout   time.Duration
	Seed      uint64
}

// Environment reads PTR_WORKERS and PTR_SEED by getenv, such as [os.Getenv].
func Environment(getenv func(string) string) (Settings, error) {
	s := Settings{Workers: getenv("PTR_WORKERS")}
	if _, err := ParseWorkers(s.Workers); err != nil && s.Workers != "" {
		return Settings{}, &Error{Text: "PTR_WORKERS: " + err.Error()}
	}
	if seed := getenv("PTR_SEED"); seed != "" {
		var err error
		if s.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil || s.Seed == 0 {
			return Settings{}, &Error{Text: fmt.Sprintf("PTR_SEED: %q is not a number above 0", seed)}
		}
	}
	return s, nil
}

// With is c with what s sets. The error is an [*Error] without a place.
func (c Config) With(s Settings, known Known) (Config, error) {
	c.Databases = slices.Clone(c.Databases)
	err := c.set(s, known)
	if err == nil {
		err = c.tabled()
	}
	if err != nil {
		return Config{}, &Error{Text: err.text, Hint: err.hint}
	}
	return c, nil
}

func (c *Config) set(s Settings, known Known) *problem {
	for _, choice := range []struct {
		key   string
		to    *string
		value string
		among []string
	}{
		{"framework", &c.Framework, s.Framework, known.Frameworks},
		{"isolation", &c.Isolation, s.Isolation, Isolations()},
		{"storage", &c.Storage, s.Storage, Storages()},
	} {
		if err := choose(choice.to, choice.key, choice.value, choice.among); err != nil {
			return err
		}
	}
	if err := c.setNumbers(s); err != nil {
		return err
	}
	return c.setStrategy(s.Strategy, known)
}

// Isolations are the values of isolation.
func Isolations() []string { return []string{"none", "verify", "restore"} }

// Storages are the values of storage.
func Storages() []string { return []string{"auto", "memory", "disk"} }

// choose sets *to to value, which must be among names; "" sets nothing.
func choose(to *string, key, value string, among []string) *problem {
	if value == "" {
		return nil
	}
	if !slices.Contains(among, value) {
		return &problem{path: []string{key}, text: fmt.Sprintf("unknown %s %q", key, value), hint: useOneOf(among)}
	}
	*to = value
	return nil
}

func (c *Config) setNumbers(s Settings) *problem {
	if s.Workers != "" {
		n, err := ParseWorkers(s.Workers)
		if err != nil {
			return &problem{path: []string{"workers"}, text: err.Error()}
		}
		c.Workers = n
	}
	if s.Timeout < 0 {
		return &problem{path: []string{"timeout"}, text: fmt.Sprintf("timeout %v is below 0", s.Timeout)}
	}
	if s.Timeout > 0 {
		c.Timeout = s.Timeout
	}
	if s.Seed > 0 {
		c.Seed = s.Seed
	}
	return nil
}

// setStrategy sets the strategy of every database, which all of their
// backends must have. Without a database it must be one that some backend has.
func (c *Config) setStrategy(name string, known Known) *problem {
	if name == "" {
		return nil
	}
	if len(c.Databases) == 0 {
		var unused string
		return choose(&unused, "strategy", name, known.allStrategies())
	}
	for i := range c.Databases {
		d := &c.Databases[i]
		if err := choose(&d.Strategy, "strategy", name, known.strategies(d.Backend)); err != nil {
			return err
		}
	}
	return nil
}

// allStrategies are those of all backends.
func (k Known) allStrategies() []string {
	all := slices.Concat(slices.Collect(maps.Values(k.Backends))...)
	slices.Sort(all)
	return append([]string{"auto"}, slices.Compact(all)...)
}

func (k Known) strategies(backend string) []string {
	return append([]string{"auto"}, k.Backends[backend]...)
}
